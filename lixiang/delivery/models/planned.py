"""What milestones and goals of a plan share: their place in it, the revision they rest on, whether they still count."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from lixiang.delivery.models.plans import Plan, seen_by
from lixiang.delivery.rules.milestones import PlannedFacts
from lixiang.delivery.rules.progress import Progress
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project, Revision
from lixiang.projects.states import Status as ProjectStatus


class Planned(models.Model):
    """One row of a plan; `retired_at` says when a later revision left it out, what was reported of it stays."""

    ref = models.SlugField(max_length=120, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="%(class)ss")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="%(class)ss")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    retired_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True
        ordering = ["place", "id"]

    @classmethod
    def visible_to(cls, user: Any) -> QuerySet[Self]:
        """To whoever sees the project."""
        related = ("plan", "project__programme", "project__version")
        return cls._default_manager.filter(project__in=seen_by(user)).select_related(*related)

    def facts(self, at: datetime) -> PlannedFacts:
        """What the rules may know of this row at a moment."""
        rule: Any = the_setting(self.project.version, Progress)
        return PlannedFacts(
            today=timezone.localtime(at).date(),
            starts_on=getattr(self, "from_on", None) or self.plan.from_on,
            is_active=self.project.status == ProjectStatus.ACTIVE,
            project_word=self.project.get_status_display(),
            is_retired=self.retired_at is not None,
            clause=rule.clause if rule else "",
            counts_participants=bool(rule and rule.counts_participants),
            needs_evidence=bool(rule and rule.needs_evidence),
        )
