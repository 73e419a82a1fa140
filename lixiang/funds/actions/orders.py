"""The verbs of a payment order: order, authorise, pay with the bank's reference, cancel, take in what bounced."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.funds import permissions, queries
from lixiang.funds.actions.ledger import book, turn_back
from lixiang.funds.models import Grant, PaymentOrder
from lixiang.funds.rules.kinds import Tranche
from lixiang.funds.rules.ledger import Movement, paying
from lixiang.funds.rules.payments import (
    OrderFacts,
    Ordering,
    amounts_of,
    blockers_to_order,
    blockers_to_payment,
    day_of,
    due_on,
    wrong_paper,
)
from lixiang.funds.states.orders import LIVE
from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move


@transaction.atomic
def order(
    project: Project,
    *,
    tranche: str,
    amount: int | None = None,
    payee: Organisation | None = None,
    by: Any,
    at: datetime,
    reason: str = "",
) -> PaymentOrder:
    """Draw up the order that pays a tranche (by its code): what it comes to, or less, in fen.

    The payee is one of the project's own organisations, the implementing one unless given.
    """
    if not permissions.may_grant(by, project):
        raise PermissionDenied
    project = locked(project)
    row, granted = _tranche(project, tranche), _granted(project)
    comes_to = amounts_of(settings_by_kind(project.version, Tranche), granted.amount)[row.code]
    amount = comes_to if amount is None else amount
    facts = queries.tranche_facts(project)
    findings = (
        *blockers_to_payment(OrderFacts(row), facts),
        *blockers_to_order(_ordering(project, row, amount, granted.amount, comes_to)),
        *_wrong_payee(project, payee),
    )
    refuse_if(findings, reason=reason)
    made = _made(project, row, amount, payee, due_on(row, facts, day_of(granted.granted_at)), by, at)
    detail = {"project": project.ref, "tranche": row.title, "amount": amount, "payee": made.payee_name}
    words = {"reason": reason, "detail": detail, "programme_id": project.programme_id}
    record(made, "order", by=by, at=at, to_status=made.status, **words)
    return made


def _tranche(project: Project, code: str) -> Tranche:
    row = next((row for row in settings_by_kind(project.version, Tranche) if row.code == code), None)
    if row is None:
        raise Refused(Finding("no_tranche", "本批次的方案没有这个拨付批次。", field="tranche"))
    return row


def _granted(project: Project) -> Grant:
    granted = Grant.objects.filter(project=project).first()
    if granted is None:
        raise Refused(Finding("not_granted", "扶持经费尚未核定，不能办理拨付。"))
    return granted


def _ordering(project: Project, row: Tranche, amount: int, granted: int, comes_to: int) -> Ordering:
    codes = [each.code for each in settings_by_kind(project.version, Tranche)]
    live = dict(PaymentOrder.objects.filter(project=project, status__in=LIVE).values_list("tranche", "amount"))
    earlier = tuple(codes[: codes.index(row.code)])
    return Ordering(row, amount, granted, sum(live.values()), comes_to, frozenset(live), earlier)


def _wrong_payee(project: Project, payee: Organisation | None) -> tuple[Finding, ...]:
    if payee is None or payee.pk in {each.pk for each in queries.payees_of(project)}:
        return ()
    return (Finding("foreign_payee", "收款单位应为本项目的责任单位或者申报单位。", field="payee"),)


def _made(
    project: Project, row: Tranche, amount: int, payee: Organisation | None, due: date | None, by: Any, at: datetime
) -> PaymentOrder:
    payee = payee or queries.payees_of(project)[0]
    return PaymentOrder.objects.create(
        ref=f"{project.ref}-p{PaymentOrder.objects.filter(project=project).count() + 1}",
        programme_id=project.programme_id,
        project=project,
        tranche=row.code,
        title=row.title,
        clause=row.clause,
        amount=amount,
        payee=payee,
        payee_name=payee.name,
        due_on=due,
        status_since=at,
        ordered_at=at,
        ordered_by=by,
        ordered_by_name=by.name,
    )


@transaction.atomic
def authorise(order: PaymentOrder, *, by: Any, at: datetime, reason: str = "") -> PaymentOrder:
    """The section's head or the leader lets the money go; nobody authorises an order of their own."""
    project = locked(order.project)
    if permissions.may_authorise(by, order) and order.ordered_by_id == by.pk:
        raise Refused(Finding("own_order", "拟单人不得核准自己拟制的拨付单，请由另一位负责同志核准。", order.clause))
    facts = queries.tranche_facts(project)
    return move(order, "authorise", by=by, at=at, reason=reason, facts=facts, authorised_at=at)


@transaction.atomic
def pay(
    order: PaymentOrder, *, bank_reference: str, paid_on: date, by: Any, at: datetime, reason: str = ""
) -> PaymentOrder:
    """Finance has paid: the bank's reference, which nothing else may bear, and the day; booked in the same breath.

    The same reference again for an order that it paid gives the order as it is.
    """
    project = locked(order.project)
    fresh = locked(order)
    bank_reference = bank_reference.strip()
    if _is_paid_by(fresh, bank_reference) and permissions.keeps_the_money(by, fresh):
        return fresh
    _row(fresh, by)
    refuse_if(tuple(wrong_paper(bank_reference, paid_on, day_of(fresh.ordered_at), day_of(at), fresh.clause)))
    words = f"{fresh.title}：{fresh.payee_name}"
    facts = queries.tranche_facts(project)
    refuse_if(blockers_to_payment(fresh.facts(at), facts), reason=reason)
    booked = {"words": words, "document": fresh.ref.upper(), "bank_reference": bank_reference, "on": paid_on}
    entry = book(project, Movement.PAY, paying(fresh.amount), by=by, at=at, **booked)
    detail = {"project": project.ref, "amount": fresh.amount, "bank_reference": bank_reference}
    return move(fresh, "pay", by=by, at=at, reason=reason, facts=facts, detail=detail, entry=entry)


def _is_paid_by(order: PaymentOrder, bank_reference: str) -> bool:
    return order.entry is not None and order.entry.bank_reference == bank_reference != ""


def _row(order: PaymentOrder, by: Any) -> None:
    """Ask who and whence before anything is booked, so that a stale page and a stranger are told the right thing."""
    if not permissions.keeps_the_money(by, order):
        raise PermissionDenied
    if order.transitions.row("pay", order.status) is None:
        word = order.get_status_display()
        raise Refused(
            Finding("not_in_this_status", f"拨付单当前为“{word}”，不能确认拨付；请刷新后再看。", order.clause)
        )


@transaction.atomic
def cancel(order: PaymentOrder, *, reason: str, by: Any, at: datetime) -> PaymentOrder:
    """Take an order back before it is paid; its tranche can be ordered anew."""
    locked(order.project)
    return move(order, "cancel", by=by, at=at, reason=reason)


@transaction.atomic
def bounce(order: PaymentOrder, *, reason: str, by: Any, at: datetime) -> PaymentOrder:
    """The bank sent the money back: the payment is reversed, and the tranche can be ordered anew."""
    locked(order.project)
    moved = move(order, "bounce", by=by, at=at, reason=reason)
    turn_back(moved.entry, reason=reason, by=by, at=at)
    return moved
