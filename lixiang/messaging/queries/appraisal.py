"""What an event of a panel is about: its name, its judges, until when; nothing of any project."""

from datetime import datetime

from lixiang.appraisal.models import Assignment, Panel
from lixiang.appraisal.models.sheet_facts import clause_of
from lixiang.appraisal.queries.panels import handed_in
from lixiang.appraisal.states.panels import Status
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries.matter import Matter


def of_panel(event: Event, at: datetime) -> Matter | None:
    """Two queries; of a reminder one more, for those who are late."""
    panel = Panel.objects.select_related("programme", "version").filter(pk=event.subject_id).first()
    if panel is None:
        return None
    judges = list(panel.judges.values_list("user_id", "declared_at"))
    asked = (user for user, declared_at in judges if declared_at is None and panel.status != Status.PREPARING)
    values = {
        "title": f"“{panel.title}”",
        "by_when": rules.by_when(panel.due_at),
        "ground": rules.ground(clause_of(panel)),
    }
    late = Assignment.living().filter(~handed_in(), panel=panel, judge__isnull=False)
    sides = {"judges": frozenset(user for user, _ in judges), "undeclared": frozenset(asked)}
    if event.verb == "remind":
        sides["late"] = frozenset(late.values_list("judge__user", flat=True))
    return Matter(values, sides, {"appraisal": panel.ref})
