"""Opinions and scores by step, quiet decisions, their publication and its papers, 公示 and objections."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet, TextChoices, UniqueConstraint

from lixiang.approvals.states import TRANSITIONS, Status
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import File
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project, Revision
from lixiang.projects.states import ENDED, TONES
from lixiang.projects.states import Status as Becoming


class Result(TextChoices):
    AGREE = "agree", "同意"
    DISAGREE = "disagree", "不同意"


class Verdict(TextChoices):
    SHORTLIST = "shortlist", "拟立项"
    APPROVE = "approve", "批准立项"
    WAITLIST = "waitlist", "候补"
    MERGE = "merge", "合并立项"
    DECLINE = "decline", "不予立项"


# What a verdict makes of the project, and so how it looks before it is published.
BECOMES = {
    Verdict.SHORTLIST: Becoming.SHORTLISTED,
    Verdict.APPROVE: Becoming.APPROVED,
    Verdict.WAITLIST: Becoming.WAITLISTED,
    Verdict.MERGE: Becoming.MERGED,
    Verdict.DECLINE: Becoming.DECLINED,
}


class Opinion(models.Model):
    """What one person said at one step on one revision; a return voids it and keeps it visible."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="opinions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    result = models.CharField(max_length=20, choices=Result)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            UniqueConstraint(
                fields=["project", "step"], condition=Q(voided_at__isnull=True), name="one_valid_opinion_per_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_result_display()}"


class OpinionScore(models.Model):
    """The points of one principle in an opinion."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="scores")
    principle = models.CharField(max_length=20)
    points = models.PositiveIntegerField()

    class Meta:
        constraints = [UniqueConstraint(fields=["opinion", "principle"], name="a_principle_is_scored_once")]

    def __str__(self) -> str:
        return f"{self.principle}: {self.points}"


class Publication(models.Model):
    """One batch of decisions made known together."""

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="publications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [UniqueConstraint(fields=["programme", "number"], name="publications_are_numbered")]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Publication]":
        """To the section that runs the programme; others learn of it by the projects and documents themselves."""
        runs = user.organisations_as(*SECTION)
        return cls.objects.filter(programme__managing_organisation__in=runs).select_related("programme")


class Decision(models.Model):
    """A decision on a project: quiet, known to the section alone, until it is published; undone before that only."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict)
    reason = models.TextField(blank=True)
    merge_into = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    publication = models.ForeignKey(Publication, null=True, on_delete=models.PROTECT, related_name="decisions")

    # A decision that is made and not yet known to others. A project that ended meanwhile (it was withdrawn) voids it:
    # it stays on record for the section and counts for nothing.
    QUIET = Q(undone_at__isnull=True, publication__isnull=True) & ~Q(project__status__in=ENDED)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            UniqueConstraint(
                fields=["project"],
                condition=Q(undone_at__isnull=True, publication__isnull=True),
                name="one_quiet_decision_per_project",
            ),
            CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(publication__isnull=True),
                name="what_is_published_is_not_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.get_verdict_display()}"

    @property
    def tone(self) -> str:
        """How the verdict looks: the icon and the colour of what the project will be."""
        return TONES[BECOMES[Verdict(self.verdict)]]

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Decision]":
        """To the section alone, published or not."""
        runs = user.organisations_as(*SECTION)
        return cls.objects.filter(project__programme__managing_organisation__in=runs).select_related(
            "project__programme", "project__nominating_organisation"
        )


class IssuedDocument(models.Model):
    """One paper of a publication that has gone out: written with it in one transaction, so that none goes out twice.

    A 公示 takes no number from the register: it is kept as a pair of files.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="papers")
    paper = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(
                fields=["publication", "paper"],
                condition=Q(organisation=None),
                name="one_paper_for_all_per_publication",
            ),
            UniqueConstraint(
                fields=["publication", "paper", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_paper_per_organisation_and_publication",
            ),
            CheckConstraint(
                condition=Q(document__isnull=False, pdf=None, docx=None)
                | Q(document=None, pdf__isnull=False, docx__isnull=False),
                name="a_paper_is_official_or_a_pair_of_files",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.paper}"


class PublicityPeriod(models.Model):
    """The 公示 of a batch of shortlisted projects."""

    ref = models.SlugField(max_length=80, unique=True)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="publicity")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        ordering = ["-from_at"]

    def __str__(self) -> str:
        return f"{self.from_at:%Y-%m-%d}–{self.until_at:%Y-%m-%d}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[PublicityPeriod]":
        """To everybody signed in: that is what 公示 is for."""
        return cls.objects.select_related("publication__programme")


class Objection(models.Model):
    """What is raised in 公示 against a project, by name; an organisation's needs a sealed scan."""

    transitions = TRANSITIONS

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="objections")
    raised_by = models.CharField(max_length=120)
    is_organisation = models.BooleanField(default=False)
    contact = models.CharField(max_length=100)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    status_since = models.DateTimeField()
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["raised_at"]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.raised_by}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Objection]":
        """To the section that runs the programme, and to whoever raised it."""
        runs = user.organisations_as(*SECTION)
        seen = Q(project__programme__managing_organisation__in=runs) | Q(by=user)
        return cls.objects.filter(seen).select_related("project__programme")

    def facts(self, at: datetime) -> None:
        """No row of the table asks for facts."""
