"""What the record of projects says that is counted into scores: three queries, whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from lixiang.appraisal.rules.automatic import RecordFacts
from lixiang.delivery.models import PlannedMilestone, Report, Task
from lixiang.delivery.states.milestones import Status as MilestoneStatus
from lixiang.delivery.states.reports import OPEN
from lixiang.delivery.states.reports import Status as ReportStatus
from lixiang.delivery.states.tasks import Status as TaskStatus
from lixiang.projects.models import Project


def records_of(projects: Iterable[Project], at: datetime) -> dict[int, RecordFacts]:
    """Project -> its record. A report still owed after its due date is late; one not yet due counts for nothing."""
    keys = [project.pk for project in projects]
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for rows in (_reports(keys, at), _tasks(keys), _milestones(keys)):
        for row in rows:
            found[row.pop("project")].update(row)
    return {pk: RecordFacts(**found[pk]) for pk in keys}


def _reports(keys: list[int], at: datetime) -> Iterable[dict[str, int]]:
    late = Q(is_late=True) | Q(status__in=OPEN, first_handed_in_at=None, due_at__lt=at)
    punctual = Q(is_late=False, first_handed_in_at__isnull=False)
    owed = Report.objects.filter(late | punctual, project__in=keys).exclude(status=ReportStatus.EXCUSED)
    columns = {
        "reports": Count("pk"),
        "reports_on_time": Count("pk", filter=punctual),
        "late_reports": Count("pk", filter=late),
    }
    return owed.values("project").annotate(**columns).order_by()


def _tasks(keys: list[int]) -> Iterable[dict[str, int]]:
    rows = Task.objects.filter(project__in=keys).exclude(status=TaskStatus.CANCELLED)
    closed = Count("pk", filter=Q(status=TaskStatus.CLOSED))
    return rows.values("project").annotate(tasks=Count("pk"), tasks_closed=closed).order_by()


def _milestones(keys: list[int]) -> Iterable[dict[str, int]]:
    rows = PlannedMilestone.objects.filter(project__in=keys, retired_at=None)
    reached = Count("pk", filter=Q(status=MilestoneStatus.DONE))
    return rows.values("project").annotate(milestones=Count("pk"), milestones_reached=reached).order_by()
