"""The list of projects: filtered, in pages by key, each row ready to print; nothing counts the whole programme."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from lixiang.access.prepared import Prepared
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of
from lixiang.projects.queries.choices import topics_of
from lixiang.projects.rules.kinds import Category
from lixiang.projects.states import OPEN_TO_CLERK, TONES, Status

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FREE_TOPIC = "free"
SHOWN = (
    "id",
    "number",
    "ref",
    "title",
    "category",
    "nominating_organisation__short_name",
    "implementing_organisation__name",
    "leader_name",
    "status",
    "status_since",
    "drafting_organisation_id",
)


@dataclass(frozen=True)
class Chosen:
    """What the reader of a list chose; `after` and `before` are keys of rows. Anything senseless is left empty."""

    status: str = ""
    category: str = ""
    organisation: str = ""
    topic: str = ""
    q: str = ""
    order: str = "number"
    size: int = 50
    after: str = ""
    before: str = ""

    @property
    def is_narrowed(self) -> bool:
        return any((self.status, self.category, self.organisation, self.topic, self.q))

    def query(self, **changed: str) -> str:
        """The address of a neighbouring page: what is chosen, with another key."""
        values = vars(replace(self, **{"after": "", "before": "", **changed}))
        return urlencode({name: value for name, value in values.items() if value != getattr(Chosen, name)})


class Line(NamedTuple):
    """One row of the list."""

    url: str
    ref: str
    title: str
    category: str
    nominator: str
    unit: str
    leader: str
    status: str
    tone: str
    since: datetime


@dataclass(frozen=True)
class Listing:
    """One page of the list, the keys of its neighbours, and what can be chosen."""

    lines: tuple[Line, ...]
    previous: str
    next: str
    categories: tuple[tuple[str, str], ...]
    topics: tuple[tuple[int, str], ...]
    statuses: tuple[tuple[str, str], ...]
    by_organisation: bool


def organisation_to_draft_for(user: Any, code: str) -> Organisation | None:
    """The organisation for which a clerk begins a project: the one named, or the only one."""
    own = Organisation.objects.filter(pk__in=user.organisations_as(Role.UNIT_CLERK), successor=None)
    found = list((own.filter(code=code) if code else own)[:2])
    return found[0] if len(found) == 1 else None


def listing_for(user: Any, programme: Programme, chosen: Chosen, at: datetime) -> Listing:
    """Two queries, whatever the programme's size: the version in force and one page of rows."""
    version = programmes.version_in_force(programme, at)
    categories = {each.code: each.title for each in programmes.settings_by_kind(version, Category)}
    page, has_previous, has_next = _page(user, programme, chosen)
    drafts = user.organisations_as(Role.UNIT_CLERK)
    prefix = reverse("projects:list")
    return Listing(
        lines=tuple(_line(row, prefix, categories, drafts) for row in page),
        previous=_key(page[0], chosen.order) if page and has_previous else "",
        next=_key(page[-1], chosen.order) if page and has_next else "",
        categories=tuple(categories.items()),
        topics=topics_of(version),
        statuses=tuple((value, label) for value, label in Status.choices if value != Status.DISCARDED),
        by_organisation=user.holds(*SECTION),
    )


def _narrowed(rows: "QuerySet[Project]", chosen: Chosen) -> "QuerySet[Project]":
    if chosen.status:
        rows = rows.filter(status=chosen.status)
    if chosen.category:
        rows = rows.filter(category=chosen.category)
    if chosen.organisation:
        rows = rows.filter(nominating_organisation__in=Organisation.objects.meant_by(chosen.organisation))
    if chosen.topic:
        rows = rows.filter(topic=None) if chosen.topic == FREE_TOPIC else rows.filter(topic__number=chosen.topic)
    if chosen.q:
        rows = rows.filter(Q(title__icontains=chosen.q) | Q(ref=chosen.q.lower()))
    return rows


def _page(user: Any, programme: Programme, chosen: Chosen) -> tuple[list[tuple], bool, bool]:
    """The rows of one page in order, whether some stand before it, whether some follow."""
    backwards = bool(chosen.before)
    key = _parsed(chosen.before or chosen.after, chosen.order)
    sides = sides_of(user)
    found = ROWS(chosen, key, programme=programme.pk, **sides, formerly=sides["drafts"])
    more, found = len(found) > chosen.size, found[: chosen.size]
    return (found[::-1], more, key is not None) if backwards else (found, key is not None, more)


def _rows(chosen: Chosen, key: tuple | None, programme: int, **sides: Collection[int]) -> "QuerySet[Project, tuple]":
    """One row more than the page holds, from the key on; backwards, the nearest first."""
    backwards = bool(chosen.before)
    rows = _narrowed(Project.visible_at(**sides).filter(programme=programme), chosen)
    if key is not None:
        rows = rows.filter(_beyond(key, chosen.order, backwards))
    order = ["number"] if chosen.order == "number" else ["-status_since", "-id"]
    rows = rows.order_by(*order).reverse() if backwards else rows.order_by(*order)
    return rows.values_list(*SHOWN)[: chosen.size + 1]


ROWS = Prepared(_rows)


def _key(row: tuple, order: str) -> str:
    if order == "number":
        return str(row[SHOWN.index("number")])
    return f"{(row[SHOWN.index('status_since')] - EPOCH) // MICROSECOND}.{row[0]}"


def _parsed(key: str, order: str) -> tuple | None:
    """The values of a key; None for one that nobody handed out, which shows the first page."""
    parts = key.split(".")
    if len(key) > 40 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    try:
        if order == "number":
            return (int(parts[0][:9]),)
        return EPOCH + int(parts[0]) * MICROSECOND, int(parts[1][:18])
    except (IndexError, OverflowError):
        return None


def _beyond(key: tuple, order: str, backwards: bool) -> Q:
    if order == "number":
        return Q(number__lt=key[0]) if backwards else Q(number__gt=key[0])
    since, last = key
    if backwards:
        return Q(status_since__gte=since) & (Q(status_since__gt=since) | Q(id__gt=last))
    return Q(status_since__lte=since) & (Q(status_since__lt=since) | Q(id__lt=last))


def _line(row: tuple, prefix: str, categories: dict[str, str], drafts: frozenset[int]) -> Line:
    _, _, ref, title, category, nominator, unit, leader, status, since, drafting = row
    is_open = drafting in drafts and status in OPEN_TO_CLERK
    return Line(
        url=f"{prefix}{ref}/application/" if is_open else f"{prefix}{ref}/",
        ref=ref,
        title=title or "（未命名项目）",
        category=f"{category} {categories.get(category, '')}".strip(),
        nominator=nominator,
        unit=unit or "",
        leader=leader,
        status=str(Status(status).label),
        tone=TONES[Status(status)],
        since=since,
    )
