"""A workbook that a person looks at before it is applied: sent once, kept for them, found again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404

from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim
from lixiang.files.store import accept, claim
from lixiang.people.sheets.differences import Difference


def look_at(
    form: Form, look: Callable[[BinaryIO], Difference], *, part: str, by: Any, at: datetime
) -> Difference | None:
    """What the workbook would do, kept as this person's; None after the refusal was written into the form."""
    upload = form.cleaned_data["file"]
    try:
        file = accept(upload, name=upload.name, at=at, endings=("xlsx",))
        difference = look(file.open())
    except (Unacceptable, ValidationError) as error:
        form.add_error("file", getattr(error, "messages", [str(error)])[0])
        return None
    claim(file, by, part=part, name=upload.name, by=by, at=at)
    return difference


def looked_at(user: Any, part: str) -> BinaryIO:
    """The workbook that this person looked at last; 404 where there is none."""
    waiting = Claim.of(user, part).last()
    if waiting is None:
        raise Http404
    return waiting.file.open()
