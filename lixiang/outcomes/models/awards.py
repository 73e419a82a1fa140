"""An award of a project with its reason, and the evidence that it rests on by level of impact."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.closing.models import Evidence
from lixiang.documents.models import OfficialDocument
from lixiang.outcomes.rules.award_kinds import IMPACTS
from lixiang.outcomes.rules.awards import AwardFacts
from lixiang.outcomes.states.awards import TONES, TRANSITIONS, Status
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of


class Award(models.Model):
    """One award; `tier` is its code in the settings, `title` and `clause` what they said when it was proposed."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="awards")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="awards")
    tier = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    clause = models.CharField(max_length=20)
    reason = models.TextField()
    status = models.CharField(max_length=20, choices=Status, default=Status.PROPOSED)
    status_since = models.DateTimeField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=120)
    document = models.ForeignKey(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["project"], condition=~Q(status=Status.DECLINED), name="one_award_per_project"),
            CheckConstraint(
                condition=Q(status=Status.PUBLISHED, document__isnull=False)
                | (~Q(status=Status.PUBLISHED) & Q(document__isnull=True)),
                name="awards_are_made_known_by_a_document",
            ),
        ]
        indexes = [Index(fields=["programme", "status", "tier"], name="awards_of_a_tier")]

    def __str__(self) -> str:
        return f"“{self.project}”{self.title}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Award]":
        """To the section; to those who carry the project out or nominated it once the 通报 was issued."""
        sides = sides_of(user)
        own = Q(project__drafting_organisation__in=sides["drafts"])
        own |= Q(project__nominating_organisation__in=sides["nominates"])
        seen = Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        seen |= own & Q(status=Status.PUBLISHED)
        return cls.objects.filter(seen).select_related(*RELATED)

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    def facts(self, at: datetime) -> AwardFacts:
        """What the rules may know of this award at a moment."""
        from lixiang.outcomes.models.award_facts import facts_of  # it imports this module

        impacts = tuple(self.evidence.values_list("impact", flat=True))
        return facts_of(self.project, self.tier, impacts, at, aside=self.pk)


RELATED = (
    "programme",
    "document",
    "project__programme",
    "project__version",
    "project__nominating_organisation",
    "project__implementing_organisation",
)


class AwardEvidence(models.Model):
    """One piece of the project's own evidence that the award rests on, and how far its impact reaches."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    impact = models.CharField(max_length=20, choices=list(IMPACTS.items()))
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [UniqueConstraint(fields=["award", "evidence"], name="evidence_stands_once_in_an_award")]

    def __str__(self) -> str:
        return f"{self.award_id} {self.impact}"
