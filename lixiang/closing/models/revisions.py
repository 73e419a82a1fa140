"""What was handed in of a dossier: an immutable copy with its hash and its receipt."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import UniqueConstraint

from lixiang.closing.models.dossiers import Dossier
from lixiang.projects.models.revision import Quick, Unescaped


class DossierRevision(models.Model):
    """Everything that the dossier said; the files are named by their hashes."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=Unescaped, decoder=Quick)
    hash = models.CharField(max_length=64)
    receipt_number = models.CharField(max_length=120, unique=True)
    key = models.UUIDField(unique=True)
    is_late = models.BooleanField(default=False)
    warnings = models.JSONField(default=list, encoder=Unescaped)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [UniqueConstraint(fields=["dossier", "number"], name="dossier_revisions_are_numbered")]

    def __str__(self) -> str:
        return self.receipt_number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("结项材料提交后不能改动。")
        super().save(*args, **kwargs)
