"""A version of the annual assessment, each organisation in it, and the lines that its points come from."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, QuerySet, UniqueConstraint

from lixiang.documents.models import OfficialDocument
from lixiang.outcomes.rules.assessment_facts import AssessmentFacts
from lixiang.outcomes.states.assessment import QUIET, TONES, TRANSITIONS, Status
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.people.rules import then_and_now
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project
from lixiang.projects.models.revision import Unescaped
from lixiang.ranking.models import Ranking


class Assessment(models.Model):
    """What came of a year for each organisation; never changed: another ranking or award makes a new version.

    `version` is that of the programme whose table converted it; `inputs_hash` says what it was made from.
    """

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="assessments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    correction_reason = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    inputs_hash = models.CharField(max_length=64)
    has_points = models.BooleanField()
    document = models.OneToOneField(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="assessments_are_numbered"),
            UniqueConstraint(fields=["programme"], condition=Q(status__in=QUIET), name="one_quiet_assessment"),
            UniqueConstraint(fields=["programme"], condition=Q(status=Status.ISSUED), name="one_issued_assessment"),
            CheckConstraint(
                condition=~Q(status=Status.ISSUED) | Q(document__isnull=False), name="assessment_issued_with_a_document"
            ),
        ]

    def __str__(self) -> str:
        return f"年度考核结果第{self.number}版"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Assessment]":
        """To the section; once issued, to those who nominate for an organisation in it."""
        own = AssessedOrganisation.objects.filter(organisation__in=nominates_for(user), assessment=OuterRef("pk"))
        seen = Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        seen |= Q(Exists(own), document__isnull=False)
        related = ("programme", "version", "ranking__document", "corrects", "document")
        return cls.objects.filter(seen).select_related(*related)

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def is_superseded(self) -> bool:
        return self.status == Status.SUPERSEDED

    def facts(self, at: datetime) -> AssessmentFacts:
        """What the rules may know of this assessment."""
        from lixiang.outcomes.models.assessment_facts import facts_of  # it imports this module

        return facts_of(self, at)


def nominates_for(user: Any) -> frozenset[int]:
    """The organisations whose results this person sees as their own."""
    return user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)


class AssessedOrganisation(models.Model):
    """One organisation in a version: who bore the nominations then, under its name of then (adr/0027).

    `approved` counts its projects, `ranked` those with a place, `grades` (title, count) from the best; `points` are
    the sum of its lines, none where the programme converts nothing.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="organisations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    approved = models.PositiveIntegerField()
    ranked = models.PositiveIntegerField()
    grades = models.JSONField(default=list, encoder=Unescaped)
    points = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["assessment", "position"]
        constraints = [
            UniqueConstraint(fields=["assessment", "organisation"], name="an_organisation_is_assessed_once"),
            UniqueConstraint(fields=["assessment", "position"], name="assessed_organisations_stand_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def both_names(self) -> str:
        """The name of then, with today's beside it where it is another."""
        return then_and_now(self.name, self.organisation.name)

    @property
    def grades_in_words(self) -> str:
        """优秀2个、合格1个."""
        return "、".join(f"{grade}{count}个" for grade, count in self.grades)


class AssessmentLine(models.Model):
    """A line of the trail: for which project, by which place, grade or document, how many points, on what ground."""

    result = models.ForeignKey(AssessedOrganisation, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    part = models.CharField(max_length=20)
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="assessment_lines")
    place = models.PositiveIntegerField(null=True)
    grade = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    points = models.BigIntegerField(null=True)
    clause = models.CharField(max_length=20)

    class Meta:
        ordering = ["result", "position"]
        constraints = [UniqueConstraint(fields=["result", "position"], name="assessment_lines_stand_in_order")]
        indexes = [Index(fields=["project"], name="assessment_lines_of_a_project")]

    def __str__(self) -> str:
        return f"{self.result_id} {self.position}: {self.words}"
