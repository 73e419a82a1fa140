"""The verb of a goal: report the value that was reached."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.models import PlannedGoal
from lixiang.delivery.rules.milestones import goal_findings
from lixiang.history.record import record
from lixiang.projects.rules.content import tidy
from lixiang.workflow.findings import refuse_if
from lixiang.workflow.moves import locked


@transaction.atomic
def report_goal(
    goal: PlannedGoal, *, reached: str, reached_on: date, note: str = "", by: Any, at: datetime
) -> PlannedGoal:
    """Put down the value reached on a day; a later report takes its place, the earlier one stays in the history."""
    locked(goal.project)
    goal = locked(goal)
    if not permissions.carries_it_out(by, goal):
        raise PermissionDenied
    reached = tidy(reached)
    refuse_if(goal_findings(goal.facts(at), reached, reached_on))
    before = {"reached": goal.reached, "on": goal.reached_on.isoformat() if goal.reached_on else ""}
    goal.reached, goal.reached_on, goal.note = reached, reached_on, tidy(note)
    goal.reported_at, goal.reported_by_name = at, by.name
    goal.save(update_fields=["reached", "reached_on", "note", "reported_at", "reported_by_name"])
    detail = {"project": goal.project.ref, "indicator": goal.indicator, "reached": reached, "before": before}
    record(goal, "report_goal", by=by, at=at, detail=detail, programme_id=goal.programme_id)
    return goal
