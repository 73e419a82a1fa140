"""What delivery keeps, one file per noun."""

from lixiang.delivery.models.changes import ChangeRequest
from lixiang.delivery.models.feeds import CalendarFeed
from lixiang.delivery.models.goals import PlannedGoal
from lixiang.delivery.models.inspections import Inspection, Observation
from lixiang.delivery.models.lamps import Lamp
from lixiang.delivery.models.meetings import AgendaItem, Attendance, Invitation, Meeting, Standing
from lixiang.delivery.models.milestones import PlannedMilestone
from lixiang.delivery.models.plans import Plan
from lixiang.delivery.models.rectifications import Rectification
from lixiang.delivery.models.report_requests import ReportRequest
from lixiang.delivery.models.reports import CircularNotice, Escalation, Report, ReportRevision
from lixiang.delivery.models.supplements import SupplementaryAgreement
from lixiang.delivery.models.tasks import Task

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "ChangeRequest",
    "CircularNotice",
    "Escalation",
    "Inspection",
    "Invitation",
    "Lamp",
    "Meeting",
    "Observation",
    "Plan",
    "PlannedGoal",
    "PlannedMilestone",
    "Rectification",
    "Report",
    "ReportRequest",
    "ReportRevision",
    "Standing",
    "SupplementaryAgreement",
    "Task",
]
