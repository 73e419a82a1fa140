"""The frozen context of the 通报 that hands the result of a year to the annual assessment, and of its correction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.models import OfficialDocument
from lixiang.documents.plain_text import inside_title_marks
from lixiang.outcomes.models import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.queries.assessment_inputs import table_in
from lixiang.programmes.documents import (
    issue_official,
    letterhead_of,
    notice_of,
    official,
    receivers_of,
    worded,
    wording_for,
)
from lixiang.programmes.queries import organisations_of
from lixiang.programmes.rules.wording import filled
from lixiang.ranking.rules.points import written

KIND = "通报"
CIRCULAR, CORRECTION = "assessment_circular", "assessment_correction"


def issue_assessment(assessment: Assessment, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """To every 主送 organisation; where an issued version is corrected, a new document that names the old one."""
    version = assessment.version
    rows = list(assessment.organisations.select_related("organisation").order_by("position"))
    lines = AssessmentLine.objects.filter(result__assessment=assessment, project__isnull=False)
    corrected = assessment.corrects.document if assessment.corrects else None
    return issue_official(
        version,
        CORRECTION if corrected else CIRCULAR,
        KIND,
        build=lambda number: circular(assessment, rows, corrected, number=number, at=at, mark=mark),
        addressees=organisations_of(version, receivers_of(version).groups),
        by=by,
        at=at,
        programme_code=assessment.programme.ref,
        subjects=list(lines.order_by("project__number").values_list("project__ref", flat=True).distinct()),
        corrects=corrected,
        mark=mark,
    )


def circular(
    assessment: Assessment,
    rows: list[AssessedOrganisation],
    corrected: OfficialDocument | None,
    *,
    number: str,
    at: datetime,
    mark: str = "",
) -> b.Document:
    """The 通报 as blocks."""
    version = assessment.version
    wording = wording_for(version, CORRECTION if corrected else CIRCULAR)
    values = _values(assessment, rows, corrected)
    title = filled(wording.attachment, values) or "各单位情况"
    return official(
        letterhead_of(version),
        kind=KIND,
        title=filled(wording.title, values),
        addressee=receivers_of(version).text,
        body=worded(wording.paragraphs, values),
        number=number,
        on=timezone.localtime(at).date(),
        attachments=(b.Attachment(0, title, (_table(assessment, rows),)),),
        mark=mark,
    )


def _values(
    assessment: Assessment, rows: list[AssessedOrganisation], corrected: OfficialDocument | None
) -> dict[str, object]:
    notice_title, notice_number = notice_of(assessment.version)
    assert assessment.ranking.document is not None  # an issued ranking has one
    values: dict[str, object] = {
        "year": assessment.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "ranking_number": assessment.ranking.document.number_text,
        "count": sum(row.ranked for row in rows),
        "grades": grades_in_words(rows, table_in(assessment.version).titles),
    }
    if corrected:
        values |= {
            "amended_title": inside_title_marks(corrected.title),
            "amended_number": corrected.number_text,
            "amended_on": official_date(timezone.localtime(corrected.issued_at).date()),
            "reason": assessment.correction_reason.rstrip("。"),
        }
    return values


def grades_in_words(rows: Iterable[AssessedOrganisation], titles: tuple[str, ...]) -> str:
    """优秀3个、合格5个 of all organisations, from the best; words of their own where nobody has a grade."""
    counts = dict.fromkeys(titles, 0)
    for row in rows:
        for grade, count in row.grades:
            counts[grade] = counts.get(grade, 0) + count
    return "、".join(f"{grade}{count}个" for grade, count in counts.items() if count) or "没有评定等次的项目"


def _table(assessment: Assessment, rows: list[AssessedOrganisation]) -> b.Table:
    """Organisations in the official order; a column of points where there are any."""
    columns = [
        b.Column("申报单位", 4, "left"),
        b.Column("立项", 0.8),
        b.Column("参加排名", 1),
        b.Column("各等次项目", 1.9),
    ]
    if assessment.has_points:
        columns.append(b.Column("折算得分", 1.1))
    cells = []
    for row in rows:
        own = [row.name, f"{row.approved}个", f"{row.ranked}个", row.grades_in_words or "—"]
        cells.append(tuple([*own, written(row.points)] if assessment.has_points else own))
    return b.Table(tuple(columns), tuple(cells))
