"""The pages of messages: one's own, how one is told, the office's outbox, its reminders and its words."""

from lixiang.messaging.views.lists import mark_all_read, mark_read, remind_of_returns, remind_of_slates, show_list
from lixiang.messaging.views.outbox import drop, halt, hold, lift, release, show_outbox
from lixiang.messaging.views.phrasings import edit_words, reset_words, show_words
from lixiang.messaging.views.preferences import preferences
from lixiang.messaging.views.records import show_reminders

__all__ = [
    "drop",
    "edit_words",
    "halt",
    "hold",
    "mark_all_read",
    "mark_read",
    "preferences",
    "release",
    "remind_of_returns",
    "remind_of_slates",
    "reset_words",
    "lift",
    "show_list",
    "show_outbox",
    "show_reminders",
    "show_words",
]
