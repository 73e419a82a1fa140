"""The outbox: whom and how a message reaches outside, the office's list, and the record of reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lixiang.access.keys import key_in
from lixiang.channels.door import EMAIL, PHONE, Channel, channels_in_use
from lixiang.channels.letters import Letter
from lixiang.history.models import Event
from lixiang.messaging.models import Dispatch, Halt, Message, Preference
from lixiang.messaging.models.dispatches import SHOWN
from lixiang.messaging.models.preferences import ways_of
from lixiang.messaging.rules import ways
from lixiang.people.models import User
from lixiang.people.roles import SECTION
from lixiang.people.rules import masked_phone
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project

PER_PAGE = 50


def office_of(event: Event) -> int | None:
    """The organisation that runs the event's programme; None for what belongs to no programme."""
    programme = Programme.objects.filter(pk=event.programme_id).values_list("managing_organisation_id", flat=True)
    return programme.first() if event.programme_id else None


def halt_of(office: int | None) -> Halt | None:
    return Halt.objects.filter(organisation=office, ended_at=None).first() if office else None


def accounts_of(people: Iterable[int]) -> dict[int, User]:
    """With roles and preference, in three queries at most."""
    found = User.objects.filter(pk__in=set(people)).select_related("message_preference")
    return {each.pk: each for each in found.prefetch_related("roles")}


def channels_for(account: User) -> list[Channel]:
    """The channels in use by which this account can be reached; a group is for the section's own people."""
    is_of_the_office = any(held.valid_to is None and held.role in SECTION for held in account.roles.all())
    return [
        each for each in channels_in_use() if getattr(account, each.reach) and (is_of_the_office or not each.is_group)
    ]


def channels_lacking(account: User) -> list[tuple[str, str]]:
    """Channels in use for which the account lacks its address: what is lacking, and for what."""
    words = {EMAIL: "电子邮箱", PHONE: "电话"}
    return [
        (words[each.reach], each.label)
        for each in channels_in_use()
        if not (getattr(account, each.reach) or each.is_group)
    ]


def ways_for(account: User) -> ways.Ways:
    return ways_of(Preference.visible_to(account).first())


def letter_for(
    parcel: list[Dispatch], channel: Channel, heard: dict[int, list[Message]], site: str, at: datetime
) -> Letter:
    """One letter of all that is due to one person by one channel, or to one group, whose listeners are `heard`."""
    key = f"{parcel[0].pk}-{len(parcel)}"
    if channel.is_group:
        return _letter_to_group(heard, key, site, at)
    sentences = [each.message.sentence for each in parcel]
    to = getattr(parcel[0].user, channel.reach)
    is_sample = parcel[0].user.is_sample
    return Letter(to, ways.subject_of(sentences), ways.words_of(sentences, site), key, is_sample=is_sample)


def listeners(parcel: list[Dispatch], channel: Channel) -> dict[int, list[Message]]:
    """By event, the unread messages of those who chose to be told of it in this group; five queries at most."""
    events = {each.message.event_id for each in parcel}
    unread = Message.objects.filter(event__in=events, read_at=None, user__is_active=True).order_by("event", "pk")
    messages = list(unread)
    accounts = accounts_of(message.user_id for message in messages)
    found: dict[int, list[Message]] = {}
    for message in messages:
        message.user = accounts[message.user_id]
        if channel in channels_for(message.user) and channel.code in _wanted(message).channels.get(message.kind, ()):
            found.setdefault(message.event_id, []).append(message)
    return found


def _letter_to_group(heard: dict[int, list[Message]], key: str, site: str, at: datetime) -> Letter:
    """Every sentence once; who wants quiet at this hour is not called on."""
    messages = [message for told in heard.values() for message in told]
    sentences = tuple(dict.fromkeys(message.sentence for message in messages))
    awake = (message.user.phone for message in messages if ways.after_quiet(_wanted(message), at) == at)
    words = ways.words_of(sentences, site)
    is_sample = all(message.user.is_sample for message in messages)
    return Letter("", ways.subject_of(sentences), words, key, tuple(dict.fromkeys(awake)), is_sample)


def _wanted(message: Message) -> ways.Ways:
    return ways_of(getattr(message.user, "message_preference", None))


@dataclass(frozen=True)
class Outgoing:
    """A row of the office's outbox; `sentence` is empty where it tells of what the office may not know yet."""

    dispatch: Dispatch
    sentence: str
    word: str
    tone: str
    to: str

    @property
    def name(self) -> str:
        return "工作群" if self.dispatch.is_to_a_group else self.dispatch.user.name

    @property
    def may_be_held(self) -> bool:
        return self.word in ("待发", "失败，待重试")

    @property
    def may_be_released(self) -> bool:
        return self.word in ("暂缓", "发送失败", "中断，可能已送达")

    @property
    def may_be_dropped(self) -> bool:
        return self.may_be_held or self.may_be_released


@dataclass(frozen=True)
class OutboxPage:
    rows: tuple[Outgoing, ...]
    next_key: str


def outbox(user: Any, shown: str, after: str, at: datetime) -> OutboxPage:
    """Newest first, page by key; two queries."""
    _, wanted = SHOWN.get(shown, SHOWN[""])
    found: QuerySet[Dispatch] = Dispatch.visible_to(user).filter(wanted).select_related("message__event", "user")
    below = key_in(after)
    rows = list((found.filter(pk__lt=below) if below else found).order_by("-pk")[: PER_PAGE + 1])
    known = _known_to(user, [row.message.event for row in rows])
    listed = tuple(_outgoing(row, known, at) for row in rows[:PER_PAGE])
    return OutboxPage(listed, str(rows[PER_PAGE - 1].pk) if len(rows) > PER_PAGE else "")


def _known_to(user: Any, events: Iterable[Event]) -> frozenset[int]:
    """The projects among the subjects that this person may see: a draft is nobody's outside its county."""
    wanted = {event.subject_id for event in events if event.subject_kind == "project"}
    return frozenset(Project.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))


def _outgoing(dispatch: Dispatch, known: frozenset[int], at: datetime) -> Outgoing:
    event = dispatch.message.event
    hidden = event.subject_kind == "project" and event.subject_id not in known
    word, tone = dispatch.state_at(at)
    return Outgoing(dispatch, "" if hidden else dispatch.message.sentence, word, tone, _masked(dispatch))


def _masked(dispatch: Dispatch) -> str:
    """Where it goes, as far as whoever looks after the outbox must see."""
    if dispatch.is_to_a_group:
        return ""
    if dispatch.channel == EMAIL:
        name, _, domain = dispatch.user.email.partition("@")
        return f"{name[:2]}***@{domain}" if domain else ""
    return masked_phone(dispatch.user.phone)
