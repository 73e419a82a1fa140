"""Writes one entry with its lines, balanced or not at all; every other verb of money books through here."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from lixiang.funds.models import Account, Entry, Line
from lixiang.funds.rules.ledger import Key, Movement, Posting, is_balanced, reversed_of
from lixiang.funds.rules.payments import LONGEST_REFERENCE, day_of
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long

LONGEST_DOCUMENT = 100


def book(
    project: Project,
    movement: Movement,
    postings: Iterable[Posting],
    *,
    words: str,
    by: Any,
    at: datetime,
    on: date | None = None,
    document: str = "",
    bank_reference: str = "",
    key: UUID | None = None,
    reverses: Entry | None = None,
) -> Entry:
    """Add an entry to the ledger of a project whose row the caller holds locked.

    Raises ValueError for lines that do not sum to zero; Refused where the bank reference was booked before and stands,
    and where a paper is longer than its place.
    """
    refuse_if(too_long(document, LONGEST_DOCUMENT, what="文件名称", field="document"))
    refuse_if(too_long(bank_reference, LONGEST_REFERENCE, what="银行流水号", field="bank_reference"))
    lines = tuple(postings)
    if not is_balanced(lines):
        raise ValueError("the lines of an entry sum to zero, each account once")
    entry = Entry(
        project=project,
        movement=movement,
        words=words,
        document=document,
        bank_reference=bank_reference,
        reference_turn=_turn_of(bank_reference),
        happened_on=on or day_of(at),
        key=key,
        reverses=reverses,
        by=by,
        by_name=by.name,
        at=at,
    )
    _saved(entry)
    accounts = _accounts(project, [key for key, _ in lines])
    Line.objects.bulk_create(Line(entry=entry, account=accounts[key], amount=amount) for key, amount in lines)
    return entry


def turn_back(entry: Entry, *, reason: str, by: Any, at: datetime) -> Entry:
    """The entry that takes another one back; its words say why."""
    lines = [((line.account.side, line.account.heading), line.amount) for line in entry.lines.select_related("account")]
    words = f"冲正：{entry.words}（{reason.strip()}）" if reason.strip() else f"冲正：{entry.words}"
    return book(entry.project, Movement(entry.movement), reversed_of(lines), words=words, by=by, at=at, reverses=entry)


def _turn_of(bank_reference: str) -> int:
    """How many entries that bore a reference were taken back: the next one takes the turn after theirs."""
    return Entry.objects.filter(bank_reference=bank_reference, reversal__isnull=False).count() if bank_reference else 0


def _saved(entry: Entry) -> None:
    """Who books a paper of the bank that was booked before, or at the same moment, for any project, is told."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        if not entry.bank_reference:
            raise
        sentence = "这个银行流水号已经登记过，请核对。"
        raise Refused(Finding("bank_reference_used", sentence, field="bank_reference")) from error


def _accounts(project: Project, keys: list[Key]) -> dict[Key, Account]:
    """The accounts of a project by key; opened where they are used for the first time."""
    known = {(each.side, each.heading): each for each in Account.objects.filter(project=project)}
    for side, heading in keys:
        if (side, heading) not in known:
            known[side, heading] = Account.objects.create(
                programme_id=project.programme_id, project=project, side=side, heading=heading
            )
    return known
