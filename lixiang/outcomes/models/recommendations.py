"""A recommendation of a project's results upward, the paper that carried it, and the answer as it was recorded."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.documents.models import OfficialDocument
from lixiang.outcomes.rules.recommendation_kinds import UPWARD
from lixiang.outcomes.rules.recommendations import RecommendationFacts
from lixiang.outcomes.states.recommendations import LIVING, SENT, TONES, TRANSITIONS, Status
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of

ANSWER = "answer"  # the part that a scan of the answer plays as a claim


class Recommendation(models.Model):
    """`receiver` is an office above, which has no account here; its answer is what the section recorded."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="recommendations")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="recommendations")
    level = models.CharField(max_length=20, choices=list(UPWARD.items()))
    receiver = models.CharField(max_length=100)
    reason = models.TextField()
    clause = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    drafted_at = models.DateTimeField()
    drafted_by_name = models.CharField(max_length=120)
    document = models.OneToOneField(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")
    answer_due_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    answer_paper = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(
                fields=["project", "level"], condition=Q(status__in=LIVING), name="recommended_once_to_a_level"
            ),
            CheckConstraint(
                condition=Q(status__in=SENT, document__isnull=False) | (~Q(status__in=SENT) & Q(document__isnull=True)),
                name="recommended_by_a_document",
            ),
            CheckConstraint(
                condition=~Q(status__in=(Status.ADOPTED, Status.DECLINED)) | Q(answered_on__isnull=False),
                name="answered_on_a_day",
            ),
        ]
        indexes = [Index(fields=["programme", "status", "id"], name="recommendations_by_status")]

    def __str__(self) -> str:
        return f"“{self.project}”向{self.get_level_display()}推荐"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Recommendation]":
        """To the section; to those who carry the project out or nominated it once it was sent."""
        sides = sides_of(user)
        own = Q(project__drafting_organisation__in=sides["drafts"])
        own |= Q(project__nominating_organisation__in=sides["nominates"])
        seen = Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        seen |= own & Q(status__in=SENT)
        related = ("programme", "document", "project__programme", "project__version")
        return cls.objects.filter(seen).select_related(*related, "project__nominating_organisation")

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def was_sent(self) -> bool:
        return self.status in SENT

    def facts(self, at: datetime) -> RecommendationFacts:
        """What the rules may know of this recommendation at a moment."""
        from lixiang.outcomes.models.recommendation_facts import facts_of  # it imports this module

        return facts_of(self.project, self.level, at, aside=self.pk)
