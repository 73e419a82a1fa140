"""The figures of projects under way, each with the address of its rows: lamps, reports, milestones, tasks, money."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from lixiang.closing.models.facts import closes
from lixiang.closing.queries.lists import counts_of, projects_to_close
from lixiang.delivery.models import Rectification, Report, Task
from lixiang.delivery.models.reports import REPORTING
from lixiang.delivery.queries.progress_lists import Chosen, under_way
from lixiang.delivery.queries.reports import NO_RUNG, with_rung
from lixiang.delivery.rules.lamps import COLOUR_TONES, COLOUR_WORDS, COLOURS
from lixiang.delivery.rules.report_kinds import AUDIENCES, LadderRung
from lixiang.delivery.states.milestones import Status as MilestoneStatus
from lixiang.delivery.states.rectifications import Status as TicketStatus
from lixiang.delivery.states.reports import HANDED, OPEN
from lixiang.delivery.states.reports import Status as ReportStatus
from lixiang.delivery.states.tasks import Status as TaskStatus
from lixiang.desk.queries.agenda_sources import milestones
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.counts import Row, crosstab
from lixiang.desk.rules.months import month_of
from lixiang.funds.queries import totals_by_organisation, totals_of
from lixiang.funds.rules.ledger import Standing
from lixiang.people.models import Organisation, bearer_of
from lixiang.people.roles import Role
from lixiang.programmes.permissions import is_of_the_section
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.rules.kinds import Category
from lixiang.ui.addresses import address
from lixiang.ui.shapes import Figure
from lixiang.ui.written import wan

WORST_FIRST = tuple(reversed(COLOURS))
LAMP_HEAD = tuple(COLOUR_WORDS[colour] for colour in WORST_FIRST)
OF_A_LAMP = tuple(f"lamp={colour}" for colour in WORST_FIRST)
# How the money of an organisation parts: together what was granted, less what went back.
MONEY_HEAD = ("支出（万元）", "结存（万元）", "待拨（万元）")


@dataclass(frozen=True)
class DeliveryBoard:
    """What the tiles and charts draw; every figure counts what this person sees."""

    scope: str
    lamps: tuple[Figure, ...]
    by_organisation: list[Row]
    by_category: list[Row]
    reports: tuple[Figure, ...]
    by_rung: list[Row]
    milestones: tuple[Figure, ...]
    duties: tuple[Figure, ...]
    money: tuple[Figure, ...]
    money_by_organisation: list[tuple[str, tuple[str, ...], str]]
    lamp_head: tuple[str, ...] = LAMP_HEAD
    of_a_lamp: tuple[str, ...] = OF_A_LAMP
    money_head: tuple[str, ...] = MONEY_HEAD

    @property
    def is_empty(self) -> bool:
        return not self.by_organisation


def delivery_board_of(view: Viewpoint) -> DeliveryBoard:
    """Twelve queries, all of them GROUP BY or sums, whatever the size of the programme."""
    running = under_way(view.user, view.programme, Chosen()).order_by()
    place = bearer_of("nominating_organisation")
    lit = list(running.values_list(place, "category", "lamp__colour").annotate(n=Count("pk")))
    reports = Report.visible_to(view.user).select_related(None).filter(programme=view.programme).order_by()
    return DeliveryBoard(
        "全部实施项目" if _is_inside(view) else "本单位实施项目",
        tuple(_lamps(lit)),
        _lamps_by_organisation(lit),
        _lamps_by_category(lit, settings_by_kind(view.version, Category)),
        tuple(_reports(view, reports)),
        list(_rungs(view, reports)),
        tuple(_milestones(view)),
        (*_duties(view), *_closing(view)),
        tuple(_money(totals_of(view.user, view.programme))),
        list(_money_by_organisation(view)),
    )


def _is_inside(view: Viewpoint) -> bool:
    follows = view.is_manager_as(Role.INSPECTOR, Role.FINANCE)
    return follows or is_of_the_section(view.user, view.programme)


# --- lamps -----------------------------------------------------------------------------------------------------------
def _lamps(lit: Iterable[tuple[int, str, str | None, int]]) -> Iterator[Figure]:
    counts: Counter[str | None] = Counter()
    for _, _, colour, count in lit:
        counts[colour] += count
    rows = address("delivery:progress_list")
    yield Figure("实施项目", counts.total(), "项", "责任书已生效", rows)
    for colour in WORST_FIRST:
        url = f"{rows}?lamp={colour}"
        yield Figure(
            COLOUR_WORDS[colour], counts[colour], "项", "", url, COLOUR_TONES[colour] if counts[colour] else "plain"
        )


def _lamps_by_organisation(lit: list[tuple[int, str, str | None, int]]) -> list[Row]:
    """Organisations in official order; one query, for their names."""
    named = Organisation.objects.filter(pk__in={pk for pk, *_ in lit}).order_by("order", "pk")
    prefix = address("delivery:progress_list")
    keys = [
        (str(pk), name, f"{prefix}?organisation={code}")
        for pk, code, name in named.values_list("pk", "code", "short_name")
    ]
    return crosstab(((str(pk), colour or "", n) for pk, _, colour, n in lit), keys, WORST_FIRST)


def _lamps_by_category(lit: list[tuple[int, str, str | None, int]], categories: tuple[Category, ...]) -> list[Row]:
    prefix = address("delivery:progress_list")
    keys = [(each.code, f"{each.code} {each.title}", f"{prefix}?category={each.code}") for each in categories]
    return crosstab(((category, colour or "", n) for _, category, colour, n in lit), keys, WORST_FIRST)


# --- reports ---------------------------------------------------------------------------------------------------------
def _reports(view: Viewpoint, reports: QuerySet[Report]) -> Iterator[Figure]:
    """The latest period of each schedule, n of m handed in; two queries with what is overdue and what is to review."""
    running = Q(project__status__in=REPORTING)
    found = (
        reports.filter(request=None)
        .values("schedule", "period_from")
        .annotate(
            title=Min("title"),
            handed=Count("pk", filter=Q(status__in=HANDED)),
            owed=Count("pk", filter=Q(status__in=HANDED) | (Q(status__in=OPEN) & running)),
        )
    )
    latest: dict[str, dict[str, Any]] = {}
    for row in found.order_by("schedule", "-period_from"):
        latest.setdefault(row["schedule"], row)
    prefix = address("delivery:reports")
    for schedule, row in latest.items():
        url = f"{prefix}?period={schedule}:{row['period_from'].isoformat()}"
        yield Figure(row["title"], f"{row['handed']}/{row['owed']}", "", "已报送 / 应报送", url)
    totals = reports.aggregate(
        overdue=Count("pk", filter=Q(status__in=OPEN, due_at__lt=view.at) & running),
        waiting=Count("pk", filter=Q(status=ReportStatus.HANDED_IN)),
    )
    if latest or any(totals.values()):
        overdue = totals["overdue"]
        yield Figure("逾期未报", overdue, "份", "", f"{prefix}?all=1&shown=overdue", "bad" if overdue else "plain")
        yield Figure("待审核", totals["waiting"], "份", "", f"{prefix}?all=1&shown=handed", "active")


def _rungs(view: Viewpoint, reports: QuerySet[Report]) -> Iterator[Row]:
    """Overdue reports by the highest rung taken, in the order of the ladder; one query."""
    late = reports.filter(status__in=OPEN, due_at__lt=view.at, project__status__in=REPORTING)
    counts = dict(with_rung(late).values_list("rung").annotate(n=Count("pk")).order_by())
    ladder = sorted(settings_by_kind(view.version, LadderRung), key=lambda rung: rung.days)
    known = dict.fromkeys((None, *(rung.audience for rung in ladder), *counts))
    prefix = f"{address('delivery:reports')}?all=1&shown=overdue&rung="
    for audience in known:
        label = AUDIENCES.get(audience, "尚未提醒") if audience else "尚未提醒"
        if counts.get(audience):
            yield label, (counts[audience],), f"{prefix}{audience or NO_RUNG}"


# --- milestones, tasks, tickets --------------------------------------------------------------------------------------
def _milestones(view: Viewpoint) -> Iterator[Figure]:
    """Those of this month; one query."""
    today = timezone.localtime(view.at).date()
    month = month_of(today)
    rows = milestones(view).filter(due_on__range=(month.first, month.last)).order_by()
    waiting = Q(status=MilestoneStatus.OPEN)
    counts = rows.aggregate(
        done=Count("pk", filter=Q(status=MilestoneStatus.DONE)),
        late=Count("pk", filter=waiting & Q(due_on__lt=today)),
        open=Count("pk", filter=waiting & Q(due_on__gte=today)),
    )
    url = f"{address('desk:calendar')}?month={month.key}&kind=milestone&state="
    for state, word, tone in (("done", "已完成", "good"), ("late", "逾期", "bad"), ("open", "未到期", "active")):
        count = counts[state]
        yield Figure(f"本月里程碑{word}", count, "个", "", f"{url}{state}", tone if count else "plain")


def _duties(view: Viewpoint) -> Iterator[Figure]:
    """Tasks and tickets that are open, and how many of them late; two queries."""
    today = timezone.localtime(view.at).date()
    tasks = Task.visible_to(view.user).filter(programme=view.programme)
    counts = _open_and_late(tasks.order_by(), TaskStatus.OPEN, today)
    yield from _pair("任务办理中", "任务逾期未办结", address("delivery:tasks"), counts)
    tickets = Rectification.visible_to(view.user).filter(programme=view.programme).order_by()
    counts = _open_and_late(tickets, TicketStatus.OPEN, today)
    yield from _pair("整改中", "逾期未整改", address("delivery:rectifications"), counts)


def _open_and_late(rows: QuerySet, status: str, today: date) -> dict[str, int]:
    waiting = Q(status=status)
    return rows.aggregate(open=Count("pk", filter=waiting), overdue=Count("pk", filter=waiting & Q(due_on__lt=today)))


def _pair(word: str, late: str, rows: str, counts: dict[str, int]) -> Iterator[Figure]:
    yield Figure(word, counts["open"], "项", "", f"{rows}?shown=open", "active" if counts["open"] else "plain")
    tone = "bad" if counts["overdue"] else "plain"
    yield Figure(late, counts["overdue"], "项", "", f"{rows}?shown=overdue", tone)


def _closing(view: Viewpoint) -> Iterator[Figure]:
    """What closes, where the programme asks for a dossier; two queries."""
    if not closes(view.version):
        return
    counts = counts_of(projects_to_close(view.user, view.programme).order_by(), view.at)
    rows = address("closing:dossiers")
    figures = (
        ("待提交结项材料", counts.due, "due", "attention"),
        ("结项材料待审核", counts.handed, "handed", "active"),
    )
    for label, count, shown, tone in figures:
        yield Figure(label, count, "项", "", f"{rows}?shown={shown}", tone if count else "plain")


# --- money -----------------------------------------------------------------------------------------------------------
def _money(now: Standing) -> Iterator[Figure]:
    """In 万元; nothing where nothing was granted."""
    rows = address("funds:money")
    figures = (
        ("核定", now.granted),
        ("已拨", now.paid),
        ("支出", now.spent),
        ("结存", now.held),
        ("追回", now.recovered),
    )
    if now.granted:
        yield from (Figure(label, wan(amount), "万元", "", rows) for label, amount in figures)


def _money_by_organisation(view: Viewpoint) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """In official order; two queries."""
    for row in totals_by_organisation(view.user, view.programme):
        now = row.now
        url = f"{address('funds:money')}?organisation={row.ref}"
        yield row.organisation, (wan(now.spent), wan(now.held), wan(now.payable)), url
