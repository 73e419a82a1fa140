"""The rows of an application: team, goals, milestones, expected results, joint organisations, other answers."""

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint

from lixiang.projects.models.project import Project
from lixiang.projects.rules.cells import names_of


class Row(models.Model):
    """One row in its place; `field` is the name of the form's field, since a form may ask for two tables of a kind."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="%(class)ss")
    field = models.CharField(max_length=60)
    order = models.PositiveIntegerField()

    # What a form, a revision and a difference show of a row, in this order.
    CELLS: tuple[str, ...] = ()

    class Meta:
        abstract = True
        ordering = ["field", "order"]
        constraints = [UniqueConstraint(fields=["project", "field", "order"], name="%(class)ss_stand_in_order")]


class TeamMember(Row):
    """One member of the team."""

    CELLS = names_of("team")

    name = models.CharField(max_length=60, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    post = models.CharField(max_length=100, blank=True)
    part = models.CharField(max_length=200, blank=True)

    class Meta(Row.Meta):
        indexes = [models.Index(fields=["name"], name="team_members_by_name")]

    def __str__(self) -> str:
        return self.name


class Goal(Row):
    """What is to be reached: indicator, baseline, target."""

    CELLS = names_of("goals")

    indicator = models.CharField(max_length=300, blank=True)
    baseline = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.indicator


class Milestone(Row):
    """One step of the plan with its dates and what it delivers."""

    CELLS = names_of("milestones")

    title = models.CharField(max_length=300, blank=True)
    from_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    deliverable = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.title


class ExpectedResult(Row):
    """A form of result that is promised: 理论, 制度 or 实践, and what it will be."""

    CELLS = names_of("results")

    kind = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.form


class JointOrganisation(Row):
    """Another organisation that takes part."""

    CELLS = names_of("organisations")

    name = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What the draft says in one field that has no column: a text, or the rows of a table.

    The rows stand here once more as they were typed, so that a form is read in one query; `rows_out_of_step` compares.
    A text that names no topic or organisation waits here too.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="answers")
    field = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    rows = models.JSONField(null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["project", "field"], name="a_field_is_answered_once")]

    def __str__(self) -> str:
        return self.field


class SectionSave(models.Model):
    """How often a section was saved, when and by whom: what autosave compares before it writes."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="section_saves")
    section = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    saved_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [UniqueConstraint(fields=["project", "section"], name="a_section_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.section} {self.number}"
