"""What is raised against a place in 公示, and how it was answered."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Index, Q, QuerySet

from lixiang.programmes.permissions import SECTION
from lixiang.ranking.models.rankings import Place
from lixiang.ranking.states.objections import TONES, TRANSITIONS, Status


class PlaceObjection(models.Model):
    """What somebody whose project is ranked raises by name; an upheld one wants a ranking that corrects this one."""

    transitions = TRANSITIONS

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    raised_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    status_since = models.DateTimeField()
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["raised_at", "id"]
        indexes = [Index(fields=["place", "status"], name="objections_to_a_place")]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.by_name}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[PlaceObjection]":
        """To the section that runs the programme, and to whoever raised it."""
        runs = user.organisations_as(*SECTION)
        seen = Q(place__ranking__programme__managing_organisation__in=runs) | Q(by=user)
        return cls.objects.filter(seen).select_related("place__ranking__programme", "place__project")

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    def facts(self, at: datetime) -> None:
        """No row of the table asks for facts."""
