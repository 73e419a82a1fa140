"""A compendium (成果汇编) of a programme's published case studies: what goes in is fixed when it is begun."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet, UniqueConstraint

from lixiang.files.models import File
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION


class Compendium(models.Model):
    """`cases` are keys and hashes of the published revisions in their order; both files are kept at once."""

    ref = models.SlugField(max_length=100, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="compendia")
    cases = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_by_name = models.CharField(max_length=120)
    pdf = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="compendia_are_numbered"),
            CheckConstraint(
                condition=Q(finished_at__isnull=True, pdf__isnull=True, docx__isnull=True)
                | Q(finished_at__isnull=False, pdf__isnull=False, docx__isnull=False),
                name="compiled_exactly_when_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.year}年度成果汇编第{self.number}版"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Compendium]":
        """Finished ones to everybody who is signed in: they hold what was published; others to the section."""
        runs = user.organisations_as(*SECTION)
        seen = Q(finished_at__isnull=False) | Q(programme__managing_organisation__in=runs)
        return cls.objects.filter(seen).select_related("programme", "pdf", "docx")
