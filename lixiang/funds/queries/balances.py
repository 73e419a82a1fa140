"""What the accounts come to: of one project, of a page of projects, of organisations and of a programme."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from lixiang.access.keys import key_in
from lixiang.funds.models import Line
from lixiang.funds.rules.ledger import Key, Standing, standing_of
from lixiang.people.models import Organisation, bearer_of
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.projects.states import Status

ROWS = 50


def balances_of(project: Project) -> dict[Key, int]:
    """Account -> signed balance in fen; one query."""
    lines = Line.objects.filter(account__project=project)
    return _balances(lines.values_list("account__side", "account__heading"))


def _balances(grouped: Any) -> dict[Key, int]:
    return {(side, heading): total for side, heading, total in grouped.annotate(total=Sum("amount")).order_by()}


def standing_of_project(project: Project) -> Standing:
    return standing_of(balances_of(project))


@dataclass(frozen=True)
class Row:
    """One line of a list of money: a project or an organisation, and how its money stands."""

    key: int
    ref: str
    title: str
    organisation: str
    status: str
    now: Standing


@dataclass(frozen=True)
class Page:
    """One page of rows and the key of the next ("" on the last)."""

    rows: tuple[Row, ...]
    next_key: str = ""


def page_of_projects(
    user: Any,
    programme: Programme,
    *,
    organisation: str = "",
    after: str = "",
    waiting: QuerySet[Project] | None = None,
) -> Page:
    """The projects with a grant that a person sees, or those of `waiting`, by number; two queries, however many."""
    granted = _granted(user, programme, organisation) if waiting is None else _seen(user, programme, waiting)
    start = key_in(after)
    if start is not None:
        granted = granted.filter(number__gt=start)
    columns = ("pk", "number", "ref", "title", "nominating_organisation__short_name", "status")
    found = list(granted.order_by("number").values_list(*columns)[: ROWS + 1])
    shown, standings = found[:ROWS], _standings([row[0] for row in found[:ROWS]])
    rows = tuple(_row(row, standings[row[0]]) for row in shown)
    return Page(rows, str(shown[-1][1]) if len(found) > ROWS else "")


def _row(row: tuple, now: Standing) -> Row:
    _, number, ref, title, organisation, status = row
    return Row(number, ref, title, organisation, str(Status(status).label), now)


def _seen(user: Any, programme: Programme, waiting: QuerySet[Project]) -> QuerySet[Project]:
    seen = Project.visible_to(user).select_related(None).filter(programme=programme)
    return seen.filter(pk__in=waiting.values("pk"))


def _granted(user: Any, programme: Programme, organisation: str) -> QuerySet[Project]:
    granted = Project.visible_to(user).select_related(None).filter(programme=programme, grant__isnull=False)
    own = Organisation.objects.borne_by(organisation).values("pk")
    return granted.filter(nominating_organisation__in=own) if organisation else granted


def _standings(projects: Iterable[int]) -> dict[int, Standing]:
    """Project -> how its money stands; one query."""
    lines = Line.objects.filter(account__project__in=list(projects)).order_by()
    grouped = lines.values_list("account__project", "account__side", "account__heading").annotate(total=Sum("amount"))
    balances: dict[int, dict[Key, int]] = defaultdict(dict)
    for project, side, heading, total in grouped:
        balances[project][side, heading] = total
    return defaultdict(Standing, {project: standing_of(found) for project, found in balances.items()})


def totals_of(user: Any, programme: Programme, *, organisation: str = "") -> Standing:
    """All that a person sees of a programme, or of one organisation in it, together; one query."""
    lines = Line.objects.filter(account__project__in=_granted(user, programme, organisation).values("pk"))
    return standing_of(_balances(lines.values_list("account__side", "account__heading")))


def totals_by_organisation(user: Any, programme: Programme) -> tuple[Row, ...]:
    """One row per organisation that nominates today, in official order; two queries."""
    lines = Line.objects.filter(account__project__in=_granted(user, programme, "").values("pk")).order_by()
    columns = (bearer_of("account__project__nominating_organisation"), "account__side", "account__heading")
    balances: dict[int, dict[Key, int]] = defaultdict(dict)
    for organisation, side, heading, total in lines.values_list(*columns).annotate(total=Sum("amount")):
        balances[organisation][side, heading] = total
    named = Organisation.objects.filter(pk__in=balances).order_by("order", "pk")
    return tuple(Row(o.pk, o.code, o.name, o.short_name, "", standing_of(balances[o.pk])) for o in named)


# The columns of every list of money: what each figure is called, and how it is read.
FIGURES = (
    ("核定", lambda now: now.granted),
    ("已拨", lambda now: now.paid),
    ("待拨", lambda now: now.payable),
    ("支出", lambda now: now.spent),
    ("结存", lambda now: now.held),
    ("退回", lambda now: now.returned),
    ("追回", lambda now: now.recovered),
    ("配套", lambda now: now.matched),
)
