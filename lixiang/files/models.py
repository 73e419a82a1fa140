"""A file by its content, and who claims it for what."""

from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Index


class File(models.Model):
    """Bytes that never change, kept once under their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256}"

    def open(self) -> BinaryIO:
        return default_storage.open(self.path, "rb")  # type: ignore[return-value]


class Claim(models.Model):
    """One file in one place: the thing it belongs to, the part it plays there, the name it was given."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="claims")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    part = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [Index(fields=["subject_kind", "subject_id", "part"], name="claims_of_a_thing")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, subject: models.Model, *parts: str) -> "models.QuerySet[Claim]":
        """The living claims of a thing, all of them or those of the parts named."""
        claims = cls.objects.select_related("file").filter(
            subject_kind=subject._meta.model_name, subject_id=subject.pk, released_at=None
        )
        return claims.filter(part__in=parts) if parts else claims

    def as_row(self) -> dict[str, Any]:
        """What a revision says of an attachment."""
        return {"name": self.name, "part": self.part, "sha256": self.file.sha256, "size": self.file.size}
