"""What delivery keeps, one file per noun."""

from lixiang.delivery.models.feeds import CalendarFeed
from lixiang.delivery.models.meetings import AgendaItem, Attendance, Invitation, Meeting, Standing
from lixiang.delivery.models.tasks import Task

__all__ = ["AgendaItem", "Attendance", "CalendarFeed", "Invitation", "Meeting", "Standing", "Task"]
