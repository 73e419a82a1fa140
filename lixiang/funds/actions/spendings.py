"""The verbs of a spending: record it with receipts, correct it, take it back; finance accepts it or sends it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.files import store
from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim, File
from lixiang.funds import permissions, queries
from lixiang.funds.actions.ledger import book, turn_back
from lixiang.funds.models import BudgetLine, Entry, Spending
from lixiang.funds.rules.kinds import Heading, SpendingDeadline
from lixiang.funds.rules.ledger import Movement, spending
from lixiang.funds.rules.spendings import Spent, blockers_to_spending
from lixiang.funds.states.spendings import BOOKED, Status
from lixiang.history.record import record
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import FOLLOWED
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move

RECEIPT = "receipt"
MOST_RECEIPTS = 10
LONGEST_WORDS = 200


class Receipt(NamedTuple):
    """One receipt as it was sent: its bytes and its name."""

    upload: BinaryIO
    name: str


@dataclass(frozen=True)
class Told:
    """What is told of a spending: the heading's code, fen, the day, what it was for, and why where a rule warns."""

    heading: str
    amount: int
    spent_on: date
    words: str
    reason: str = ""


@transaction.atomic
def record_spending(
    project: Project, told: Told, receipts: Sequence[Receipt] = (), *, key: UUID | None = None, by: Any, at: datetime
) -> Spending:
    """Record what was spent, with its receipts; the same key again is the same spending."""
    if not permissions.may_record(by, project):
        raise PermissionDenied
    project = locked(project)
    earlier = Spending.objects.filter(project=project, key=key).first() if key else None
    if earlier is not None:
        return earlier
    _refuse_unfollowed(project)
    files = _kept(receipts, at)
    findings = _findings(project, told, files, (), at)
    refuse_if(findings, reason=told.reason)
    number = Spending.objects.filter(project=project).count() + 1
    entry = _booked(project, told, f"{project.ref}-s{number}", by, at)
    made = Spending.objects.create(
        ref=f"{project.ref}-s{number}",
        number=number,
        key=key,
        programme_id=project.programme_id,
        project=project,
        status_since=at,
        recorded_at=at,
        recorded_by=by,
        recorded_by_name=by.name,
        entry=entry,
        **_columns(told),
    )
    _claim(made, files, by, at)
    detail = {"project": project.ref, "heading": told.heading, "amount": told.amount, "receipts": len(files)}
    words = {"reason": told.reason, "detail": detail, "programme_id": project.programme_id}
    record(made, "record_spending", by=by, at=at, to_status=made.status, **words)
    return made


@transaction.atomic
def hand_in(spending: Spending, told: Told, receipts: Sequence[Receipt] = (), *, by: Any, at: datetime) -> Spending:
    """Hand a spending in again after it was sent back, corrected; its receipts stay, more may join them."""
    if not permissions.may_correct(by, spending):
        raise PermissionDenied
    project = locked(spending.project)
    fresh = locked(spending)
    if fresh.status != Status.RETURNED:
        raise Refused(Finding("not_in_this_status", f"这笔支出当前为“{fresh.get_status_display()}”，不能改正。"))
    _refuse_unfollowed(project)
    files = _kept(receipts, at)
    old = tuple(Claim.of(fresh, RECEIPT))
    findings = _findings(project, told, files, old, at)
    refuse_if(findings, reason=told.reason)
    entry = _booked(project, told, fresh.ref, by, at)
    _claim(fresh, files, by, at)
    detail = {"project": project.ref, "heading": told.heading, "amount": told.amount, "before": fresh.amount}
    return move(fresh, "hand_in", by=by, at=at, detail=detail, entry=entry, **_columns(told))


def accept(spending: Spending, *, by: Any, at: datetime) -> Spending:
    """Finance has checked it against its receipts."""
    return move(spending, "accept", by=by, at=at)


@transaction.atomic
def send_back(spending: Spending, *, reason: str, by: Any, at: datetime) -> Spending:
    """Finance sends it back to be corrected; it no longer counts."""
    return _taken_out(spending, "send_back", reason, by, at)


