"""The frozen context of the 通报 of a ranking, with the ranking as its annex, and of one that corrects it."""

from datetime import datetime
from typing import Any

from lixiang.documents import blocks as b
from lixiang.documents.models import OfficialDocument
from lixiang.programmes import documents as programmes
from lixiang.programmes.documents import Circular
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.rules.kinds import Category
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.rules.points import written

CIRCULAR, CORRECTION = "ranking_circular", "ranking_correction"
RELATED = ("project__nominating_organisation", "project__implementing_organisation")


def issue_circular(ranking: Ranking, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """To every 主送 organisation; where an issued one is corrected, a new document that names the old one."""
    places = list(ranking.places.select_related(*RELATED).order_by("position"))
    corrected = corrected_document(ranking)
    refs = [place.project.ref for place in places]
    words = {"by": by, "at": at, "mark": mark, "corrects": corrected}
    return programmes.issue_circular(circular(ranking, places, corrected), subjects=refs, **words)


def corrected_document(ranking: Ranking) -> OfficialDocument | None:
    """The 通报 that this ranking puts right: of the nearest one before it that was issued."""
    earlier = ranking.corrects
    while earlier is not None and earlier.document is None:
        earlier = earlier.corrects
    return earlier.document if earlier else None


def circular(ranking: Ranking, places: list[Place], corrected: OfficialDocument | None) -> Circular:
    values = values_of(ranking, places) | programmes.amending(corrected, ranking.correction_reason)
    paper = CORRECTION if corrected else CIRCULAR
    return Circular(ranking.version, paper, values, "综合排名", table_of(ranking, places))


def values_of(ranking: Ranking, places: list[Place]) -> dict[str, object]:
    placed = [place for place in places if place.place is not None]
    counted: dict[str, object] = {"count": len(placed), "grades": grades_in_words(placed)}
    return programmes.of_the_notice(ranking.version) | counted


def grades_in_words(places: list[Place]) -> str:
    """优秀3个、合格5个, in the order in which the grades come down the list."""
    counts: dict[str, int] = {}
    for place in places:
        if place.grade:
            counts[place.grade] = counts.get(place.grade, 0) + 1
    return "、".join(f"{grade}{count}个" for grade, count in counts.items())


def table_of(ranking: Ranking, places: list[Place]) -> b.Table:
    """Those with a place by place, the others after them without one."""
    tracks = {row.code: row.called() for row in settings_by_kind(ranking.version, Category)}
    columns = (
        b.Column("名次", 0.8),
        b.Column("项目名称", 3.6, "left"),
        b.Column("类别", 1.2),
        b.Column("申报单位", 2.4, "left"),
        b.Column("得分", 1.1),
        b.Column("等次", 1),
    )
    rows = (
        (
            str(place.place) if place.place else "—",
            str(place.project),
            tracks.get(place.track, place.track),
            place.project.nominating_organisation.name,
            written(place.total),
            place.grade or "—",
        )
        for place in places
    )
    return b.Table(columns, tuple(rows))
