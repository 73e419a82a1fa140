"""The frozen context of the 通报 of a ranking, with the ranking as its annex, and of one that corrects it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.models import OfficialDocument
from lixiang.documents.plain_text import inside_title_marks
from lixiang.programmes.documents import (
    issue_official,
    letterhead_of,
    notice_of,
    official,
    receivers_of,
    worded,
    wording_for,
)
from lixiang.programmes.queries import organisations_of, settings_by_kind
from lixiang.programmes.rules.wording import filled
from lixiang.projects.rules.kinds import Category
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.rules.points import written

KIND = "通报"
CIRCULAR, CORRECTION = "ranking_circular", "ranking_correction"


def issue_circular(ranking: Ranking, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """To every 主送 organisation; where an issued one is corrected, a new document that names the old one."""
    version = ranking.version
    places = list(ranking.places.select_related(*RELATED).order_by("position"))
    corrected = corrected_document(ranking)
    paper = CORRECTION if corrected else CIRCULAR
    return issue_official(
        version,
        paper,
        KIND,
        build=lambda number: circular(ranking, places, corrected, number=number, at=at, mark=mark),
        addressees=organisations_of(version, receivers_of(version).groups),
        by=by,
        at=at,
        programme_code=ranking.programme.ref,
        subjects=[place.project.ref for place in places],
        corrects=corrected,
        mark=mark,
    )


RELATED = ("project__nominating_organisation", "project__implementing_organisation")


def corrected_document(ranking: Ranking) -> OfficialDocument | None:
    """The 通报 that this ranking puts right: of the nearest one before it that was issued."""
    earlier = ranking.corrects
    while earlier is not None and earlier.document is None:
        earlier = earlier.corrects
    return earlier.document if earlier else None


def circular(
    ranking: Ranking,
    places: list[Place],
    corrected: OfficialDocument | None,
    *,
    number: str,
    at: datetime,
    mark: str = "",
) -> b.Document:
    """The 通报 as blocks."""
    version = ranking.version
    wording = wording_for(version, CORRECTION if corrected else CIRCULAR)
    values = values_of(ranking, places, corrected)
    title = filled(wording.attachment, values) or "综合排名"
    return official(
        letterhead_of(version),
        kind=KIND,
        title=filled(wording.title, values),
        addressee=receivers_of(version).text,
        body=worded(wording.paragraphs, values),
        number=number,
        on=timezone.localtime(at).date(),
        attachments=(b.Attachment(0, title, (table_of(ranking, places),)),),
        mark=mark,
    )


def values_of(ranking: Ranking, places: list[Place], corrected: OfficialDocument | None) -> dict[str, object]:
    notice_title, notice_number = notice_of(ranking.version)
    placed = [place for place in places if place.place is not None]
    values: dict[str, object] = {
        "year": ranking.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "count": len(placed),
        "grades": grades_in_words(placed),
    }
    if corrected:
        values |= {
            "amended_title": inside_title_marks(corrected.title),
            "amended_number": corrected.number_text,
            "amended_on": official_date(timezone.localtime(corrected.issued_at).date()),
            "reason": ranking.correction_reason.rstrip("。"),
        }
    return values


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
