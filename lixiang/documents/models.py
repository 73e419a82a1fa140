"""The register of numbers, issued documents, and who signed for them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from lixiang.documents.numbers import DocumentNumber
from lixiang.files.models import File
from lixiang.people.models import Organisation, User
from lixiang.people.roles import ADMINISTRATORS, SECTION, Role

READERS = tuple(role for role in Role if role not in ADMINISTRATORS)


class NumberSeries(models.Model):
    """The last number taken of one 机关代字 in one calendar year; locked while the next is taken."""

    code = models.CharField("机关代字", max_length=20)
    year = models.PositiveIntegerField("年份")
    last = models.PositiveIntegerField("已用至")

    class Meta:
        constraints = [UniqueConstraint(fields=["code", "year"], name="one_series_per_code_and_year")]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.last}"


def new_ref() -> str:
    """A public reference that tells nothing of how many documents there are."""
    return secrets.token_hex(6)


class OfficialDocumentQuerySet(models.QuerySet["OfficialDocument"]):
    def update(self, **fields: Any) -> int:
        raise TypeError("公文一经印发不得更改。")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("公文一经印发不得删除。")

    def bulk_update(self, *args: Any, **options: Any) -> int:
        raise TypeError("公文一经印发不得更改。")


class OfficialDocument(models.Model):
    """One issued document with the blocks it was printed from; written once, corrected only by another document."""

    ref = models.SlugField(max_length=20, unique=True, default=new_ref)
    kind = models.CharField("文种", max_length=20)
    title = models.TextField("标题")  # some name every project they speak of
    series = models.CharField("机关代字", max_length=20, blank=True)
    year = models.PositiveIntegerField("年份", null=True)
    number = models.PositiveIntegerField("序号", null=True)
    context = models.JSONField("内容")
    pdf = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField("页数")
    fallbacks = models.JSONField("替代字体", default=list)
    mark = models.CharField("标记", max_length=40, blank=True)
    signed_by = models.CharField("电子签名", max_length=120, blank=True)  # the name in the certificate; "" on paper
    programme_code = models.CharField("批次", max_length=60, blank=True)
    subjects = models.JSONField("所涉事项", default=list)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    issued_at = models.DateTimeField("印发时间")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    issued_by_name = models.CharField("经办人", max_length=120)

    objects = OfficialDocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = [Index(fields=["programme_code", "-id"], name="documents_of_a_programme")]
        constraints = [
            UniqueConstraint(
                fields=["series", "year", "number"], condition=Q(number__isnull=False), name="a_number_is_used_once"
            ),
            CheckConstraint(
                condition=Q(series="", year__isnull=True, number__isnull=True)
                | (~Q(series="") & Q(year__isnull=False, number__isnull=False, number__gte=1)),
                name="a_number_is_whole_or_absent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number_text}）" if self.number else self.title

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None:
            raise TypeError("公文一经印发不得更改，更正请另行印发并写明所更正的公文。")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("公文一经印发不得删除。")

    @property
    def number_text(self) -> str:
        """淮组通字〔2018〕27号, or nothing for a kind without number."""
        return str(DocumentNumber(self.series, self.year, self.number)) if self.number else ""

    @property
    def file_name(self) -> str:
        """What a download is called, without its ending."""
        return f"{self.number_text} {self.title}".strip().replace("/", "／").replace("\n", "")

    @classmethod
    def visible_to(cls, user: User) -> OfficialDocumentQuerySet:
        """All for the section; else what is addressed to an organisation where a role of the work is held."""
        if user.holds(*SECTION):
            return cls.objects.all()
        mine = Addressee.objects.filter(organisation__in=user.organisations_as(*READERS))
        return cls.objects.filter(pk__in=mine.values("document_id"))

    @classmethod
    def readable_among(cls, user: User, papers: Iterable[OfficialDocument | None]) -> frozenset[int]:
        """The keys of those that the person may open, so that a page links no other; one query, or none for none."""
        keys = [paper.pk for paper in papers if paper is not None]
        return frozenset(cls.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else frozenset()


class Addressee(models.Model):
    """An organisation to which a document was sent, and who there signed for it."""

    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="addressees")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents_received")
    name = models.CharField("印发时的名称", max_length=120)
    place = models.PositiveIntegerField("次序")
    acknowledged_at = models.DateTimeField("签收时间", null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_by_name = models.CharField("签收人", max_length=120, blank=True)

    class Meta:
        ordering = ("place", "id")
        constraints = [
            UniqueConstraint(fields=["document", "organisation"], name="an_organisation_is_addressed_once"),
            CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True, acknowledged_by_name="")
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="a_receipt_has_a_moment_and_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name
