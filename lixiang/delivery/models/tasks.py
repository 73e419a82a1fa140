"""A task (交办事项) that a meeting or an inspection handed out: one owner, one due date."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.delivery.permissions import ATTENDING
from lixiang.delivery.rules.tasks import SOURCES
from lixiang.delivery.states.tasks import TONES, TRANSITIONS, Status
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.projects.states import FOLLOWED


class Task(models.Model):
    """What is to be done, by whom alone, until when; `source` is the kind of thing it was handed out at."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tasks")
    source = models.CharField(max_length=20, choices=tuple(SOURCES.items()))
    source_id = models.BigIntegerField()
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    cooperating = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    remark = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=30, choices=Status, default=Status.OPEN)
    status_since = models.DateTimeField()
    handed_out_at = models.DateTimeField()
    note = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="tasks_are_numbered"),
            CheckConstraint(condition=~Q(title=""), name="a_task_says_what_is_to_be_done"),
        ]
        indexes = [
            Index(fields=["programme", "due_on", "id"], name="tasks_by_due_date"),
            Index(fields=["programme", "status", "due_on", "id"], name="tasks_by_status"),
            Index(fields=["organisation", "status", "due_on"], name="tasks_of_an_organisation"),
            Index(fields=["source", "source_id"], name="tasks_of_a_source"),
            Index(fields=["project", "status", "due_on"], name="tasks_of_a_project"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def due_at(self) -> datetime:
        """The last second of the due date."""
        return end_of(self.due_on)

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Task]":
        """All to the section, their own to those responsible, and a project's to whoever sees the project."""
        attends = user.organisations_as(*ATTENDING)
        nominates = user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)
        follows = user.organisations_as(Role.INSPECTOR, Role.FINANCE)
        seen = Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        if attends:
            seen |= Q(organisation__in=attends) | Q(project__nominating_organisation__in=nominates)
            seen |= Q(project__drafting_organisation__in=user.organisations_as(Role.UNIT_CLERK))
        if follows:
            seen |= Q(programme__managing_organisation__in=follows, project__status__in=FOLLOWED)
        return cls.objects.filter(seen).select_related("programme__managing_organisation", "organisation", "project")

    def facts(self, at: datetime) -> None:
        """No row of the table asks for facts; what a verb needs beside them its action asks of the rules."""
