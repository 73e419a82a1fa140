"""The terms of the responsibility agreement; pure."""

from dataclasses import dataclass

from lixiang.programmes.rules.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class Terms(Kind):
    """The parties, the days to sign in, the copies and the articles of a 责任书 (R10).

    `parties` are of department (甲方), nominating (乙方), implementing (丙方); `articles` are paragraphs with
    placeholders in braces.
    """

    title: str
    parties: tuple[str, ...]
    sign_within_days: int
    copies: int
    articles: tuple[str, ...]
    articles_after: tuple[str, ...] = ()


PARTY_WORDS = {"department": "甲方", "nominating": "乙方", "implementing": "丙方"}
