"""The terms of the responsibility agreement, the day it is due, and how that day is spoken of; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lixiang.programmes.rules.kind import Kind, Say, joined
from lixiang.programmes.rules.kinds import SHANGHAI
from lixiang.workflow.findings import Finding


@dataclass(frozen=True, kw_only=True)
class Terms(Kind):
    """The parties, the days to sign in, the copies and the articles of a 责任书 (R10).

    `parties` are of department (甲方), nominating (乙方), implementing (丙方); `articles` are paragraphs with
    placeholders in braces.
    """

    TITLE = "责任书"
    IS_RULE = False
    ONCE = True
    REFERS = {"parties": ("agreements.party",)}

    title: str
    parties: tuple[str, ...]
    sign_within_days: int
    copies: int
    articles: tuple[str, ...]
    articles_after: tuple[str, ...] = ()

    def in_words(self, say: Say) -> str:
        parties = joined([say("agreements.party", party) for party in self.parties])
        return (
            f"签订《{self.title}》，由{parties}签署，批准立项后{self.sign_within_days}日内签订，一式{self.copies}份。"
        )

    def faults(self) -> Iterator[str]:
        if self.sign_within_days < 1:
            yield "sign_within_days 应不小于1"
        if not 1 <= self.copies <= 10:
            yield "copies 应在1至10之间"
        if len(set(self.parties)) < 2 or len(set(self.parties)) < len(self.parties):
            yield "parties 应写明两方或三方，每方一次"

    def worded(self) -> tuple[str, tuple[str, ...]]:
        return "agreement", (*self.articles, *self.articles_after)


PARTY_WORDS = {"department": "甲方", "nominating": "乙方", "implementing": "丙方"}


@dataclass(frozen=True)
class Due:
    """How the day of signing stands: the words for a person, and whether it is past."""

    words: str
    is_overdue: bool


def due_on(approved_on: date, drawn_up_on: date, days: int) -> date:
    """The day that the approval announced; an agreement drawn up only then gets as many days of its own."""
    announced = approved_on + timedelta(days=days)
    return announced if drawn_up_on < announced else drawn_up_on + timedelta(days=days)


def due(sign_by: datetime, at: datetime) -> Due:
    """Days are counted by the calendar of Shanghai; the day itself is not yet overdue."""
    days = (sign_by.astimezone(SHANGHAI).date() - at.astimezone(SHANGHAI).date()).days
    if at > sign_by:
        return Due(f"已逾期{max(1, -days)}天", True)
    return Due("今天到期" if days == 0 else f"还剩{days}天", False)


def standing_against_reminder(reminded_at: datetime | None, at: datetime, clause: str) -> tuple[Finding, ...]:
    """One reminder a day is enough; more would be a burden and a double click."""
    if reminded_at is None or reminded_at.astimezone(SHANGHAI).date() < at.astimezone(SHANGHAI).date():
        return ()
    return (Finding("reminded_today", "今天已经催办过，请改日再催。", clause),)
