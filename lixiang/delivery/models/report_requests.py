"""An ad-hoc report that the section asked a chosen set of projects for."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from lixiang.people.roles import Role
from lixiang.programmes.models import Programme


class ReportRequest(models.Model):
    """What is asked, why, and until when; each chosen project owes one report."""

    ref = models.SlugField(max_length=80, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="report_requests")
    title = models.CharField(max_length=100)
    ground = models.CharField(max_length=500, blank=True)
    questions = models.JSONField()
    evidence = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    key = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[ReportRequest]":
        """To the section that asks; everybody else sees the report of an own project."""
        runs = user.organisations_as(Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)
        return cls.objects.filter(programme__managing_organisation__in=runs)
