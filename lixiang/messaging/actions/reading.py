"""Reading messages: one, or all of one's own."""

from datetime import datetime
from typing import Any

from lixiang.messaging.models import Message


def mark_read(message: Message, *, by: Any, at: datetime) -> None:
    """The first reading counts; nobody reads for somebody else."""
    Message.visible_to(by).filter(pk=message.pk, read_at=None).update(read_at=at)


def mark_all_read(*, by: Any, at: datetime) -> None:
    Message.visible_to(by).filter(read_at=None).update(read_at=at)
