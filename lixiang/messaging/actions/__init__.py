"""The verbs of messages, one file per noun."""

from lixiang.messaging.actions.dispatches import drop, halt, hold, lift, release, send_next
from lixiang.messaging.actions.phrasings import reset_words, word
from lixiang.messaging.actions.preferences import choose
from lixiang.messaging.actions.reading import mark_all_read, mark_read
from lixiang.messaging.actions.reminders import remind, remind_of_due, remind_of_returns, remind_of_slates
from lixiang.messaging.actions.telling import READER, deliver

__all__ = [
    "READER",
    "choose",
    "deliver",
    "drop",
    "halt",
    "hold",
    "mark_all_read",
    "mark_read",
    "release",
    "remind",
    "remind_of_due",
    "remind_of_returns",
    "remind_of_slates",
    "reset_words",
    "lift",
    "send_next",
    "word",
]
