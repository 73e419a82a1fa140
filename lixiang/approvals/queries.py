"""Reads of reviews: the view that the rules judge, what waits at a step, quiet decisions, the reviewing list."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from lixiang.approvals.models import Decision, Opinion, PublicityPeriod
from lixiang.approvals.rules import (
    GivenOpinion,
    Publicity,
    ReviewStep,
    ReviewView,
    standing_against_approval,
    standing_against_decision,
)
from lixiang.approvals.states import Status as ObjectionStatus
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import ReviewFacts


def view_of(project: Project, at: datetime) -> ReviewView:
    """What the rules may know of the review of a project; three queries."""
    opinions = Opinion.objects.filter(project=project).select_related("revision")
    period = PublicityPeriod.objects.filter(publication__decisions__project=project).order_by("-until_at").first()
    return ReviewView(
        steps=settings_by_kind(project.version, ReviewStep),
        opinions=tuple(
            GivenOpinion(o.step, o.result, o.revision.hash, is_void=o.voided_at is not None) for o in opinions
        ),
        revision_hash=project.revision.hash if project.revision else "",
        at=at,
        publicity=the_setting(project.version, Publicity),  # type: ignore[arg-type]
        public_until=period.until_at if period else None,
        open_objections=project.objections.filter(status=ObjectionStatus.OPEN).count(),
    )


def review_facts(project: Project, verdict: str, at: datetime) -> ReviewFacts:
    """What approvals holds against a verdict, for the project's own table."""
    view = view_of(project, at)
    standing = standing_against_approval if verdict == "approve" else standing_against_decision
    return ReviewFacts(standing=standing(view))


def quiet_decisions(programme: Programme) -> QuerySet[Decision]:
    """Decisions made and not yet published, in the order of the projects."""
    living = Decision.objects.filter(project__programme=programme, undone_at=None, publication=None)
    return living.select_related("project__nominating_organisation", "revision").order_by("project__number")


def decision_of(project: Project) -> Decision | None:
    """The quiet decision on a project, if there is one."""
    return Decision.objects.filter(project=project, undone_at=None, publication=None).first()


def opinions_of(projects: Iterable[Project]) -> QuerySet[Opinion]:
    """All opinions on these projects with their scores, voided ones included."""
    return Opinion.objects.filter(project__in=projects).prefetch_related("scores").order_by("at", "id")
