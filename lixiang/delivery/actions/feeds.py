"""The verb of a personal calendar: renew its address, which ends the old one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from lixiang.delivery.models import CalendarFeed
from lixiang.history.record import record


@transaction.atomic
def renew_feed(*, by: Any, at: datetime) -> CalendarFeed:
    """Give the person a calendar, or a new address for it; whoever holds the old one sees nothing from now on."""
    feed, is_new = CalendarFeed.objects.select_for_update(no_key=True).get_or_create(
        user=by, defaults={"renewed_at": at}
    )
    if not is_new:
        feed.edition, feed.renewed_at = feed.edition + 1, at
        feed.save(update_fields=["edition", "renewed_at"])
    record(feed, "renew", by=by, at=at, detail={"edition": feed.edition})
    return feed
