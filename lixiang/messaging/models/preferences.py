"""How one person wants to be told outside the house."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from lixiang.messaging.rules.ways import DEFAULT, Ways


class Preference(models.Model):
    """One row per person who chose; who did not is told as `DEFAULT` says."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="message_preference")
    channels = models.JSONField(default=dict)
    collected = models.JSONField(default=list)
    digest_at = models.TimeField()
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Preference]":
        return cls.objects.filter(user=user)

    def ways(self) -> Ways:
        """As the rules read it."""
        channels = {kind: tuple(codes) for kind, codes in self.channels.items()}
        return Ways(channels, frozenset(self.collected), self.digest_at, self.quiet_from, self.quiet_until)


def ways_of(preference: Preference | None) -> Ways:
    return preference.ways() if preference else DEFAULT
