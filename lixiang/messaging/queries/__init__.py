"""Reads of messaging: events as notices, the messages of one person, what is due, what leaves the house."""

from lixiang.delivery.queries.due_reports import reports_due
from lixiang.messaging.queries.appraisal import of_panel
from lixiang.messaging.queries.dispatches import (
    accounts_of,
    channels_for,
    channels_lacking,
    halt_of,
    letter_for,
    listeners,
    office_of,
    outbox,
    ways_for,
)
from lixiang.messaging.queries.due import (
    agreements_due,
    dossiers_due,
    panels_due,
    projects_due,
    rectifying_due,
    returns_overdue,
    slates_due,
    slates_waiting,
    supplements_due,
)
from lixiang.messaging.queries.inspections import rectifications_due
from lixiang.messaging.queries.matters import MATTERS, Notice, notices_of
from lixiang.messaging.queries.money import OF_MONEY
from lixiang.messaging.queries.pages import PER_PAGE, Page, messages_page
from lixiang.messaging.queries.phrasings import (
    Phrasings,
    history_of,
    initial_of,
    line_of,
    lines_by_subject,
    lines_of,
    phrasings_in_force,
    resting,
)
from lixiang.messaging.queries.progress import end_of_its_day, milestones_due
from lixiang.messaging.queries.ranking import of_place_objection, of_ranking
from lixiang.messaging.queries.reminders import reminders_of

MATTERS |= OF_MONEY
MATTERS |= {"panel": of_panel, "ranking": of_ranking, "placeobjection": of_place_objection}

__all__ = [
    "MATTERS",
    "PER_PAGE",
    "Notice",
    "Page",
    "Phrasings",
    "accounts_of",
    "agreements_due",
    "dossiers_due",
    "panels_due",
    "rectifying_due",
    "channels_for",
    "channels_lacking",
    "end_of_its_day",
    "halt_of",
    "history_of",
    "initial_of",
    "letter_for",
    "line_of",
    "lines_by_subject",
    "lines_of",
    "listeners",
    "messages_page",
    "milestones_due",
    "notices_of",
    "office_of",
    "outbox",
    "phrasings_in_force",
    "projects_due",
    "rectifications_due",
    "reminders_of",
    "reports_due",
    "resting",
    "returns_overdue",
    "slates_due",
    "slates_waiting",
    "supplements_due",
    "ways_for",
]
