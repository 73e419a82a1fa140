"""The units that carried a project out before another took over."""

from collections.abc import Collection

from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint

from lixiang.people.models import Organisation
from lixiang.projects.models.project import Project


class FormerUnit(models.Model):
    """It reads what happened until then, and writes nothing any more."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="former_units")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "organisation", "until_at"], name="a_unit_hands_over_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.project_id}:{self.organisation_id}"


def past_of(organisations: Collection[int], moment: str) -> Q:
    """What hangs on a project and happened at its `moment` while one of these units still carried the project out."""
    if not organisations:
        return Q(pk__in=[])
    until = {"project": OuterRef("project"), "until_at__gte": OuterRef(moment)}
    return Q(Exists(FormerUnit.objects.filter(organisation__in=organisations, **until)))
