"""The terms of the responsibility agreement, the day it is due, and how that day is spoken of; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lixiang.programmes.rules.kind import Kind, Say, joined
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Finding

PAPER, ELECTRONIC = "paper", "electronic"
SIGNING_WORDS = {PAPER: "纸质签订", ELECTRONIC: "双方已安装证书的在网上电子签名"}
SIGNATORIES = ("nominating", "department")  # in the order in which they sign


@dataclass(frozen=True, kw_only=True)
class Terms(Kind):
    """The parties, the days to sign in, the copies and the articles of a 责任书 (R10).

    `parties` are of department (甲方), nominating (乙方), implementing (丙方); `articles` are paragraphs with
    placeholders in braces; `signing` is paper, or electronic where both sides have a certificate.
    """

    TITLE = "责任书"
    IS_RULE = False
    ONCE = True
    REFERS = {"parties": ("agreements.party",), "signing": ("agreements.signing",)}

    title: str
    parties: tuple[str, ...]
    sign_within_days: int
    copies: int
    articles: tuple[str, ...]
    articles_after: tuple[str, ...] = ()
    signing: str = PAPER

    def in_words(self, say: Say) -> str:
        parties = joined([say("agreements.party", party) for party in self.parties])
        way = f"，{say('agreements.signing', self.signing)}" if self.signing != PAPER else ""
        return (
            f"签订《{self.title}》，由{parties}签署，"
            f"批准立项后{self.sign_within_days}日内签订，一式{self.copies}份{way}。"
        )

    def faults(self) -> Iterator[str]:
        if self.sign_within_days < 1:
            yield "sign_within_days 应不小于1"
        if not 1 <= self.copies <= 10:
            yield "copies 应在1至10之间"
        if len(set(self.parties)) < 2 or len(set(self.parties)) < len(self.parties):
            yield "parties 应写明两方或三方，每方一次"
        if not self.signing:
            yield "signing 应为 paper 或者 electronic"
        if self.signing == ELECTRONIC and set(self.parties) != set(SIGNATORIES):
            yield "signing 为 electronic 的，parties 应为 department 和 nominating 两方"

    def worded(self) -> tuple[str, tuple[str, ...]]:
        return "agreement", (*self.articles, *self.articles_after)


PARTY_WORDS = {"department": "甲方", "nominating": "乙方", "implementing": "丙方"}


@dataclass(frozen=True)
class SigningFacts:
    """Which way an agreement is signed: what its terms wish, who lacks a certificate, whether 乙方 has begun."""

    is_wished: bool = False
    lacking: tuple[str, ...] = ()
    is_begun: bool = False
    clause: str = ""

    @property
    def is_possible(self) -> bool:
        return self.is_wished and not self.lacking


def blockers_to_paper(facts: SigningFacts) -> tuple[Finding, ...]:
    """Paper is the way where the terms say so, and the way out where a party has no certificate."""
    if not facts.is_possible:
        return ()
    return (Finding("sign_electronically", "双方均已安装证书，请在网上电子签名。", facts.clause),)


def blockers_to_electronic(facts: SigningFacts) -> tuple[Finding, ...]:
    if not facts.is_wished:
        return (Finding("paper_only", "本批次的责任书在纸上签字盖章，不用电子签名。", facts.clause),)
    if facts.lacking:
        words = f"{'、'.join(facts.lacking)}没有安装证书，请在纸上签字盖章后上传扫描件。"
        return (Finding("no_certificate", words, facts.clause),)
    return ()


def blockers_after_paper(facts: SigningFacts) -> tuple[Finding, ...]:
    """What follows a scan does not follow a signature."""
    if facts.is_begun:
        return (Finding("signed_electronically", "乙方已电子签名，请以电子签名的方式办理。", facts.clause),)
    return ()


def blockers_after_electronic(facts: SigningFacts) -> tuple[Finding, ...]:
    if not facts.is_begun:
        return (Finding("signed_on_paper", "乙方是在纸上签订的，请核对扫描件后办理。", facts.clause),)
    return ()


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
