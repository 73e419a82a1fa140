"""What an event of money is about: the project, the amount, and the clause that it rests on."""

from collections.abc import Callable
from datetime import date, datetime

from lixiang.funds.models import Entry, Grant, PaymentOrder, Spending
from lixiang.funds.queries import grant_row_of
from lixiang.funds.rules.amounts import wan_yuan, yuan
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries.matters import Matter
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project


def _of_grant(event: Event, at: datetime) -> Matter | None:
    grant = Grant.objects.filter(pk=event.subject_id).first()
    return _matter(grant.project_id, wan_yuan(amount_in(event)), grant.clause) if grant else None


def _of_order(event: Event, at: datetime) -> Matter | None:
    order = PaymentOrder.objects.filter(pk=event.subject_id).first()
    if order is None:
        return None
    words = {"tranche": order.title, "by_when": rules.by_when(_end_of(order.due_on))}
    return _matter(order.project_id, wan_yuan(order.amount), order.clause, ref=order.ref, **words)


def _of_spending(event: Event, at: datetime) -> Matter | None:
    spending = Spending.objects.filter(pk=event.subject_id).first()
    return _matter(spending.project_id, f"{yuan(spending.amount)}元", "", ref=spending.ref) if spending else None


def _of_entry(event: Event, at: datetime) -> Matter | None:
    entry = Entry.objects.filter(pk=event.subject_id).first()
    return _matter(entry.project_id, f"{yuan(amount_in(event))}元", "") if entry else None


def amount_in(event: Event) -> int:
    """What the event itself says: it stands, whatever became of the amount since."""
    return int(event.detail.get("amount", 0))


def _matter(project_id: int, amount: str, clause: str, *, ref: str = "", **words: str) -> Matter:
    related = ("programme__managing_organisation", "version", "drafting_organisation", "nominating_organisation")
    project = Project.objects.select_related(*related).get(pk=project_id)
    row = grant_row_of(project)
    values = {
        "title": str(project),
        "amount": amount,
        "ground": rules.ground(clause or (row.clause if row else "")),
    }
    sides = {
        "drafting": frozenset({project.drafting_organisation_id}),
        "nominating": frozenset({project.nominating_organisation_id}),
        "managing": frozenset({project.programme.managing_organisation_id}),
    }
    # Both a project's statement and the page of one order or spending are pages of this room.
    refs = {"desk": project.ref, "funds": project.ref, "funds:payment_order": ref, "funds:spending": ref}
    return Matter(values | words, sides, refs)


def _end_of(day: date | None) -> datetime | None:
    return end_of(day) if day else None


OF_MONEY: dict[str, Callable[[Event, datetime], Matter | None]] = {
    "grant": _of_grant,
    "paymentorder": _of_order,
    "spending": _of_spending,
    "entry": _of_entry,
}
