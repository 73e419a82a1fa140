"""Messages, what was sent of them outside, how each person wants them, and how the office words them."""

from lixiang.messaging.models.dispatches import Dispatch, Halt
from lixiang.messaging.models.messages import Message, Reminder
from lixiang.messaging.models.phrasings import Phrasing
from lixiang.messaging.models.preferences import Preference

__all__ = ["Dispatch", "Halt", "Message", "Phrasing", "Preference", "Reminder"]
