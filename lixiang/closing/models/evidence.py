"""A piece of evidence: a claimed file with its kind, when and where it was made, by whom, and what it proves."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from lixiang.closing.models.dossiers import Dossier
from lixiang.files.models import Claim, File


class Source(models.TextChoices):
    """Where a time or a place comes from."""

    PICTURE = "picture", "照片自带"
    TYPED = "typed", "录入"
    NONE = "", "未注明"


class Evidence(models.Model):
    """`number` is its column in the matrix; `removed_at` takes it out of the dossier; what was handed in names it.

    The bytes of a picture stay as they came; `thumbnail` and `public_copy` are made from them and say nothing of where
    and when it was taken.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300, blank=True)
    made_at = models.CharField(max_length=40, blank=True)
    made_at_source = models.CharField(max_length=10, choices=Source, blank=True)
    place = models.CharField(max_length=200, blank=True)
    place_source = models.CharField(max_length=10, choices=Source, blank=True)
    made_by = models.CharField(max_length=120, blank=True)
    proves = models.JSONField(default=list)
    thumbnail = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    public_copy = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="evidence_is_numbered"),
            CheckConstraint(
                condition=Q(made_at="", made_at_source="") | (~Q(made_at="") & ~Q(made_at_source="")),
                name="a_time_says_its_source",
            ),
            CheckConstraint(
                condition=Q(place="", place_source="") | (~Q(place="") & ~Q(place_source="")),
                name="a_place_says_its_source",
            ),
        ]
        indexes = [Index(fields=["dossier", "removed_at", "number"], name="evidence_of_a_dossier")]

    def __str__(self) -> str:
        return self.claim.name

    def as_row(self) -> dict[str, Any]:
        """What a revision says of it."""
        names = ("number", "kind", "words", "made_at", "made_at_source", "place", "place_source", "made_by")
        own = {name: getattr(self, name) for name in names}
        return {**self.claim.as_row(), **own, "proves": sorted(self.proves)}
