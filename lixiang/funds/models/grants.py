"""The support that a project was granted, and how its side plans to spend it."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from lixiang.programmes.models import Programme
from lixiang.projects.models import Project


class Grant(models.Model):
    """The amount as it stands, in fen; how it came to be so is in the ledger and in the history."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="grants")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="grant")
    amount = models.BigIntegerField()
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [CheckConstraint(condition=Q(amount__gt=0), name="a_grant_is_more_than_nothing")]

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """What is planned for one heading, in fen."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="budget_lines")
    heading = models.CharField(max_length=40)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "heading"], name="one_budget_line_per_heading"),
            CheckConstraint(condition=Q(amount__gte=0), name="a_budget_is_no_debt"),
        ]

    def __str__(self) -> str:
        return self.heading
