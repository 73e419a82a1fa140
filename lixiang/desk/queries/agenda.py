"""Everything that falls due in one month, as far as one person sees it: a bounded query per noun, shown by day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lixiang.desk.queries.agenda_sources import KINDS, PROGRAMME, SOURCES, SPENDING, Source, spending_ends
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.queries.worklist import days_of
from lixiang.desk.rules.months import Month
from lixiang.projects.models import Project
from lixiang.ui.addresses import address

# So many things of one noun are shown in a month; the page says where the others are.
MOST = 300
# So many things of one noun stand open in a day; more are folded under their number.
MOST_OPEN = 3
STATES = {"": "全部情况", "open": "未到期", "late": "逾期", "done": "已完成"}
TONES = {"open": "active", "late": "bad", "done": "good", "": "neutral"}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing on one day; `state` is open, late or done, and empty for what nobody has to do."""

    on: date
    kind: str
    label: str
    words: str
    whose: str
    url: str
    state: str
    clock: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def state_words(self) -> str:
        return STATES[self.state] if self.state else ""


@dataclass(frozen=True)
class Group:
    """The things of one noun on one day; folded when there are many."""

    label: str
    dues: tuple[Due, ...]

    @property
    def is_folded(self) -> bool:
        return len(self.dues) > MOST_OPEN

    @property
    def late(self) -> int:
        return sum(due.state == "late" for due in self.dues)


@dataclass(frozen=True)
class AgendaDay:
    on: date
    groups: tuple[Group, ...]
    is_today: bool
    is_weekend: bool


@dataclass(frozen=True)
class Agenda:
    """One month; `cut` names the nouns of which more than MOST fall due, each with its list."""

    month: Month
    days: tuple[AgendaDay, ...]
    count: int
    cut: tuple[tuple[str, str], ...]


def agenda_of(view: Viewpoint, month: Month, *, kind: str = "", state: str = "") -> Agenda:
    """One query per noun and two for the spending deadlines, however much there is."""
    dues: list[Due] = []
    cut: list[tuple[str, str]] = []
    for source in SOURCES:
        if kind in ("", source.kind):
            found = list(_dues(view, source, month, state))
            dues += found[:MOST]
            if len(found) > MOST:
                cut.append((source.label, address(source.list_route)))
    if not state and kind in ("", PROGRAMME):
        dues += _programme_days(view, month)
    if not state and kind in ("", SPENDING):
        ends = spending_ends(view, month.first, month.last, MOST + 1)
        dues += [_spending(project, on) for project, on in ends[:MOST]]
        if len(ends) > MOST:
            cut.append((KINDS[SPENDING], address("funds:money")))
    today = timezone.localtime(view.at).date()
    return Agenda(month, tuple(_days(month, dues, today)), len(dues), tuple(cut))


def _dues(view: Viewpoint, source: Source, month: Month, state: str) -> Iterator[Due]:
    """The rows of one noun in the month, at most MOST + 1."""
    today = timezone.localtime(view.at).date()
    rows = source.rows(view).filter(**{f"{source.on}__range": _span(month, source.is_moment)})
    rows = rows.filter(_in_state(source, state, view.at, today))
    ref, what, project, whose = source.columns
    columns = ("pk", source.on, source.status, ref, what, project, whose)
    for _, on, status, key, words, title, name in rows.order_by(source.on, "pk").values_list(*columns)[: MOST + 1]:
        local = timezone.localtime(on) if source.is_moment else None
        yield Due(
            local.date() if local else on,
            source.kind,
            source.label,
            source.words.format(what=words or source.untitled, project=title or "（未命名项目）"),
            name or "",
            address(source.route, ref=key),
            _state(source, status, on < (view.at if source.is_moment else today)),
            f"{local:%H:%M}" if local and source.says_when else "",
        )


def _span(month: Month, is_moment: bool) -> tuple[Any, Any]:
    if not is_moment:
        return month.first, month.last
    first, last = datetime.combine(month.first, time.min), datetime.combine(month.last, time.max)
    return timezone.make_aware(first), timezone.make_aware(last)


def _in_state(source: Source, state: str, at: datetime, today: date) -> Q:
    """What `_state` says of a row, said to the database."""
    now = at if source.is_moment else today
    over, waiting = Q(**{f"{source.status}__in": source.done}), ~Q(**{f"{source.status}__in": source.done})
    past = Q(**{f"{source.on}__lt": now})
    narrowed = {"done": over, "late": waiting & past, "open": waiting & ~past}
    if state in narrowed:
        return narrowed[state] if source.is_duty else Q(pk__in=[])
    return Q()


def _state(source: Source, status: str, is_past: bool) -> str:
    if not source.is_duty:
        return ""
    if status in source.done:
        return "done"
    return "late" if is_past else "open"


def _programme_days(view: Viewpoint, month: Month) -> Iterator[Due]:
    """The days that the programme itself sets; no query."""
    url = address("programmes:programme", ref=view.programme.ref)
    for day in days_of(view):
        if month.first <= day.on <= month.last:
            yield Due(day.on, PROGRAMME, KINDS[PROGRAMME], day.label, "", url, "")


def _spending(project: Project, on: date) -> Due:
    """By when the money of one project is to be spent."""
    words, url = f"“{project}”的经费用完", address("funds:statement", ref=project.ref)
    return Due(on, SPENDING, KINDS[SPENDING], words, project.nominating_organisation.short_name, url, "")


def _days(month: Month, dues: Iterable[Due], today: date) -> Iterator[AgendaDay]:
    by_day: dict[date, list[Due]] = defaultdict(list)
    for due in dues:
        by_day[due.on].append(due)
    for on in month.days:
        yield AgendaDay(on, tuple(_groups(by_day[on])), on == today, on.weekday() > 4)


def _groups(dues: list[Due]) -> Iterator[Group]:
    """In the order of the nouns; what is late and open before what is done."""
    by_kind: dict[str, list[Due]] = defaultdict(list)
    for due in sorted(dues, key=lambda each: (each.clock, each.state == "done")):
        by_kind[due.kind].append(due)
    for kind, label in KINDS.items():
        if by_kind[kind]:
            yield Group(label, tuple(by_kind[kind]))
