"""By which channels and when a person is told of which kind of message; pure.

In the house everybody is told at once. Outside, a kind goes by the channels that a person chose, at once or collected
into one letter a day, and never in the hours in which the person wants quiet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lixiang.messaging.rules import Told
from lixiang.ui.written import SHANGHAI

KINDS = {"todo": "需要办理", "reminder": "催办", "document": "公文", "news": "办理进展"}
# Told in the house alone: what is not published yet, and what somebody raised in a publicity period.
INSIDE = frozenset(
    {
        ("decision", "decide"),
        ("decision", "undo"),
        ("objection", "object_to"),
        ("objection", "uphold"),
        ("objection", "dismiss"),
    }
)
ASKS = "请"
LONGEST_SUBJECT = 60  # what a list of mails shows; the text below has the sentence whole
FIRST_WAIT, LONGEST_WAIT, MOST_ATTEMPTS = timedelta(minutes=1), timedelta(hours=2), 6


@dataclass(frozen=True)
class Ways:
    """Channels by kind, the kinds that are collected, and the hours."""

    channels: Mapping[str, tuple[str, ...]]
    collected: frozenset[str]
    digest_at: time
    quiet_from: time | None
    quiet_until: time | None


# A work address is written to about what one must do; SMS costs money and a group listens, so both are chosen.
DEFAULT = Ways(
    {"todo": ("email",), "reminder": ("email",), "document": ("email",)}, frozenset(), time(8), time(21), time(7, 30)
)


def kind_of(subject_kind: str, verb: str, told: Told) -> str:
    """A sentence that asks (请) is something to do; the product's own words decide, not the office's."""
    if verb == "remind":
        return "reminder"
    if subject_kind == "officialdocument":
        return "document"
    return "todo" if ASKS in told.words else "news"


def may_leave(subject_kind: str, verb: str) -> bool:
    return (subject_kind, verb) not in INSIDE


def due_at(ways: Ways, kind: str, at: datetime) -> datetime:
    """The moment from which a message may leave: now, at the next collection, after the quiet hours."""
    moment = _next(ways.digest_at, at) if kind in ways.collected else at
    return after_quiet(ways, moment)


def after_quiet(ways: Ways, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours in which it falls."""
    if ways.quiet_from is None or ways.quiet_until is None or ways.quiet_from == ways.quiet_until:
        return at
    return _next(ways.quiet_until, at) if _is_within(ways.quiet_from, ways.quiet_until, _clock(at)) else at


def _is_within(start: time, end: time, clock: time) -> bool:
    """Also over midnight."""
    return start <= clock < end if start < end else clock >= start or clock < end


def _clock(at: datetime) -> time:
    return at.astimezone(SHANGHAI).time()


def _next(clock: time, at: datetime) -> datetime:
    """The next moment at which the clock in Shanghai shows this time, `at` itself included."""
    today = datetime.combine(at.astimezone(SHANGHAI).date(), clock, SHANGHAI)
    return today if today >= at else today + timedelta(days=1)


def wait_after(failures: int) -> timedelta | None:
    """Until the next attempt: 1 minute, then four times as long, at most two hours; None where it is given up."""
    if failures >= MOST_ATTEMPTS:
        return None
    return min(FIRST_WAIT * 4 ** (failures - 1), LONGEST_WAIT)


def subject_of(sentences: Iterable[str]) -> str:
    """What stands over a letter."""
    listed = list(sentences)
    if len(listed) != 1:
        return f"【立项】{len(listed)}条消息"
    return f"【立项】{listed[0][:LONGEST_SUBJECT]}{'…' if len(listed[0]) > LONGEST_SUBJECT else ''}"


def words_of(sentences: Iterable[str], site: str) -> str:
    """The text of a letter: one sentence, or a numbered list; then where to go."""
    listed = list(sentences)
    text = listed[0] if len(listed) == 1 else "\n".join(f"{n}. {each}" for n, each in enumerate(listed, 1))
    return f"{text}\n请登录立项平台办理{f'：{site}' if site else '。'}"