@transaction.atomic
def withdraw(spending: Spending, *, reason: str, by: Any, at: datetime) -> Spending:
    """Who recorded it takes it back for good."""
    return _taken_out(spending, "withdraw", reason, by, at)


def _taken_out(spending: Spending, verb: str, reason: str, by: Any, at: datetime) -> Spending:
    locked(spending.project)
    entry = locked(spending).entry
    moved = move(spending, verb, by=by, at=at, reason=reason, entry=None)
    if entry is not None:
        turn_back(entry, reason=reason, by=by, at=at)
    return moved


def _refuse_unfollowed(project: Project) -> None:
    if project.status not in FOLLOWED:
        word = project.get_status_display()
        raise Refused(Finding("not_followed", f"项目当前为“{word}”，不在实施中，不能登记支出。"))


def _findings(
    project: Project, told: Told, files: Sequence[tuple[File, str]], old: Sequence[Claim], at: datetime
) -> tuple[Finding, ...]:
    heading = next((row for row in settings_by_kind(project.version, Heading) if row.code == told.heading), None)
    if heading is None:
        return (Finding("unknown_heading", "请选择本批次设置的支出科目。", field="heading"),)
    budgeted = BudgetLine.objects.filter(project=project, heading=heading.code).values_list("amount", flat=True).first()
    spent = Spent(
        heading,
        told.amount,
        told.spent_on,
        timezone.localtime(at).date(),
        len(files) + len(old),
        tuple(_used_elsewhere(project, files)),
        budgeted,
    )
    now, deadline = queries.standing_of_project(project), the_setting(project.version, SpendingDeadline)
    found = tuple(blockers_to_spending(spent, now, deadline, project.completion_on))
    if not told.words.strip() or len(told.words.strip()) > LONGEST_WORDS:
        found += (Finding("no_words", f"请写明用途，不超过{LONGEST_WORDS}字。", heading.clause, field="words"),)
    return found


def _used_elsewhere(project: Project, files: Sequence[tuple[File, str]]) -> list[str]:
    """The names of receipts that another spending of the same project rests on already; other projects stay unseen."""
    counted = Spending.objects.filter(project=project, status__in=BOOKED).values("pk")
    used = Claim.objects.filter(subject_kind="spending", subject_id__in=counted, released_at=None)
    known = set(used.filter(file__in=[file for file, _ in files]).values_list("file_id", flat=True))
    return [name for file, name in files if file.pk in known]


def _kept(receipts: Sequence[Receipt], at: datetime) -> list[tuple[File, str]]:
    """Every receipt taken in, or all that is wrong with them told at once."""
    if len(receipts) > MOST_RECEIPTS:
        raise Refused(Finding("too_many_receipts", f"一次最多上传{MOST_RECEIPTS}个文件。", field="receipts"))
    kept, wrong = [], []
    for receipt in receipts:
        try:
            kept.append((store.accept(receipt.upload, name=receipt.name, at=at), receipt.name))
        except Unacceptable as unacceptable:
            wrong.append(Finding("unacceptable_file", str(unacceptable), field="receipts"))
    refuse_if(tuple(wrong))
    return kept


def _claim(made: Spending, files: Sequence[tuple[File, str]], by: Any, at: datetime) -> None:
    """A file counts once for a spending, however often it was sent."""
    for file, name in files:
        store.claim_once(file, made, part=RECEIPT, name=name, by=by, at=at)


def _booked(project: Project, told: Told, ref: str, by: Any, at: datetime) -> Entry:
    words, lines = told.words.strip(), spending(told.heading, told.amount)
    return book(project, Movement.SPEND, lines, words=words, document=ref.upper(), on=told.spent_on, by=by, at=at)


def _columns(told: Told) -> dict[str, Any]:
    return {
        "heading": told.heading,
        "amount": told.amount,
        "spent_on": told.spent_on,
        "words": told.words.strip(),
        "reason": told.reason.strip(),
    }
