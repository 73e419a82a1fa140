"""The register of results: what came out of a project in theory, in institutions and in practice."""

from typing import Any

from django.db import models
from django.db.models import Index, QuerySet, UniqueConstraint

from lixiang.closing.models.dossiers import Dossier
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.projects.rules.words import RESULT_WORDS


class Result(models.Model):
    """One entry; `promise` is the key of the promised form that it keeps, `evidence` the numbers of what proves it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="results")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="results")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="results")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=list(RESULT_WORDS.items()))
    title = models.CharField(max_length=200)
    effect = models.CharField(max_length=500, blank=True)
    promise = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["place"]
        constraints = [UniqueConstraint(fields=["dossier", "place"], name="results_stand_in_order")]
        indexes = [Index(fields=["programme", "kind", "id"], name="results_by_kind")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Result]":
        """To whoever sees the dossier."""
        return cls.objects.filter(dossier__in=Dossier.visible_to(user).select_related(None).order_by().values("pk"))

    def as_row(self) -> dict[str, Any]:
        """What a revision says of it."""
        names = ("kind", "title", "effect", "promise")
        return {**{name: getattr(self, name) for name in names}, "evidence": sorted(self.evidence)}
