"""A 通报 to every 主送 organisation: the words of the programme, and one table as its annex."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.models import OfficialDocument
from lixiang.documents.plain_text import inside_title_marks
from lixiang.programmes.documents.papers import (
    issue_official,
    letterhead_of,
    notice_of,
    official,
    receivers_of,
    worded,
    wording_for,
)
from lixiang.programmes.models import Version
from lixiang.programmes.queries import organisations_of
from lixiang.programmes.rules.wording import filled

KIND = "通报"


@dataclass(frozen=True)
class Circular:
    """What a 通报 says: `paper` names its wording, `values` fill it, `annex` titles the table where no wording does."""

    version: Version
    paper: str
    values: Mapping[str, object]
    annex: str
    table: b.Table

    def document(self, *, number: str, at: datetime, mark: str = "") -> b.Document:
        """The 通报 as blocks. Raises Refused where the programme has no words for it."""
        wording = wording_for(self.version, self.paper)
        annex = filled(wording.attachment, self.values) or self.annex
        return official(
            letterhead_of(self.version),
            kind=KIND,
            title=filled(wording.title, self.values),
            addressee=receivers_of(self.version).text,
            body=worded(wording.paragraphs, self.values),
            number=number,
            on=timezone.localtime(at).date(),
            attachments=(b.Attachment(0, annex, (self.table,)),),
            mark=mark,
        )


def issue_circular(
    circular: Circular,
    *,
    subjects: Sequence[str],
    by: Any,
    at: datetime,
    mark: str = "",
    corrects: OfficialDocument | None = None,
) -> OfficialDocument:
    """A 通报 is for all to know; `subjects` are the projects that it speaks of, `corrects` the one it puts right."""
    version = circular.version
    return issue_official(
        version,
        circular.paper,
        KIND,
        build=lambda number: circular.document(number=number, at=at, mark=mark),
        addressees=organisations_of(version, receivers_of(version).groups),
        by=by,
        at=at,
        programme_code=version.programme.ref,
        subjects=list(subjects),
        corrects=corrects,
        mark=mark,
    )


def of_the_notice(version: Version) -> dict[str, object]:
    """What every wording may name: the year, and the notice that opened the programme."""
    title, number = notice_of(version)
    return {"year": version.programme.year, "notice_title": title, "notice_number": number}


def amending(corrected: OfficialDocument | None, reason: str) -> dict[str, object]:
    """What a wording may name of the document that it puts right; nothing where it puts none right."""
    if corrected is None:
        return {}
    return {
        "amended_title": inside_title_marks(corrected.title),
        "amended_number": corrected.number_text,
        "amended_on": official_date(timezone.localtime(corrected.issued_at).date()),
        "reason": reason.rstrip("。"),
    }
