"""How an office words its messages: rows are only added, so that the history of each sentence is kept."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Index, QuerySet

from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme


class Phrasing(models.Model):
    """In place of `default`, which names the sentence; the newest row counts, and empty words mean the default again.

    A default that a later version of the product words anew is another sentence: what was written for the old one
    rests, and the page says so.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, null=True, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    default = models.TextField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["organisation", "subject_kind", "verb"], name="phrasings_of_an_office")]

    def __str__(self) -> str:
        return self.words or self.default

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Phrasing]":
        """The office's own section."""
        return cls.objects.filter(organisation__in=user.organisations_as(Role.SECTION_CLERK, Role.SECTION_HEAD))
