"""An upload that an action takes in; what may not come in is refused at its field, with the sentence for the person."""

from datetime import datetime
from typing import BinaryIO

from lixiang.files import store
from lixiang.files.intake import Unacceptable
from lixiang.files.models import File
from lixiang.workflow.findings import Finding, Refused


def accepted(upload: BinaryIO, *, name: str, field: str, at: datetime) -> File:
    """The file kept, by its content and once. Raises Refused."""
    try:
        return store.accept(upload, name=name, at=at)
    except Unacceptable as unacceptable:
        raise Refused(Finding("unacceptable_file", str(unacceptable), field=field)) from unacceptable
