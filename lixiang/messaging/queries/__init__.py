"""Reads of messaging: events as notices, the messages of one person, what is due."""

from lixiang.messaging.queries.due import agreements_due, projects_due, returns_overdue, slates_due, slates_waiting
from lixiang.messaging.queries.matters import MATTERS, Notice, notices_of
from lixiang.messaging.queries.pages import PER_PAGE, Page, messages_page
from lixiang.messaging.queries.progress import end_of_its_day, milestones_due

__all__ = [
    "MATTERS",
    "PER_PAGE",
    "Notice",
    "Page",
    "agreements_due",
    "end_of_its_day",
    "messages_page",
    "milestones_due",
    "notices_of",
    "projects_due",
    "returns_overdue",
    "slates_due",
    "slates_waiting",
]
