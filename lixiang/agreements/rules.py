"""The terms of the responsibility agreement; pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.programmes.rules.kind import Kind, Say, joined


@dataclass(frozen=True, kw_only=True)
class Terms(Kind):
    """The parties, the days to sign in, the copies and the articles of a 责任书 (R10).

    `parties` are of department (甲方), nominating (乙方), implementing (丙方); `articles` are paragraphs with
    placeholders in braces.
    """

    TITLE = "责任书"
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
