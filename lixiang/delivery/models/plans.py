"""The plan of a project: the approved revision it was made from, its time, and what of it is done."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, QuerySet

from lixiang.programmes.models import Programme
from lixiang.projects.models import Project, Revision


class Plan(models.Model):
    """Made once per approved revision; `milestones`, `done`, `next_title` and `next_on` count the rows in force."""

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="plan")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    from_on = models.DateField()
    due_on = models.DateField()
    milestones_made = models.PositiveIntegerField(default=0)
    goals_made = models.PositiveIntegerField(default=0)
    milestones = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    next_title = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(done__lte=F("milestones")), name="no_more_done_than_planned")]
        indexes = [Index(fields=["programme", "project"], name="plans_of_a_programme")]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Plan]":
        """To whoever sees the project."""
        return cls.objects.filter(project__in=seen_by(user)).select_related("project__programme", "project__version")


def seen_by(user: Any) -> QuerySet[Project]:
    """The keys of the projects that a person sees, for the things that hang on them."""
    return Project.visible_to(user).select_related(None).values("pk")
