"""What waits in the delivery of a plan: milestones near or late for its clerk, red lamps for the section."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lixiang.delivery.models import Lamp, Plan, PlannedMilestone
from lixiang.delivery.queries import as_it_stands, progress_rule
from lixiang.delivery.queries.progress import gap_words
from lixiang.delivery.rules.lamps import COLOUR_TONES
from lixiang.delivery.rules.progress import LampRule, Progress
from lixiang.delivery.rules.shares import done_share, percent, planned_share
from lixiang.delivery.states.milestones import Status
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ui.addresses import address

RED = "red"


def milestones_of_the_clerk(view: Viewpoint) -> Iterator[Item]:
    """One line per open milestone of the person's own projects that is near or late; one query, none for others."""
    rule: Any = the_setting(view.version, Progress)
    if rule is None or not view.drafts_for:
        return
    last = timezone.localtime(view.at).date() + timedelta(days=rule.remind_days)
    rows = PlannedMilestone.objects.filter(
        programme=view.programme,
        status=Status.OPEN,
        retired_at=None,
        due_on__lte=last,
        project__status=ProjectStatus.ACTIVE,
        project__drafting_organisation__in=view.drafts_for,
    ).order_by("due_on", "pk")
    for ref, title, due_on, project in rows.values_list("ref", "title", "due_on", "project__title")[: MOST_COUNTED + 1]:
        words = f"完成“{project}”的里程碑“{title}”并报告"
        due_at = end_of(due_on)
        yield Item(words, address("delivery:complete_milestone", ref=ref), "", rule.clause, due_at, label="去报告")


def red_lamps(view: Viewpoint) -> tuple[QuerySet[Lamp], str, str]:
    """The red lamps of the projects under way, the address of their list, and the clause of the first rule of red."""
    lit = Lamp.objects.filter(programme=view.programme, colour=RED, project__status=ProjectStatus.ACTIVE)
    rules = (rule for rule in settings_by_kind(view.version, LampRule) if rule.colour == RED)
    clause = next((rule.clause for rule in rules), "")
    return lit, f"{address('delivery:progress_list')}?lamp={RED}", clause


@dataclass(frozen=True)
class Summary:
    """The progress of one project in a few lines, for its dossier; `lamp` is None where none is lit."""

    is_used: bool
    plan: Plan | None
    lamp: Lamp | None
    planned: str = ""
    done: str = ""
    gap: str = ""
    tone: str = "neutral"


def _lamp(project: Project, at: datetime) -> Lamp | None:
    lamp = Lamp.objects.filter(project=project).first()
    if lamp is None:
        return None
    lamp.project = project
    return as_it_stands(lamp, at)


def summary_of(project: Project, at: datetime) -> Summary:
    """Two queries, the plan and the lamp; those of its facts where the lamp is to change by now."""
    plan, lamp = Plan.objects.filter(project=project).first(), _lamp(project, at)
    if plan is None:
        return Summary(progress_rule(project) is not None, None, lamp)
    planned = planned_share(plan.from_on, plan.due_on, timezone.localtime(at).date())
    done = done_share(plan.done, plan.milestones)
    tone = COLOUR_TONES[lamp.colour] if lamp else "neutral"
    return Summary(True, plan, lamp, percent(planned), percent(done), gap_words(planned, done), tone)
