"""Payment orders: the list with who has each now, and everything that the page of one shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from lixiang.access.keys import key_in
from lixiang.funds.models import PaymentOrder
from lixiang.funds.queries.facts import tranche_facts
from lixiang.funds.rules.payments import blockers_to_payment
from lixiang.funds.states.orders import OPEN, TONES, Status
from lixiang.history.models import Event
from lixiang.programmes.models import Programme
from lixiang.workflow.findings import Finding

ROWS = 50
SHOWN = {
    "": ("全部", tuple(Status)),
    "to_authorise": ("待核准", (Status.DRAFTED,)),
    "to_pay": ("待拨付", (Status.AUTHORISED,)),
    "paid": ("已拨付", (Status.PAID,)),
    "ended": ("已撤销、退票", (Status.CANCELLED, Status.BOUNCED)),
}
HOLDERS = {Status.DRAFTED: "科长或部领导", Status.AUTHORISED: "财务"}


@dataclass(frozen=True)
class Line:
    """One row of the list: what is paid to whom, where it stands, who has it, by when."""

    ref: str
    project: str
    project_ref: str
    title: str
    payee: str
    amount: int
    word: str
    tone: str
    holder: str
    since: datetime
    due_on: date | None
    is_late: bool
    bank_reference: str
    paid_on: date | None


@dataclass(frozen=True)
class Page:
    """One page of the list and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str = ""


COLUMNS = (
    "pk",
    "ref",
    "project__title",
    "project__ref",
    "title",
    "payee_name",
    "amount",
    "status",
    "status_since",
    "due_on",
    "entry__bank_reference",
    "entry__happened_on",
)


def page_of_orders(
    user: Any, programme: Programme, at: datetime, *, shown: str = "", words: str = "", after: str = ""
) -> Page:
    """The newest first, by key; one query."""
    rows = _shown(user, programme, shown)
    if words:
        rows = rows.filter(Q(project__title__icontains=words) | Q(payee_name__icontains=words))
    start = key_in(after)
    if start is not None:
        rows = rows.filter(pk__lt=start)
    found = list(rows.order_by("-pk").values_list(*COLUMNS)[: ROWS + 1])
    lines = tuple(_line(row, timezone.localtime(at).date()) for row in found[:ROWS])
    return Page(lines, str(found[ROWS - 1][0]) if len(found) > ROWS else "")


def _shown(user: Any, programme: Programme, shown: str) -> QuerySet[PaymentOrder]:
    statuses = SHOWN.get(shown, SHOWN[""])[1]
    seen = PaymentOrder.visible_to(user).select_related(None)
    return seen.filter(programme=programme, status__in=statuses)


def to_pay_total(user: Any, programme: Programme) -> int:
    """What is authorised and waits for finance, in fen."""
    return _shown(user, programme, "to_pay").aggregate(total=Sum("amount"))["total"] or 0


def _line(row: tuple, today: date) -> Line:
    _, ref, project, project_ref, title, payee, amount, status, since, due_on, bank_reference, paid_on = row
    state = Status(status)
    is_late = state in OPEN and due_on is not None and due_on < today
    holder = HOLDERS.get(state, "")
    word, tone = str(state.label), TONES[state]
    reference = bank_reference or ""
    return Line(
        ref, project, project_ref, title, payee, amount, word, tone, holder, since, due_on, is_late, reference, paid_on
    )


@dataclass(frozen=True)
class Dossier:
    """One payment order with what still stands in its way and its trail."""

    order: PaymentOrder
    tone: str
    holder: str
    is_open: bool
    is_to_pay: bool
    findings: tuple[Finding, ...]
    trail: tuple[Event, ...]


def order_dossier(order: PaymentOrder, at: datetime) -> Dossier:
    """The conditions are asked anew while the money has not left."""
    state = Status(order.status)
    is_open = state in OPEN
    findings = blockers_to_payment(order.facts(at), tranche_facts(order.project)) if is_open else ()
    trail = Event.objects.filter(subject_kind="paymentorder", subject_id=order.pk).order_by("-sequence")
    holder = HOLDERS.get(state, "")
    return Dossier(order, TONES[state], holder, is_open, state == Status.AUTHORISED, findings, tuple(trail))
