"""The personal calendar of an account: a public reference and the edition of its secret address."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet


def new_ref() -> str:
    return secrets.token_hex(8)


class CalendarFeed(models.Model):
    """One per account. The token in the address is computed from reference and edition, so no secret is stored."""

    ref = models.SlugField(max_length=20, unique=True, default=new_ref)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    edition = models.PositiveIntegerField(default=1)
    renewed_at = models.DateTimeField()

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[CalendarFeed]":
        return cls.objects.filter(user=user)
