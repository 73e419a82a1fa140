"""What the rules may know of a review, and what was said and decided on a project."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lixiang.approvals.models import Decision, Objection, Opinion, PublicityPeriod, Verdict
from lixiang.approvals.permissions import may_review
from lixiang.approvals.rules import (
    GivenOpinion,
    Publicity,
    ReviewStep,
    ReviewView,
    standing_against,
)
from lixiang.approvals.states import Status as ObjectionStatus
from lixiang.history.models import Event
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import ReviewFacts


def steps_of(project: Project) -> tuple[ReviewStep, ...]:
    """The review chain that the project's version of the notice sets."""
    return settings_by_kind(project.version, ReviewStep)


def view_of(project: Project, at: datetime) -> ReviewView:
    """What the rules may know of the review of a project; two queries, four where the programme has 公示."""
    said = Opinion.objects.filter(project=project).values_list("step", "result", "revision__hash", "voided_at")
    publicity = the_setting(project.version, Publicity)
    until, objections = _publicity_of(project) if publicity else (None, [])
    return ReviewView(
        steps=steps_of(project),
        opinions=tuple(
            GivenOpinion(step, result, hashed, is_void=voided is not None) for step, result, hashed, voided in said
        ),
        revision_hash=project.revision.hash if project.revision else "",
        at=at,
        publicity=publicity,  # type: ignore[arg-type]
        public_until=until,
        open_objections=objections.count(ObjectionStatus.OPEN),
        upheld_objections=objections.count(ObjectionStatus.UPHELD),
        is_decided=decision_of(project) is not None,
    )


def _publicity_of(project: Project) -> tuple[datetime | None, list[str]]:
    """When the project's own 公示 ends or ended, and the statuses of the objections raised in it."""
    shown = Decision.objects.filter(project=project, verdict=Verdict.SHORTLIST, publication__isnull=False)
    periods = PublicityPeriod.objects.filter(publication__decisions__in=shown)
    until = periods.order_by("-until_at").values_list("until_at", flat=True).first()
    return until, list(Objection.objects.filter(project=project).values_list("status", flat=True))


def review_facts(project: Project, verdict: str, at: datetime) -> ReviewFacts:
    """What approvals holds against a verdict, for the project's own table."""
    return ReviewFacts(standing=standing_against(verdict, view_of(project, at)))


def decision_of(project: Project) -> Decision | None:
    """The quiet decision on a project, if there is one."""
    return Decision.objects.filter(Decision.QUIET, project=project).first()


def opinions_of(projects: Iterable[Project]) -> QuerySet[Opinion]:
    """All opinions on these projects with their scores, voided ones included."""
    return Opinion.objects.filter(project__in=projects).prefetch_related("scores").order_by("at", "id")


def trail_for(user: Any, project: Project) -> QuerySet[Event]:
    """The section's own events on a project, oldest first: opinions, quiet decisions, undone ones; nothing to others.

    They stand in the chains of the opinion and the decision, so that the project's own chain tells nothing of them.
    """
    if not may_review(user, project):
        return Event.objects.none()
    opinions = Opinion.objects.filter(project=project).values("pk")
    decisions = Decision.objects.filter(project=project).values("pk")
    said = Event.objects.filter(subject_kind="opinion", subject_id__in=opinions)
    decided = Event.objects.filter(subject_kind="decision", subject_id__in=decisions)
    return (said | decided).order_by("at", "id")
