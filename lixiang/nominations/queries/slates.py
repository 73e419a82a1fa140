"""Reads of slates that the verbs rest on: the quota, the seats held, the view that the rules judge."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from lixiang.nominations.models import Slate, SlateEntry
from lixiang.nominations.rules import Endorsement, Quota, Seat, SlateView, quota_for
from lixiang.people.models import Organisation
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Version
from lixiang.programmes.rules.kinds import late
from lixiang.projects.models import Project
from lixiang.projects.states import SEATED, Status
from lixiang.workflow.findings import Finding


def quota_of(version: Version, organisation: Organisation) -> Quota | None:
    """The quota of an organisation under a version of the notice."""
    group = programmes.group_for(version, organisation)
    quotas = programmes.settings_by_kind(version, Quota)
    if group is None:
        return None
    conditional = any(quota.where_below for quota in quotas if quota.group == group.code)
    below = (
        frozenset(Organisation.objects.subtree(organisation).values_list("kind", flat=True))
        if conditional
        else frozenset()
    )
    return quota_for(group.code, below, quotas)


def held_seats(slate: Slate) -> tuple[Seat, ...]:
    """The projects of the organisation that hold a seat; ask it under the slate's lock."""
    held = Project.objects.filter(
        programme=slate.programme_id, nominating_organisation=slate.organisation_id, status__in=SEATED
    )
    return seats(held.order_by("pk"))


def seats(projects: Iterable[Project]) -> tuple[Seat, ...]:
    return tuple(Seat(project.ref, project.category) for project in projects)


def entries_of(slate: Slate) -> QuerySet[SlateEntry]:
    """The slate in its order, each project with what its rules need."""
    return slate.entries.select_related(
        "project__implementing_organisation__parent", "project__topic", "project__version", "project__programme"
    )


def chosen(slate: Slate) -> list[Project]:
    """The projects taken up that are still to be nominated, in the slate's order."""
    return [entry.project for entry in entries_of(slate) if entry.project.status == Status.WITH_NOMINATOR]


def waiting_for(slate: Slate) -> QuerySet[Project]:
    """What units handed in and nobody has taken up yet."""
    return Project.objects.filter(
        programme=slate.programme_id,
        nominating_organisation=slate.organisation_id,
        status=Status.WITH_NOMINATOR,
        slate_entry=None,
    ).select_related("implementing_organisation", "topic")


def view_of(slate: Slate, projects: Iterable[Project], at: datetime) -> SlateView:
    """What the rules judge if these projects were nominated now."""
    version = programmes.version_in_force(slate.programme, at)
    return SlateView(
        quota=quota_of(version, slate.organisation),
        at=at,
        held=held_seats(slate),
        chosen=seats(projects),
        closing=programmes.closing_for(version, "nomination", slate.organisation_id),
        endorsement=programmes.the_setting(version, Endorsement),  # type: ignore[arg-type]
        is_endorsed=slate.is_endorsed,
        was_endorsed=slate.endorsed_at is not None,
    )


def findings_of_time(slate: Slate, at: datetime) -> tuple[Finding, ...]:
    """The deadline alone, as it stands for this organisation."""
    version = programmes.version_in_force(slate.programme, at)
    return late(programmes.closing_for(version, "nomination", slate.organisation_id), at)
