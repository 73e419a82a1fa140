"""The kinds of setting that say how a programme reviews: steps, principles, 公示, opinion phrases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from lixiang.programmes.rules.kind import Kind, Say
from lixiang.programmes.rules.working_days import NOTHING_EDITED, Edited, add_working_days


@dataclass(frozen=True, kw_only=True)
class ReviewStep(Kind):
    """One step of the review chain (R8), in order: who gives an opinion; the step that decides comes last."""

    TITLE = "审核程序"
    IS_RULE = False
    NAMED_BY = "code"
    REFERS = {"role": ("people.role",)}
    LONGEST = {"code": 40}

    code: str
    title: str
    role: str
    decides: bool = False

    def in_words(self, say: Say) -> str:
        last = "，由其决定" if self.decides else ""
        return f"“{self.title}”由{say('people.role', self.role)}办理{last}。"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        """Exactly one step decides, and it is the last."""
        deciding = [place for place, row in enumerate(rows) if row.decides]
        if not deciding:
            yield len(rows) - 1, "审核程序没有作出决定的一步（decides = true）"
        for place in deciding[:-1]:
            yield place, "审核程序只能有一步作出决定"
        if deciding and deciding[-1] != len(rows) - 1:
            yield deciding[-1], "作出决定的一步应当在最后"


@dataclass(frozen=True, kw_only=True)
class Principle(Kind):
    """A criterion of the review with its text and the most points it can get."""

    TITLE = "审核要点"
    IS_RULE = False
    NAMED_BY = "code"
    LONGEST = {"code": 20}

    code: str
    title: str
    text: str
    maximum: int = 10

    def in_words(self, say: Say) -> str:
        return f"审核时对“{self.title}”提出意见，满分{self.maximum}分：{self.text}。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.maximum <= 1000:
            yield "maximum 应在1至1000之间"


@dataclass(frozen=True, kw_only=True)
class Publicity(Kind):
    """公示 before approval (R9): how many days, working days or calendar days."""

    TITLE = "公示"
    ONCE = True

    days: int
    working_days: bool = True

    def in_words(self, say: Say) -> str:
        return f"批准立项前公示{words_of_period(self)}。"

    def faults(self) -> Iterator[str]:
        if self.days < 1:
            yield "days 应不小于1；不公示的，删去本项"


@dataclass(frozen=True, kw_only=True)
class Phrase(Kind):
    """An opinion phrase at one click."""

    TITLE = "审核意见常用语"
    IS_RULE = False
    LISTED = "可选用{rows}。"
    REFERS = {"result": ("approvals.result",)}

    text: str
    result: str

    def called(self) -> str:
        return self.text

    def in_words(self, say: Say) -> str:
        return f"“{self.text}”（{say('approvals.result', self.result)}）"


def words_of_period(rule: Publicity) -> str:
    return f"{rule.days}{'个工作日' if rule.working_days else '日'}"


def last_day(rule: Publicity, first: date, edited: Edited = NOTHING_EDITED) -> date:
    """The last day of a 公示 that is posted on `first`; the days after it count."""
    return add_working_days(first, rule.days, edited) if rule.working_days else first + timedelta(days=rule.days)
