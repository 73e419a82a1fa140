"""What a tranche comes to, when it is due, and what stands in the way of ordering and paying it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lixiang.funds.rules.amounts import share_of, wan_yuan, wrong_amount
from lixiang.funds.rules.kinds import WHOLE, GrantAmount, Matching, Tranche
from lixiang.programmes.rules.working_days import NOTHING_EDITED, Edited, add_working_days
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Finding

LONGEST_REFERENCE = 60
UNMET = {
    "agreement_in_force": ("agreement_not_in_force", "项目责任书尚未生效，不能拨付。"),
    "midterm_passed": ("midterm_not_passed", "中期检查尚未合格（限期整改的，整改单全部销号后视为合格），不能拨付。"),
    "accepted": ("not_accepted", "成果验收尚未合格，不能拨付。"),
    "matching_in_place": ("matching_missing", "配套资金尚未落实到位，不能拨付。"),
}


@dataclass(frozen=True)
class TrancheFacts:
    """When each condition of a payment came true (None: not yet); other stages fill it, each its own date."""

    is_followed: bool
    agreement_in_force_on: date | None = None
    midterm_passed_on: date | None = None
    accepted_on: date | None = None
    matching_in_place_on: date | None = None
    edited: Edited = field(default_factory=lambda: NOTHING_EDITED)  # the working days as the office keeps them

    def met_on(self, condition: str) -> date | None:
        return {
            "agreement_in_force": self.agreement_in_force_on,
            "midterm_passed": self.midterm_passed_on,
            "accepted": self.accepted_on,
            "matching_in_place": self.matching_in_place_on,
        }[condition]


@dataclass(frozen=True)
class OrderFacts:
    """What a payment order rests on: the tranche as the programme has it (None where it has none of that name)."""

    tranche: Tranche | None


def blockers_to_payment(order: OrderFacts, facts: TrancheFacts) -> tuple[Finding, ...]:
    """What stands in the way of money leaving: the project is not followed, a condition is not met."""
    return (*_not_followed(facts, order.tranche), *unmet(order.tranche, facts))


def _not_followed(facts: TrancheFacts, tranche: Tranche | None) -> Iterator[Finding]:
    if not facts.is_followed:
        yield Finding("not_followed", "项目不在实施中，不能拨付扶持经费。", tranche.clause if tranche else "")


def unmet(tranche: Tranche | None, facts: TrancheFacts) -> Iterator[Finding]:
    """The conditions of a tranche that are not met yet, as hard as its row is."""
    if tranche is None:
        return
    for condition in tranche.conditions:
        if facts.met_on(condition) is None:
            code, sentence = UNMET[condition]
            yield Finding(code, sentence, tranche.clause, tranche.strictness, "tranche")


def due_on(tranche: Tranche, facts: TrancheFacts, granted_on: date) -> date | None:
    """The day by which a tranche is to be paid: so many days after the last of its conditions; None while one waits."""
    met = [facts.met_on(condition) for condition in tranche.conditions]
    days = [day for day in met if day is not None]
    if len(days) < len(met):
        return None
    start = max((granted_on, *days))
    if tranche.working_days:
        return add_working_days(start, tranche.within_days, facts.edited)
    return start + timedelta(days=tranche.within_days)


def amounts_of(tranches: tuple[Tranche, ...], granted: int) -> dict[str, int]:
    """Tranche -> what it comes to; where shares make up the whole, the last takes what rounding left."""
    amounts = {each.code: each.amount or share_of(granted, each.share) for each in tranches}
    if tranches and sum(each.share for each in tranches) == WHOLE:
        others = sum(amount for code, amount in amounts.items() if code != tranches[-1].code)
        amounts[tranches[-1].code] = granted - others
    return amounts


@dataclass(frozen=True)
class Ordering:
    """What is about to be ordered against what there is: amounts in fen, codes of tranches already ordered."""

    tranche: Tranche
    amount: int
    granted: int
    ordered: int
    comes_to: int
    taken: frozenset[str] = field(default_factory=frozenset)
    earlier: tuple[str, ...] = ()


def blockers_to_order(order: Ordering) -> Iterator[Finding]:
    """A tranche once, in its turn, no more than it comes to, and all of them no more than the grant."""
    tranche, clause = order.tranche, order.tranche.clause
    if order.tranche.code in order.taken:
        yield Finding("tranche_twice", f"{tranche.title}已有拨付单，不能重复拨付。", clause, field="tranche")
    if set(order.earlier) - order.taken:
        yield Finding("earlier_tranche_first", f"请先办理{tranche.title}以前的拨付批次。", clause, field="tranche")
    wrong = wrong_amount(order.amount)
    if wrong:
        yield Finding("wrong_amount", wrong, clause, field="amount")
    if order.ordered + order.amount > order.granted:
        left = wan_yuan(max(0, order.granted - order.ordered))
        yield Finding("over_grant", f"超过核定的扶持经费，尚可拨付{left}。", clause, field="amount")
    elif order.amount > order.comes_to:
        sentence = f"{tranche.title}按规定为{wan_yuan(order.comes_to)}，不能多拨。"
        yield Finding("over_tranche", sentence, clause, field="amount")


def grant_row(rows: tuple[GrantAmount, ...], category: str) -> GrantAmount | None:
    """The row of a category, else the one for every category."""
    found = {row.category: row for row in rows}
    return found.get(category) or found.get("")


def blockers_to_grant(row: GrantAmount, amount: int, ordered: int) -> Iterator[Finding]:
    """What stands against an amount of support."""
    wrong = wrong_amount(amount)
    if wrong:
        yield Finding("wrong_amount", wrong, row.clause, field="amount")
    if row.amount and amount != row.amount:
        sentence = f"{row.title}按规定每项{wan_yuan(row.amount)}。"
        yield Finding("not_the_set_amount", sentence, row.clause, row.strictness, "amount")
    if row.at_most and amount > row.at_most:
        sentence = f"{row.title}每项不超过{wan_yuan(row.at_most)}。"
        yield Finding("over_maximum", sentence, row.clause, row.strictness, "amount")
    if amount < ordered:
        sentence = f"已办理拨付{wan_yuan(ordered)}，核定数不能低于这个数。"
        yield Finding("under_ordered", sentence, row.clause, field="amount")


def is_matched(row: Matching | None, granted: int, matched: int) -> bool:
    """Whether enough was added; nothing is asked where the programme asks for nothing."""
    return row is None or matched >= share_of(granted, row.ratio)


def wrong_paper(bank_reference: str, on: date, since: date, today: date, clause: str) -> Iterator[Finding]:
    """What is wrong with a reference of the bank and its day, which lies between `since` and today."""
    if not 0 < len(bank_reference) <= LONGEST_REFERENCE:
        sentence = f"请填写银行流水号，不超过{LONGEST_REFERENCE}字。"
        yield Finding("no_bank_reference", sentence, clause, field="bank_reference")
    if not since <= on <= today:
        yield Finding("wrong_day", "日期应在办理之日以后、今天以前（含当日）。", clause)


def day_to_come(on: date | None, today: date, clause: str) -> Iterator[Finding]:
    """Money that has not moved yet is not booked."""
    if on is not None and on > today:
        yield Finding("wrong_day", "日期应在今天以前（含当日）。", clause, field="on")


def day_of(at: datetime) -> date:
    """The day of a moment on the calendar of Shanghai."""
    return at.astimezone(SHANGHAI).date()
