"""Reads of messaging: events as notices, the messages of one person, what is due."""

from lixiang.delivery.queries.due_reports import reports_due
from lixiang.messaging.queries.due import agreements_due, projects_due, returns_overdue, slates_due, slates_waiting
from lixiang.messaging.queries.matters import MATTERS, Notice, notices_of
from lixiang.messaging.queries.pages import PER_PAGE, Page, messages_page

__all__ = [
    "MATTERS",
    "PER_PAGE",
    "Notice",
    "Page",
    "agreements_due",
    "messages_page",
    "notices_of",
    "projects_due",
    "reports_due",
    "returns_overdue",
    "slates_due",
    "slates_waiting",
]
