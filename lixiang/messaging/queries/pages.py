"""The messages of one person, page by page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lixiang.access.keys import key_in
from lixiang.messaging.models import Message

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """A page of messages, unread ones first, and the key of the next page ("" on the last)."""

    rows: tuple[Message, ...]
    next_key: str


def messages_page(user: Any, after: str = "") -> Page:
    """By key: `u<id>` goes on below that unread message, `r<id>` below that read one; one query, two at the border."""
    part, below = after[:1] or "u", key_in(after[1:])
    unread = list(_below(user, below, is_read=False)) if part == "u" else []
    read = []
    if len(unread) <= PER_PAGE:
        read = list(_below(user, below if part == "r" else None, is_read=True))[: PER_PAGE + 1 - len(unread)]
    rows = (*unread, *read)
    if len(rows) <= PER_PAGE:
        return Page(rows, "")
    last = rows[PER_PAGE - 1]
    return Page(rows[:PER_PAGE], f"{'r' if last.read_at else 'u'}{last.pk}")


def _below(user: Any, pk: int | None, *, is_read: bool) -> QuerySet[Message]:
    messages = Message.visible_to(user).filter(read_at__isnull=not is_read)
    return (messages.filter(pk__lt=pk) if pk else messages).order_by("-pk")[: PER_PAGE + 1]
