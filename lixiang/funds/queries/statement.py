"""Everything that the statement of one project's money shows: figures, tranches, budget against fact, entries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from lixiang.access.keys import key_in
from lixiang.funds.models import BudgetLine, Entry, Grant, Line, PaymentOrder
from lixiang.funds.queries.balances import standing_of_project
from lixiang.funds.queries.facts import grant_row_of, tranche_facts
from lixiang.funds.rules.amounts import share_of
from lixiang.funds.rules.kinds import CONDITIONS, GrantAmount, Heading, Matching, SpendingDeadline, Tranche
from lixiang.funds.rules.ledger import MOVEMENT_WORDS, Movement, Side, Standing
from lixiang.funds.rules.payments import amounts_of, due_on
from lixiang.funds.rules.spendings import last_day
from lixiang.funds.states.orders import LIVE, TONES, Status
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project

ENTRIES = 50
# The account whose line says how much an entry moved.
TELLS = {
    Movement.GRANT: Side.PAYABLE,
    Movement.PAY: Side.PAID,
    Movement.SPEND: Side.SPENT,
    Movement.GIVE_BACK: Side.RETURNED,
    Movement.RECOVER: Side.RECOVERED,
    Movement.MATCH: Side.MATCHED,
}


@dataclass(frozen=True)
class Step:
    """One tranche: what it comes to, which conditions wait, its order if there is one."""

    tranche: Tranche
    amount: int
    waits_for: tuple[str, ...]
    due_on: date | None
    order: PaymentOrder | None
    word: str
    tone: str

    @property
    def can_be_ordered(self) -> bool:
        return self.order is None and self.amount > 0


@dataclass(frozen=True)
class Planned:
    """One heading: planned and spent, in fen; `budget` None where nothing was planned."""

    code: str
    title: str
    help: str
    budget: int | None
    spent: int

    @property
    def is_over(self) -> bool:
        return self.budget is not None and self.spent > self.budget

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.spent


@dataclass(frozen=True)
class Booked:
    """One entry as the statement shows it; `amount` is negative for one that takes another back."""

    number: int
    movement: str
    words: str
    paper: str
    happened_on: date
    at: datetime
    by: str
    amount: int
    is_reversal: bool
    is_reversible: bool


@dataclass(frozen=True)
class Statement:
    """The money of one project at a moment."""

    project: Project
    row: GrantAmount | None
    grant: Grant | None
    now: Standing
    steps: tuple[Step, ...]
    headings: tuple[Planned, ...]
    entries: tuple[Booked, ...]
    next_key: str
    matching: Matching | None
    matching_due: int
    last_day: date | None
    deadline: SpendingDeadline | None
    days_left: int | None

    @property
    def clause(self) -> str:
        return self.row.clause if self.row else ""

    @property
    def next_step(self) -> Step | None:
        """The tranche whose turn it is and for which nothing is waited any more."""
        first = next((step for step in self.steps if step.order is None), None)
        return first if first and first.can_be_ordered and not first.waits_for else None


def statement_of(user: Any, project: Project, at: datetime, *, after: str = "") -> Statement:
    """A constant number of queries; entries newest first, by key."""
    granted = Grant.objects.filter(project=project).first()
    now, deadline, matching = (
        standing_of_project(project),
        the_setting(project.version, SpendingDeadline),
        the_setting(project.version, Matching),
    )
    entries, next_key = _entries(project, after)
    last = last_day(deadline, project.completion_on)
    return Statement(
        project=project,
        row=grant_row_of(project),
        grant=granted,
        now=now,
        steps=_steps(user, project, granted),
        headings=_headings(project, now),
        entries=entries,
        next_key=next_key,
        matching=matching,
        matching_due=share_of(granted.amount, matching.ratio) if matching and granted else 0,
        last_day=last,
        deadline=deadline,
        days_left=(last - timezone.localtime(at).date()).days if last else None,
    )


def _steps(user: Any, project: Project, granted: Grant | None) -> tuple[Step, ...]:
    """The tranches in order, each with the living order that this person may know of."""
    rows = settings_by_kind(project.version, Tranche)
    if granted is None or not rows:
        return ()
    amounts, facts = amounts_of(rows, granted.amount), tranche_facts(project)
    seen = PaymentOrder.visible_to(user).filter(project=project, status__in=LIVE)
    orders = {order.tranche: order for order in seen}
    granted_on = timezone.localtime(granted.granted_at).date()
    steps = []
    for row in rows:
        order = orders.get(row.code)
        waits = tuple(CONDITIONS[each] for each in row.conditions if facts.met_on(each) is None)
        word, tone = (
            (str(order.get_status_display()), TONES[Status(order.status)]) if order else ("尚未拨付", "neutral")
        )
        amount = order.amount if order else amounts[row.code]
        steps.append(Step(row, amount, waits, due_on(row, facts, granted_on), order, word, tone))
    return tuple(steps)


def _headings(project: Project, now: Standing) -> tuple[Planned, ...]:
    planned = budget_of(project)
    return tuple(
        Planned(row.code, row.title, row.help, planned.get(row.code), now.spent_on.get(row.code, 0))
        for row in settings_by_kind(project.version, Heading)
    )


def _entries(project: Project, after: str) -> tuple[tuple[Booked, ...], str]:
    rows = Entry.objects.filter(project=project)
    start = key_in(after)
    if start is not None:
        rows = rows.filter(pk__lt=start)
    columns = ("pk", "movement", "words", "document", "bank_reference", "happened_on", "at", "by_name", "reverses")
    found = list(rows.order_by("-pk").values_list(*columns, "reversal")[: ENTRIES + 1])
    amounts = _amounts([row[0] for row in found[:ENTRIES]])
    return tuple(_booked(row, amounts) for row in found[:ENTRIES]), (
        str(found[ENTRIES - 1][0]) if len(found) > ENTRIES else ""
    )


def _amounts(entries: list[int]) -> dict[tuple[int, str], int]:
    """(entry, side) -> what its line there moves; one query."""
    lines = Line.objects.filter(entry__in=entries).values_list("entry", "account__side").annotate(total=Sum("amount"))
    return {(entry, side): total for entry, side, total in lines.order_by()}


def _booked(row: tuple, amounts: dict[tuple[int, str], int]) -> Booked:
    pk, movement, words, document, bank_reference, on, at, by, reverses, reversal = row
    kind = Movement(movement)
    is_reversible = kind in (Movement.GIVE_BACK, Movement.RECOVER, Movement.MATCH) and not reverses and not reversal
    paper = " ".join(each for each in (document, bank_reference) if each)
    amount = amounts.get((pk, str(TELLS[kind])), 0)
    return Booked(pk, MOVEMENT_WORDS[kind], words, paper, on, at, by, amount, bool(reverses), is_reversible)


def step_of(user: Any, project: Project, tranche: str) -> Step | None:
    """One tranche of a project by its code; None where there is no grant or no such tranche."""
    granted = Grant.objects.filter(project=project).first()
    return next((step for step in _steps(user, project, granted) if step.tranche.code == tranche), None)


def budget_of(project: Project) -> dict[str, int]:
    """Heading -> what is planned, in fen."""
    return dict(BudgetLine.objects.filter(project=project).values_list("heading", "amount"))


def entry_of(project: Project, number: int) -> Entry | None:
    """The entry of this project that bears a key; None for any other."""
    return Entry.objects.select_related("project__programme").filter(project=project, pk=number).first()
