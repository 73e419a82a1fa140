"""A programme, its versions, and the rows that a version freezes."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet, UniqueConstraint

from lixiang.people.models import Organisation
from lixiang.programmes import permissions
from lixiang.programmes.rules.kinds import STEPS
from lixiang.programmes.states import TRANSITIONS, Status


class Programme(models.Model):
    """One notice carried out in one year."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    year = models.PositiveIntegerField()
    managing_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    projects_made = models.PositiveIntegerField(default=0)
    cloned_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "ref"]
        constraints = [CheckConstraint(condition=Q(year__range=(1949, 2200)), name="programme_year_is_a_year")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Programme]":
        """Published ones to everybody signed in; drafts to the section that runs them."""
        return cls.visible_to_section_at(user.organisations_as(*permissions.SECTION))

    @classmethod
    def visible_to_section_at(cls, own: Collection[int]) -> "QuerySet[Programme]":
        """What a person of the section at these organisations sees; with none of them, what everybody sees."""
        return cls.objects.filter(~Q(status=Status.DRAFT) | Q(managing_organisation__in=own))

    def facts(self, at: Any) -> None:
        """No row of the table asks for facts."""

    @property
    def tone(self) -> str:
        """How its status is coloured on a page."""
        return {Status.DRAFT: "neutral", Status.PUBLISHED: "active"}.get(Status(self.status), "closed")

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED


class Version(models.Model):
    """What the notice said from a moment on; frozen once published."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    about = models.JSONField()
    topics = models.JSONField(default=list)
    in_force_from = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    pack_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="versions_are_numbered"),
            CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="version_published_at_with_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"

    @property
    def is_frozen(self) -> bool:
        return self.published_at is not None


class Clause(models.Model):
    """One numbered passage of the notice."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=20)
    text = models.TextField()
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [UniqueConstraint(fields=["version", "key"], name="a_clause_stands_once")]

    def __str__(self) -> str:
        return self.key


class Topic(models.Model):
    """One entry that a catalogue of the programme has ever had, in the words that projects chose it by.

    Which entries are on offer stands in each version (`topics`: number, title), so that a change counts from the moment
    at which its version takes force.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["number", "id"]
        constraints = [UniqueConstraint(fields=["programme", "number", "title"], name="a_topic_stands_once")]

    def __str__(self) -> str:
        return f"{self.number}.{self.title}"


class Setting(models.Model):
    """One rule or text of a version: its kind, its parameters, the clause it rests on, how hard it is."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="settings")
    kind = models.CharField(max_length=60)
    parameters = models.JSONField()
    clause = models.CharField(max_length=20)
    strictness = models.CharField(max_length=10)
    note = models.CharField(max_length=400, blank=True)
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [UniqueConstraint(fields=["version", "order"], name="settings_stand_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.clause})"


class Extension(models.Model):
    """A later deadline for one organisation, or for all where none is named: who, until when, why."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="extensions")
    step = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["-granted_at"]

    def __str__(self) -> str:
        return f"{self.step} {self.until}"

    @property
    def step_in_words(self) -> str:
        return STEPS[self.step]


class CalendarDay(models.Model):
    """What the office says of one day: free, worked, or as the national table has it; never deleted."""

    class Kind(models.TextChoices):
        HOLIDAY = "HOLIDAY", "放假"
        WORKED = "WORKED", "调休上班"
        NATIONAL = "NATIONAL", "按国家安排"

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
