"""A goal of a plan: indicator, baseline, target, and the value reached."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from lixiang.delivery.models.planned import Planned


class PlannedGoal(Planned):
    """指标, 基线, 目标值 as promised and 完成值 as last reported; earlier values stand in the history."""

    indicator = models.CharField(max_length=300)
    baseline = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)
    reached = models.CharField(max_length=200, blank=True)
    reached_on = models.DateField(null=True)

    class Meta(Planned.Meta):
        constraints = [
            CheckConstraint(
                condition=Q(reached="", reached_on__isnull=True) | (~Q(reached="") & Q(reached_on__isnull=False)),
                name="reached_exactly_when_dated",
            )
        ]
        indexes = [Index(fields=["plan", "place"], name="goals_of_a_plan")]

    def __str__(self) -> str:
        return self.indicator
