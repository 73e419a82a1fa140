"""The archive of a programme's year, and the folder of each project in it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.files.models import File
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project


class Shelf:
    """The door to a programme's archives: to the section that runs it alone, a stranger learns of none."""

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Programme]":
        return Programme.objects.filter(managing_organisation__in=user.organisations_as(*SECTION))


class Concluded:
    """The door to a project whose file is to be closed: to the section alone."""

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Project]":
        runs = user.organisations_as(*SECTION)
        return Project.visible_to(user).filter(programme__managing_organisation__in=runs)


class Archive(models.Model):
    """One archive: begun with its projects and terms fixed, finished when its ZIP was proved and kept.

    `maker` tells the process that writes it now from one that was believed dead.
    """

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="archives")
    terms = models.JSONField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_by_name = models.CharField(max_length=120)
    projects = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    maker = models.CharField(max_length=32, blank=True)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    files = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="archives_are_numbered"),
            UniqueConstraint(
                fields=["programme"], condition=Q(finished_at__isnull=True), name="one_archive_in_the_making"
            ),
            CheckConstraint(
                condition=Q(finished_at__isnull=True, file__isnull=True)
                | Q(finished_at__isnull=False, file__isnull=False),
                name="finished_exactly_when_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.year}年度归档包第{self.number}版"

    @property
    def file_name(self) -> str:
        return f"{self.programme.title}归档包第{self.number}版.zip"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Archive]":
        """To the section that runs the programme alone."""
        runs = user.organisations_as(*SECTION)
        return cls.objects.filter(programme__managing_organisation__in=runs).select_related("programme", "file")


class ArchiveFolder(models.Model):
    """The folder of one project; `ends_at` says how far the ZIP is good once it was written, None until then.

    `entries` are what the list of contents of the ZIP will say, `sums` (hash, path) of every file, `row` the line of
    the index.
    """

    archive = models.ForeignKey(Archive, on_delete=models.PROTECT, related_name="folders")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="archive_folders")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    items = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    ends_at = models.PositiveBigIntegerField(null=True)
    entries = models.JSONField(default=list)
    sums = models.JSONField(default=list)
    row = models.JSONField(default=list)

    class Meta:
        ordering = ["place"]
        constraints = [
            UniqueConstraint(fields=["archive", "place"], name="folders_stand_in_order"),
            UniqueConstraint(fields=["archive", "project"], name="a_project_is_archived_once_per_archive"),
        ]
        indexes = [Index(fields=["archive", "ends_at"], name="folders_to_be_written")]

    def __str__(self) -> str:
        return self.name or str(self.project_id)
