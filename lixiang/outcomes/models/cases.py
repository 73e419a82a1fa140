"""A case study as it is written, its published revisions, and who copied it with what effect."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Count, Index, OuterRef, Q, QuerySet, Subquery, UniqueConstraint
from django.db.models.functions import Coalesce

from lixiang.outcomes.rules.cases import CaseFacts
from lixiang.outcomes.states.cases import TONES, TRANSITIONS, Status
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of
from lixiang.projects.models.revision import Unescaped

PROOF = "proof"  # the part that the evidence of an adoption plays as a claim
RELATED = (
    "programme",
    "project__programme",
    "project__version",
    "project__approved_revision",
    "project__nominating_organisation",
    "project__drafting_organisation",
    "published_revision",
)


class CaseStudy(models.Model):
    """What is being written; `shown` in the showcase is `published_revision`, whatever is written meanwhile.

    `returned_at` says since when the unit has it back to mend.
    """

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="case_studies")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="case_study")
    title = models.CharField(max_length=200)
    answers = models.JSONField(default=dict, encoder=Unescaped)
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    published_revision = models.ForeignKey(
        "outcomes.CaseRevision", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_revision__isnull=False),
                name="published_with_a_revision",
            ),
            CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(published_revision__isnull=True),
                name="what_was_withdrawn_is_not_shown",
            ),
        ]
        indexes = [Index(fields=["programme", "status", "id"], name="cases_by_status")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[CaseStudy]":
        """As it is being written: to the section and to those who carry the project out or nominated it."""
        sides = sides_of(user)
        seen = Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        seen |= Q(project__drafting_organisation__in=sides["drafts"])
        seen |= Q(project__nominating_organisation__in=sides["nominates"])
        return cls.objects.filter(seen).select_related(*RELATED)

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def is_open(self) -> bool:
        return self.status == Status.DRAFT

    def facts(self, at: datetime) -> CaseFacts:
        """What the rules may know of this case study at a moment."""
        from lixiang.outcomes.models.case_facts import facts_of  # it imports this module

        return facts_of(self)


class CaseRevision(models.Model):
    """What was published, word for word; columns are what the showcase narrows by."""

    case = models.ForeignKey(CaseStudy, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    content = models.JSONField(encoder=Unescaped)
    hash = models.CharField(max_length=64)
    words = models.TextField()
    year = models.PositiveIntegerField()
    category = models.CharField(max_length=20, blank=True)
    topic = models.CharField(max_length=220, blank=True)
    county = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]
        constraints = [UniqueConstraint(fields=["case", "number"], name="case_revisions_are_numbered")]
        indexes = [
            Index(fields=["year", "category", "id"], name="cases_by_year"),
            Index(fields=["county", "id"], name="cases_by_county"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}稿）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("已推广的案例不能改动，修订后重新推广。")
        super().save(*args, **kwargs)


class Showcase:
    """The door to what is shown of case studies: to everybody who is signed in, what is published and nothing else."""

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[CaseStudy]":
        living = Adoption.objects.filter(case=OuterRef("pk"), withdrawn_at=None).order_by().values("case")
        adopters = living.annotate(number=Count("organisation", distinct=True)).values("number")
        shown = CaseStudy.objects.filter(published_revision__isnull=False)
        return shown.annotate(adopters=Coalesce(Subquery(adopters), 0)).select_related(*RELATED)


class Adoption(models.Model):
    """What another organisation copied of a published case, since when, and with what effect, by its own word."""

    case = models.ForeignKey(CaseStudy, on_delete=models.PROTECT, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoptions")
    what = models.CharField(max_length=500)
    effect = models.TextField()
    adopted_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [Index(fields=["case", "organisation"], name="adoptions_of_a_case")]

    def __str__(self) -> str:
        return f"{self.organisation}采用“{self.case}”"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Adoption]":
        """Of published cases to everybody who is signed in; of others to those who write them."""
        seen = Q(case__published_revision__isnull=False, withdrawn_at=None)
        seen |= Q(case__in=CaseStudy.visible_to(user).select_related(None).values("pk"))
        related = ("organisation", "case__project__programme", "case__programme")
        return cls.objects.filter(seen).select_related(*related)
