"""The kinds of setting that carry what a notice says of money (R15); amounts in fen, shares in thousandths."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from lixiang.funds.rules.amounts import LARGEST, wan_yuan
from lixiang.programmes.rules.kind import Kind, Moment, Say, day_in_words, joined

WHOLE = 1000
CONDITIONS = {
    "agreement_in_force": "责任书已生效",
    "midterm_passed": "中期检查合格",
    "accepted": "成果验收合格",
    "matching_in_place": "配套资金已落实",
}


@dataclass(frozen=True, kw_only=True)
class GrantAmount(Kind):
    """The support of a project of a category (of every category where none is named).

    `amount` 0: the section sets it project by project, at most `at_most` where that is not 0.
    """

    TITLE = "扶持经费"
    LONGEST = {"title": 100}
    REFERS = {"category": ("projects.category",)}

    title: str
    category: str = ""
    amount: int = 0
    at_most: int = 0

    def in_words(self, say: Say) -> str:
        whom = f"{say('projects.category', self.category)}项目" if self.category else "项目"
        if self.amount:
            return f"{self.title}：{whom}每项{wan_yuan(self.amount)}。"
        limit = f"，每项不超过{wan_yuan(self.at_most)}" if self.at_most else ""
        return f"{self.title}：{whom}由主管单位逐项核定{limit}。"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.amount <= LARGEST or not 0 <= self.at_most <= LARGEST:
            yield "amount、at_most 以分为单位，应为0或者正数，且不能过大"
        if self.amount and self.at_most:
            yield "amount 与 at_most 只填一项"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        for place, row in enumerate(rows):
            if row.category in [earlier.category for earlier in rows[:place]]:
                yield place, "同一类别的扶持经费写了两次"


@dataclass(frozen=True, kw_only=True)
class Tranche(Kind):
    """One part of the grant, in the order of the rows: its share or amount, its conditions, days after they are met."""

    TITLE = "拨付批次"
    NAMED_BY = "code"
    LONGEST = {"code": 40, "title": 60}
    REFERS = {"conditions": ("funds.condition",)}

    code: str
    title: str
    share: int = 0
    amount: int = 0
    conditions: tuple[str, ...] = ()
    within_days: int = 0
    working_days: bool = True

    def in_words(self, say: Say) -> str:
        how_much = f"{share_in_words(self.share)}的扶持经费" if self.share else wan_yuan(self.amount)
        when = joined([say("funds.condition", each) for each in self.conditions]) or "扶持经费核定"
        days = f"{self.within_days}个工作日" if self.working_days else f"{self.within_days}日"
        return f"{self.title}：{when}后{f'{days}内' if self.within_days else ''}拨付{how_much}。"

    def faults(self) -> Iterator[str]:
        if bool(self.share) == bool(self.amount):
            yield "share 与 amount 填且只填一项"
        if not 0 <= self.share <= WHOLE:
            yield "share 以千分之一为单位，应在0至1000之间"
        if not 0 <= self.amount <= LARGEST:
            yield "amount 以分为单位，应为正数，且不能过大"
        if not 0 <= self.within_days <= 366:
            yield "within_days 应在0至366之间"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        if sum(row.share for row in rows) > WHOLE:
            yield len(rows) - 1, "各批次的 share 合计超过1000"


@dataclass(frozen=True, kw_only=True)
class Heading(Kind):
    """A heading of spending, and the share of the grant that it may take.

    Its strictness also says how hard it is to spend more than has arrived: a warning lets the project's own side
    advance money, with a reason.
    """

    TITLE = "支出科目"
    NAMED_BY = "code"
    LONGEST = {"code": 40, "title": 40}

    code: str
    title: str
    at_most: int = WHOLE
    help: str = ""

    def in_words(self, say: Say) -> str:
        limit = f"，不超过扶持经费的{share_in_words(self.at_most)}" if self.at_most < WHOLE else ""
        beyond = "支出不得超过已到账经费" if self.strictness == "block" else "超过已到账经费的说明理由"
        return f"扶持经费可以列支{self.title}{limit}；{beyond}。{self.help}"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.at_most <= WHOLE:
            yield "at_most 以千分之一为单位，应在1至1000之间"


@dataclass(frozen=True, kw_only=True)
class Matching(Kind):
    """What the project's own side adds to the grant, in thousandths of it (1000 is 1:1)."""

    TITLE = "配套资金"
    ONCE = True

    ratio: int
    by: str = "申报单位"

    def in_words(self, say: Say) -> str:
        return f"{self.by}按不低于扶持经费{share_in_words(self.ratio)}的比例落实配套资金。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.ratio <= 10 * WHOLE:
            yield "ratio 以千分之一为单位，应在1至10000之间"


@dataclass(frozen=True, kw_only=True)
class SpendingDeadline(Kind):
    """The last day on which money may be spent: a date, or days before the project is to be completed."""

    TITLE = "经费使用期限"
    ONCE = True

    spend_by: date | None = None
    days_before_completion: int = 0

    def in_words(self, say: Say) -> str:
        if self.spend_by:
            return f"扶持经费应于{day_in_words(self.spend_by)}前使用完毕。"
        return f"扶持经费应于项目完成时间{self.days_before_completion}日前使用完毕。"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.days_before_completion <= 366:
            yield "days_before_completion 应在0至366之间"
        if self.spend_by and self.days_before_completion:
            yield "spend_by 与 days_before_completion 只填一项"

    def moments(self) -> tuple[Moment, ...]:
        return (Moment(9, "经费使用期限", self.spend_by),) if self.spend_by else ()


def share_in_words(thousandths: int) -> str:
    """60%, 12.5%."""
    whole, tenth = divmod(thousandths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"
