"""What a rule says to a spending, to a return of money and to a budget; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lixiang.funds.rules.amounts import share_of, wan_yuan, wrong_amount, yuan
from lixiang.funds.rules.kinds import WHOLE, GrantAmount, Heading, SpendingDeadline
from lixiang.funds.rules.ledger import Standing
from lixiang.workflow.findings import Finding, Strictness


@dataclass(frozen=True)
class Spent:
    """One spending as it comes in: what for, how much, when, with how many receipts, and what else is known."""

    heading: Heading
    amount: int
    spent_on: date
    today: date
    receipts: int = 1
    used_receipts: tuple[str, ...] = ()
    budgeted: int | None = None


def blockers_to_spending(
    spent: Spent, now: Standing, deadline: SpendingDeadline | None, completion_on: date | None
) -> Iterator[Finding]:
    """Everything against one spending; warnings among it give way to a written reason."""
    clause = spent.heading.clause
    wrong = wrong_amount(spent.amount)
    if wrong:
        yield Finding("wrong_amount", wrong, clause, field="amount")
        return
    if spent.spent_on > spent.today:
        yield Finding("in_the_future", "支出日期不能晚于今天。", clause, field="spent_on")
    yield from _over(spent, now)
    yield from _too_late(spent, deadline, completion_on)
    yield from _receipts(spent)


def _over(spent: Spent, now: Standing) -> Iterator[Finding]:
    heading = spent.heading
    if spent.amount > now.held:
        sentence = f"超过项目结存，现有{yuan(max(0, now.held))}元。"
        yield Finding("over_held", sentence, heading.clause, heading.strictness, "amount")
    together = now.spent_on.get(heading.code, 0) + spent.amount
    limit = share_of(now.granted, heading.at_most)
    if heading.at_most < WHOLE and together > limit:
        sentence = f"{heading.title}累计{yuan(together)}元，超过上限{yuan(limit)}元。"
        yield Finding("over_heading", sentence, heading.clause, heading.strictness, "amount")
    if spent.budgeted is not None and together > spent.budgeted:
        over = yuan(together - spent.budgeted)
        sentence = f"{heading.title}预算{yuan(spent.budgeted)}元，累计支出{yuan(together)}元，超出{over}元。"
        yield Finding("over_budget", sentence, heading.clause, Strictness.WARN, "amount")


def _too_late(spent: Spent, deadline: SpendingDeadline | None, completion_on: date | None) -> Iterator[Finding]:
    last = last_day(deadline, completion_on)
    if deadline is not None and last is not None and spent.spent_on > last:
        sentence = f"经费应于{last.year}年{last.month}月{last.day}日前使用完毕。"
        yield Finding("spent_too_late", sentence, deadline.clause, deadline.strictness, "spent_on")


def _receipts(spent: Spent) -> Iterator[Finding]:
    clause = spent.heading.clause
    if not spent.receipts:
        yield Finding("no_receipt", "没有上传票据；确无票据的，请写明理由。", clause, Strictness.WARN, "receipts")
    for name in spent.used_receipts:
        sentence = f"“{name}”已用于本项目的另一笔支出，请核对是否重复报销。"
        yield Finding("receipt_used", sentence, clause, Strictness.WARN, "receipts")


def last_day(deadline: SpendingDeadline | None, completion_on: date | None) -> date | None:
    """The last day on which money may be spent; None where nothing says so."""
    if deadline is None or deadline.spend_by:
        return deadline.spend_by if deadline else None
    return completion_on - timedelta(days=deadline.days_before_completion) if completion_on else None


def blockers_to_return(amount: int, most: int, clause: str) -> Iterator[Finding]:
    """Money goes back up to `most`: what is held, or for a recovery what was paid and is not back yet."""
    wrong = wrong_amount(amount)
    if wrong:
        yield Finding("wrong_amount", wrong, clause, field="amount")
    elif amount > most:
        yield Finding("more_than_there_is", f"最多{yuan(max(0, most))}元。", clause, field="amount")


def blockers_to_budget(
    amounts: Mapping[str, int], headings: tuple[Heading, ...], grant: GrantAmount | None, granted: int
) -> Iterator[Finding]:
    """A budget names headings of the programme, keeps to their shares, and spends no more than the grant."""
    known = {heading.code: heading for heading in headings}
    for code, amount in amounts.items():
        heading = known.get(code)
        if heading is None:
            yield Finding("unknown_heading", f"本批次没有“{code}”这个支出科目。")
        elif amount < 0:
            yield Finding("wrong_amount", "预算不能为负数。", heading.clause, field=code)
        elif amount > share_of(granted, heading.at_most):
            limit = wan_yuan(share_of(granted, heading.at_most))
            yield Finding("over_heading", f"{heading.title}不超过{limit}。", heading.clause, heading.strictness, code)
    if sum(amounts.values()) > granted:
        clause = grant.clause if grant else ""
        yield Finding("over_grant", f"预算合计超过核定的扶持经费{wan_yuan(granted)}。", clause)
