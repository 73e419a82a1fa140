"""Calendars: one meeting as a file, and the feed of a person with the secret in its address."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from icalendar import Calendar, Event

from lixiang.delivery.models import CalendarFeed, Meeting, Task
from lixiang.delivery.permissions import ATTENDING
from lixiang.delivery.states.meetings import Status
from lixiang.delivery.states.tasks import Status as TaskStatus

MOST = 500  # entries of a feed: a person who has more looks at the lists
REACHES_BACK = timedelta(days=90)
USUAL_LENGTH = timedelta(hours=2)
STATUSES = {Status.CANCELLED: "CANCELLED", Status.DRAFT: "TENTATIVE"}


def token_of(feed: CalendarFeed) -> str:
    """The secret of the address: computed from reference and edition, so that the next edition ends the one before."""
    message = f"calendar feed {feed.ref} {feed.edition}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def feed_by_token(ref: str, token: str) -> CalendarFeed | None:
    """The feed whose address this is, while its owner's account is in use; compared in constant time.

    An unknown reference costs the same comparison, so that time tells nothing.
    """
    feed = CalendarFeed.objects.select_related("user").filter(ref=ref).first()
    wanted = token_of(feed or CalendarFeed(ref=ref, edition=0))
    is_right = constant_time_compare(wanted, token)
    return feed if is_right and feed is not None and feed.user.is_active else None


def feed_of(user: Any) -> CalendarFeed | None:
    return CalendarFeed.visible_to(user).first()


def calendar_of(feed: CalendarFeed, at: datetime, host: str) -> bytes:
    """What its owner sees: meetings since three months and to come, open tasks of the own organisations."""
    since = at - REACHES_BACK
    seen = Meeting.visible_to(feed.user).exclude(status=Status.DRAFT)
    meetings = seen.filter(begins_at__gte=since).order_by("-begins_at")[:MOST]
    own = feed.user.organisations_as(*ATTENDING)
    tasks = Task.visible_to(feed.user).filter(organisation__in=own, status=TaskStatus.OPEN).order_by("due_on")[:MOST]
    entries = (*(entry_of(meeting, host) for meeting in meetings), *(_task(task, host) for task in tasks))
    return _written(entries, "会议和任务")


def calendar_of_meeting(meeting: Meeting, host: str) -> bytes:
    """One meeting as a file."""
    return _written((entry_of(meeting, host),), meeting.title)


def _written(entries: Iterable[Event], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//lixiang//meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


def entry_of(meeting: Meeting, host: str) -> Event:
    """A meeting under a name that stays, so that a change replaces what the calendar held; moments are in UTC."""
    begins_at = meeting.begins_at or meeting.drafted_at
    entry = Event()
    entry.add("uid", f"{meeting.ref}@{host}")
    entry.add("dtstamp", _utc(meeting.status_since))
    entry.add("sequence", meeting.edition)
    entry.add("dtstart", _utc(begins_at))
    entry.add("dtend", _utc(meeting.ends_at or begins_at + USUAL_LENGTH))
    entry.add("summary", str(meeting))
    entry.add("location", meeting.place)
    entry.add("description", "\n".join(_details(meeting)))
    entry.add("status", STATUSES.get(Status(meeting.status), "CONFIRMED"))
    return entry


def _details(meeting: Meeting) -> Iterable[str]:
    yield f"会议形式：{meeting.kind_title}"
    if meeting.chair:
        yield f"主持：{meeting.chair}"
    if meeting.notice:
        yield f"通知：{meeting.notice.number_text}"


def _task(task: Task, host: str) -> Event:
    """A task as a whole day: the last on which it is in time."""
    entry = Event()
    entry.add("uid", f"{task.ref}@{host}")
    entry.add("dtstamp", _utc(task.status_since))
    entry.add("dtstart", task.due_on)
    entry.add("dtend", task.due_on + timedelta(days=1))
    entry.add("summary", f"任务到期：{task.title}")
    entry.add("description", f"责任单位：{task.organisation.name}")
    return entry


def _utc(moment: datetime) -> datetime:
    return timezone.localtime(moment, UTC)
