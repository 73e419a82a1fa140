"""The list of projects under way: lamp, planned and actual progress, what comes next; by key, and as a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from lixiang.delivery.queries.progress import gap_words
from lixiang.delivery.rules.lamps import COLOUR_TONES, COLOUR_WORDS, COLOURS
from lixiang.delivery.rules.shares import done_share, percent, planned_share
from lixiang.files.tables import Column, write_table
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category
from lixiang.ui.written import chinese_date

ROWS = 50
CHUNK = 200
NO_LAMP = ("—", "neutral")
SHOWN = (
    "number",
    "ref",
    "title",
    "category",
    "nominating_organisation__short_name",
    "implementing_organisation__name",
    "leader_name",
    "lamp__colour",
    "lamp__reason",
    "lamp__clause",
    "lamp__overruled_until",
    "lamp__changes_at",
    "plan__from_on",
    "plan__due_on",
    "plan__milestones",
    "plan__done",
    "plan__next_title",
    "plan__next_on",
)


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to; `after` is the number of the last row of the page before."""

    lamp: str = ""
    category: str = ""
    organisation: str = ""
    q: str = ""
    after: int = 0

    @property
    def is_narrowed(self) -> bool:
        return any((self.lamp, self.category, self.organisation, self.q))

    def query(self, after: int = 0) -> str:
        """The same list from another key, as the query of an address."""
        values = vars(replace(self, after=after))
        return urlencode({name: value for name, value in values.items() if value})


class Line(NamedTuple):
    """One row: shares in thousandths; `tone` and `word` are the lamp's, `is_due` that it is to be judged anew."""

    number: int
    url: str
    ref: str
    title: str
    category: str
    nominator: str
    unit: str
    leader: str
    word: str
    tone: str
    reason: str
    clause: str
    is_overruled: bool
    is_due: bool
    planned: int
    done: int
    of: str
    next_title: str
    next_on: date | None
    is_late: bool

    @property
    def gap(self) -> str:
        return gap_words(self.planned, self.done)


@dataclass(frozen=True)
class Listing:
    """One page of the list, the key of the next (0 on the last), and what can be chosen."""

    lines: tuple[Line, ...]
    next: int
    categories: tuple[tuple[str, str], ...]
    by_organisation: bool
    lamps: tuple[tuple[str, str], ...] = tuple((colour, COLOUR_WORDS[colour]) for colour in reversed(COLOURS))


def listing_of(user: Any, programme: Programme, chosen: Chosen, at: datetime) -> Listing:
    """Two queries, whatever the programme's size: the version in force and one page of rows."""
    categories = _categories(programme, at)
    rows = under_way(user, programme, chosen).filter(number__gt=chosen.after)
    found = list(rows.values_list(*SHOWN)[: ROWS + 1])
    lines = tuple(_lines(found[:ROWS], categories, at))
    return Listing(
        lines,
        next=lines[-1].number if len(found) > ROWS else 0,
        categories=tuple(categories.items()),
        by_organisation=user.holds(*SECTION),
    )


def under_way(user: Any, programme: Programme, chosen: Chosen) -> QuerySet[Project]:
    """The projects with a plan that this person sees, in the order of their numbers."""
    rows = Project.visible_to(user).select_related(None).filter(programme=programme, plan__isnull=False)
    if chosen.lamp:
        rows = rows.filter(lamp__colour=chosen.lamp)
    if chosen.category:
        rows = rows.filter(category=chosen.category)
    if chosen.organisation:
        rows = rows.filter(nominating_organisation__in=Organisation.objects.meant_by(chosen.organisation))
    if chosen.q:
        rows = rows.filter(Q(title__icontains=chosen.q) | Q(ref=chosen.q.lower()))
    return rows.order_by("number")


def _categories(programme: Programme, at: datetime) -> dict[str, str]:
    version = version_in_force(programme, at)
    return {each.code: each.title for each in settings_by_kind(version, Category)}


def _lines(rows: Any, categories: dict[str, str], at: datetime) -> Iterator[Line]:
    prefix = reverse("projects:list")
    return (_line(row, prefix, categories, at) for row in rows)


def _line(row: tuple, prefix: str, categories: dict[str, str], at: datetime) -> Line:
    today = timezone.localtime(at).date()
    number, ref, title, category, nominator, unit, leader, colour, reason, clause, overruled, changes_at, *plan = row
    from_on, due_on, milestones, done, next_title, next_on = plan
    word, tone = (COLOUR_WORDS[colour], COLOUR_TONES[colour]) if colour else NO_LAMP
    return Line(
        number,
        f"{prefix}{ref}/progress/",
        ref.upper(),
        title or "（未命名项目）",
        f"{category} {categories.get(category, '')}".strip(),
        nominator,
        unit or "",
        leader,
        word,
        tone,
        reason or "",
        clause or "",
        overruled is not None,
        changes_at is not None and changes_at <= at,
        planned_share(from_on, due_on, today),
        done_share(done, milestones),
        f"{done}/{milestones}",
        next_title,
        next_on,
        next_on is not None and next_on < today,
    )


# --- the workbook ----------------------------------------------------------------------------------------------------
COLUMNS: tuple[Column, ...] = (
    ("项目编号", 20, lambda line: line.ref),
    ("项目名称", 40, lambda line: line.title),
    ("类别", 12, lambda line: line.category),
    ("申报单位", 18, lambda line: line.nominator),
    ("责任单位", 28, lambda line: line.unit),
    ("责任人", 12, lambda line: line.leader),
    ("红黄绿灯", 10, lambda line: f"{line.word}（人工调整）" if line.is_overruled else line.word),
    ("原因", 40, lambda line: line.reason),
    ("依据", 8, lambda line: line.clause),
    ("序时进度", 10, lambda line: percent(line.planned)),
    ("完成进度", 10, lambda line: percent(line.done)),
    ("已完成里程碑", 12, lambda line: line.of),
    ("比较", 22, lambda line: line.gap),
    ("下一里程碑", 30, lambda line: line.next_title),
    ("应完成时间", 16, lambda line: chinese_date(line.next_on)),
)


def write_progress(user: Any, programme: Programme, chosen: Chosen, target: BinaryIO, at: datetime) -> None:
    """The chosen rows as a workbook for A4 across, row by row from the database."""
    rows = under_way(user, programme, chosen).values_list(*SHOWN).iterator(CHUNK)
    title = f"{programme.title}实施进度表（{chinese_date(at)}）"
    write_table(target, "实施进度", title, COLUMNS, _lines(rows, _categories(programme, at), at))
