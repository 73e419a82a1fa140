"""The frozen context of the 通报 that hands the result of a year to the annual assessment, and of its correction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lixiang.documents import blocks as b
from lixiang.documents.models import OfficialDocument
from lixiang.outcomes.models import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.queries.assessment_inputs import table_in
from lixiang.programmes import documents as programmes
from lixiang.programmes.documents import Circular
from lixiang.ranking.rules.points import written

CIRCULAR, CORRECTION = "assessment_circular", "assessment_correction"


def issue_assessment(assessment: Assessment, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """To every 主送 organisation; where an issued version is corrected, a new document that names the old one."""
    rows = list(assessment.organisations.select_related("organisation").order_by("position"))
    lines = AssessmentLine.objects.filter(result__assessment=assessment, project__isnull=False)
    refs = list(lines.order_by("project__number").values_list("project__ref", flat=True).distinct())
    corrected = assessment.corrects.document if assessment.corrects else None
    words = {"by": by, "at": at, "mark": mark, "corrects": corrected}
    return programmes.issue_circular(circular(assessment, rows, corrected), subjects=refs, **words)


def circular(assessment: Assessment, rows: list[AssessedOrganisation], corrected: OfficialDocument | None) -> Circular:
    values = _values(assessment, rows) | programmes.amending(corrected, assessment.correction_reason)
    paper = CORRECTION if corrected else CIRCULAR
    return Circular(assessment.version, paper, values, "各单位情况", _table(assessment, rows))


def _values(assessment: Assessment, rows: list[AssessedOrganisation]) -> dict[str, object]:
    assert assessment.ranking.document is not None  # an issued ranking has one
    return programmes.of_the_notice(assessment.version) | {
        "ranking_number": assessment.ranking.document.number_text,
        "count": sum(row.ranked for row in rows),
        "grades": grades_in_words(rows, table_in(assessment.version).titles),
    }


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
