"""The words of the stale list: a noun of rows, the turns of its statuses, and which organisation holds which side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from lixiang.desk.queries.viewpoint import Viewpoint

SIDES = {
    "unit": "填报单位",
    "nominator": "申报单位",
    "responsible": "责任单位",
    "addressee": "收文单位",
    "section": "主管单位",
    "inspector": "督导员",
    "finance": "财务",
}


@dataclass(frozen=True)
class Turn:
    """Whose turn a status is, what they have to do, and who of them where that is not plain."""

    side: str
    words: str
    who: str = ""


def holders(prefix: str) -> dict[str, str]:
    """Side -> the column that names the organisation, for what hangs on a project."""
    manager = "programme__managing_organisation__short_name"
    return {
        "unit": f"{prefix}drafting_organisation__short_name",
        "nominator": f"{prefix}nominating_organisation__short_name",
        "responsible": "organisation__short_name",
        **dict.fromkeys(("section", "inspector", "finance"), manager),
    }


@dataclass(frozen=True)
class Noun:
    """`remind` is the route of the one-click 催办, for the turns of those whom `reminded` names."""

    kind: str
    label: str
    rows: Callable[[Viewpoint], QuerySet]
    turns: Mapping[str, Turn]
    route: str
    what: str = "title"
    project: str = "project__title"
    ref: str = "ref"
    turn: str = "status"
    since: str = "status_since"
    due: str = ""
    remind: str = ""
    reminded: tuple[str, ...] = ()
    by_inspectors: bool = False
    holders: Mapping[str, str] = field(default_factory=lambda: holders("project__"))


def of_programme(model: type) -> Callable[[Viewpoint], QuerySet]:
    """The rows of the programme that a person sees."""
    return lambda view: model.visible_to(view.user).select_related(None).filter(programme=view.programme)  # type: ignore[attr-defined]
