"""The programme's papers: how its wordings become official documents, the opening 通知, a 通报 with its annex."""

from lixiang.programmes.documents.circulars import Circular, amending, issue_circular, of_the_notice
from lixiang.programmes.documents.papers import (
    PREVIEW_MARK,
    issue_official,
    issue_opening_notice,
    letterhead_of,
    notice_of,
    official,
    opening_notice,
    preview_opening_notice,
    receivers_of,
    refusing_to_sign,
    worded,
    wording_for,
)

__all__ = [
    "PREVIEW_MARK",
    "Circular",
    "amending",
    "issue_circular",
    "issue_official",
    "issue_opening_notice",
    "letterhead_of",
    "notice_of",
    "of_the_notice",
    "official",
    "opening_notice",
    "preview_opening_notice",
    "receivers_of",
    "refusing_to_sign",
    "worded",
    "wording_for",
]
