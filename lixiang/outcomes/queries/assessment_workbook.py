"""An assessment as a workbook: the summary, and a trail from each point to its project and the ranking it rests on."""

from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from lixiang.files.tables import Sheet, write_tables
from lixiang.outcomes.models import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.queries.assessments import organisations_for, sees_of
from lixiang.outcomes.rules.assessment import WORDS
from lixiang.ranking.rules.points import POINT

CHUNK = 500
SUMMARY = (
    ("申报单位", 34, lambda row: row.both_names),
    ("立项项目", 10, lambda row: row.approved),
    ("参加排名", 10, lambda row: row.ranked),
    ("各等次项目", 26, lambda row: row.grades_in_words or "—"),
)
TRAIL = (
    ("申报单位", 26, lambda line: line.result.both_names),
    ("项目编号", 20, lambda line: line.project.ref.upper() if line.project else "—"),
    ("项目", 34, lambda line: str(line.project) if line.project else "—"),
    ("内容", 10, lambda line: WORDS[line.part]),
    ("名次", 8, lambda line: line.place or "—"),
    ("等次", 10, lambda line: line.grade or "—"),
    ("依据", 40, lambda line: line.words),
    ("条款", 10, lambda line: line.clause),
)


def points_of(row: AssessedOrganisation | AssessmentLine) -> str | Decimal:
    """Exactly, as a number."""
    return "—" if row.points is None else Decimal(row.points) / POINT


def write_workbook(user: Any, assessment: Assessment, target: IO[bytes]) -> None:
    """As far as this person sees it, row by row from the database."""
    sees = sees_of(user, assessment)
    title = f"{assessment.programme.title}{assessment}"
    number = assessment.ranking.document.number_text if assessment.ranking.document else ""
    points = (("折算得分", 12, points_of),) if assessment.has_points else ()
    ground = (("得分", 10, points_of), ("排名通报文号", 26, lambda _: number))
    write_tables(
        target,
        (
            Sheet("汇总", title, (*SUMMARY, *points), _organisations(user, assessment, summary=sees.summary)),
            Sheet("逐项依据", f"{title}逐项依据", (*TRAIL, *ground), _lines(user, assessment, all_trails=sees.trails)),
        ),
    )


def _organisations(user: Any, assessment: Assessment, *, summary: bool) -> Iterator[AssessedOrganisation]:
    rows = organisations_for(user, assessment, summary=summary).select_related("organisation").order_by("position")
    return rows.iterator(chunk_size=CHUNK)


def _lines(user: Any, assessment: Assessment, *, all_trails: bool) -> Iterator[AssessmentLine]:
    own = organisations_for(user, assessment, summary=all_trails)
    rows = AssessmentLine.objects.filter(result__in=own.values("pk"))
    related = rows.select_related("result__organisation", "project").order_by("result__position", "position")
    return related.iterator(chunk_size=CHUNK)
