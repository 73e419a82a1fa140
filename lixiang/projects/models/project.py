"""The project itself: what is searched, sorted and ruled on stands in columns."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, QuerySet, UniqueConstraint
from django.utils.functional import cached_property

from lixiang.access.prepared import Prepared
from lixiang.people.kinds import PostKind
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme, Topic, Version
from lixiang.programmes.permissions import SECTION
from lixiang.projects.rules.facts import ApplicationFacts
from lixiang.projects.states import FOLLOWED, TRANSITIONS, Status


class Project(models.Model):
    """One project from draft to archive."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    draft_key = models.UUIDField(null=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="projects")
    drafting_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    nominating_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    implementing_organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")

    title = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=20, blank=True)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="projects")
    leader_name = models.CharField(max_length=60, blank=True)
    leader_post = models.CharField(max_length=20, choices=PostKind, blank=True)
    leader_title = models.CharField(max_length=100, blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    completion_on = models.DateField(null=True)

    status = models.CharField(max_length=30, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    created_at = models.DateTimeField()
    nominated_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    open_sections = models.JSONField(default=list)
    revision = models.ForeignKey("projects.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    approved_revision = models.ForeignKey("projects.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="projects_are_numbered"),
            UniqueConstraint(fields=["drafting_organisation", "draft_key"], name="one_draft_per_key"),
            CheckConstraint(condition=~Q(merged_into=F("id")), name="no_project_merges_into_itself"),
            CheckConstraint(
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into__isnull=True)),
                name="merged_exactly_when_into_another",
            ),
        ]
        indexes = [
            Index(fields=["programme", "number"], name="projects_in_order"),
            Index(fields=["programme", "status", "number"], name="projects_by_status"),
            Index(fields=["programme", "status_since", "id"], name="projects_by_change"),
            Index(fields=["nominating_organisation", "programme", "number"], name="projects_of_a_nominator"),
            Index(fields=["drafting_organisation", "programme", "number"], name="projects_of_a_drafter"),
            Index(fields=["programme", "topic"], name="projects_by_topic"),
        ]

    def __str__(self) -> str:
        return self.title or "（未命名项目）"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Project]":
        """Their own to those who draft, their county's to those who nominate, nominated ones to the section.

        To inspectors and finance of the managing organisation, those whose agreement came into force.
        """
        return cls.visible_at(**sides_of(user))

    @classmethod
    def one_visible_to(cls, user: Any, ref: str) -> "Project | None":
        """The one that `ref` names, where this person sees it: what every page of a project asks first.

        Also where their unit carried it out before another took over; what hangs on it has doors of its own.
        """
        sides = sides_of(user)
        return VISIBLE.first(**sides, formerly=sides["drafts"], ref=ref)

    @classmethod
    def visible_at(
        cls,
        drafts: Collection[int],
        nominates: Collection[int],
        runs: Collection[int],
        follows: Collection[int] = (),
        formerly: Collection[int] = (),
    ) -> "QuerySet[Project]":
        """What is seen by who drafts, nominates, runs programmes, follows them or once drafted there."""
        seen = Q(pk__in=[])
        if drafts:
            seen |= Q(drafting_organisation__in=drafts)
        if nominates:
            seen |= Q(nominating_organisation__in=nominates)
        if runs:
            seen |= Q(programme__managing_organisation__in=runs, nominated_at__isnull=False)
        if follows:
            seen |= Q(programme__managing_organisation__in=follows, status__in=FOLLOWED)
        if formerly:
            seen |= Q(pk__in=cls.objects.filter(former_units__organisation__in=formerly).values("pk"))
        related = ("programme", "version", "nominating_organisation", "implementing_organisation__parent", "topic")
        return cls.objects.filter(seen).exclude(status=Status.DISCARDED).select_related(*related)

    @cached_property
    def former_unit_ids(self) -> Collection[int]:
        """The units that carried it out before; one query, asked of strangers alone."""
        return frozenset(self.former_units.values_list("organisation_id", flat=True))

    def facts(self, at: datetime) -> ApplicationFacts:
        """What the rules may know of this application at a moment."""
        from lixiang.projects.models.facts import facts_of  # the rows import this module

        return facts_of(self, at)


def sides_of(user: Any) -> dict[str, frozenset[int]]:
    """The organisations at which a person drafts, nominates, runs programmes."""
    return {
        "drafts": user.organisations_as(Role.UNIT_CLERK),
        "nominates": user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER),
        "runs": user.organisations_as(*SECTION),
        "follows": user.organisations_as(Role.INSPECTOR, Role.FINANCE),
    }


VISIBLE = Prepared(lambda ref, **sides: Project.visible_at(**sides).filter(ref=ref)[:1])


class Draft:
    """The narrow door for those who write: every save opens it, so it reads few columns and joins nothing.

    The actions read the project anew under their lock; a page reads it through `Project.visible_to`.
    """

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Project]":
        return cls.visible_at(user.organisations_as(Role.UNIT_CLERK))

    @classmethod
    def one_visible_to(cls, user: Any, ref: str) -> "Project | None":
        return DRAFT.first(own=user.organisations_as(Role.UNIT_CLERK), ref=ref)

    @classmethod
    def visible_at(cls, own: Collection[int]) -> "QuerySet[Project]":
        drafts = Project.objects.filter(drafting_organisation__in=own).exclude(status=Status.DISCARDED)
        return drafts.only("ref", "drafting_organisation", "programme", "revision")


DRAFT = Prepared(lambda own, ref: Draft.visible_at(own).filter(ref=ref)[:1])
