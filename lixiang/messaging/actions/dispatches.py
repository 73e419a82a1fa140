"""The verbs of the outbox: send what is due, hold, release, drop; halt and lift all of an office.

Sending is at most once (docs/adr/0023): a row is marked as taken, and that is committed, before it leaves. Whoever dies
in between leaves it taken; it is shown to the office and never sent again by itself.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.channels import door
from lixiang.channels.letters import NotSent, Uncertain
from lixiang.history.record import record
from lixiang.messaging import permissions, queries
from lixiang.messaging.models import Dispatch, Halt, Message
from lixiang.messaging.models.dispatches import WAITING
from lixiang.messaging.rules import ways
from lixiang.people.models import Organisation
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked

Heard = dict[int, list[Message]]  # of a group: by event, the messages of those who still want to hear it there
LONGEST_REASON = 200
AT_MOST = 50  # sentences in one letter
READ, AWAY, GONE = "已在系统中阅读", "账号已停用或者没有联系方式", "该渠道已停用"


def send_next(*, by: Any, at: datetime) -> bool:
    """Send all that is due to one person by one channel, or to one group, as one letter; False where nothing is due."""
    parcel = _take(at)
    if parcel is None:
        return False
    channel = next((each for each in door.channels_in_use() if each.code == parcel[0].channel), None)
    heard = queries.listeners(parcel, channel) if channel and channel.is_group else {}
    parcel = _sift(parcel, channel, heard, at)
    if channel and parcel:
        _send(parcel, channel, heard, at)
    return True


@transaction.atomic
def _take(at: datetime) -> list[Dispatch] | None:
    """Mark what is due first, with all else that is due to the same person by the same channel, or to its group."""
    waiting = Dispatch.objects.filter(WAITING, due_at__lte=at).select_for_update(
        skip_locked=True, of=("self",), no_key=True
    )
    first = waiting.order_by("due_at", "pk").first()
    if first is None:
        return None
    same = waiting.filter(channel=first.channel).select_related("message", "user")
    if not first.is_to_a_group:
        same = same.filter(user=first.user_id)
    parcel = list(same.order_by("pk")[:AT_MOST])
    Dispatch.objects.filter(pk__in=[each.pk for each in parcel]).update(taken_at=at)
    return parcel


def _sift(parcel: list[Dispatch], channel: door.Channel | None, heard: Heard, at: datetime) -> list[Dispatch]:
    """Leave out what need not or cannot go any more, with the reason."""
    user = parcel[0].user
    if channel is None:
        return _not_sent(parcel, GONE, at)
    if channel.is_group:
        _not_sent([each for each in parcel if each.message.event_id not in heard], READ, at)
        return [each for each in parcel if each.message.event_id in heard]
    if not (user.is_active and getattr(user, channel.reach)):
        return _not_sent(parcel, AWAY, at)
    _not_sent([each for each in parcel if each.message.read_at], READ, at)
    return [each for each in parcel if not each.message.read_at]


def _not_sent(parcel: list[Dispatch], because: str, at: datetime) -> list[Dispatch]:
    _of(parcel).update(dropped_at=at, dropped_because=because)
    return []


def _send(parcel: list[Dispatch], channel: door.Channel, heard: Heard, at: datetime) -> None:
    """Outside of any transaction: what has left cannot be rolled back."""
    try:
        door.send(channel.code, queries.letter_for(parcel, channel, heard, settings.SITE, at), at)
    except door.Silent as silent:
        _not_sent(parcel, str(silent), at)
    except Uncertain as unclear:
        _of(parcel).update(failed_at=at, failure=str(unclear))  # stays taken
    except NotSent as refused:
        _try_later(parcel, str(refused), at)
    else:
        _of(parcel).update(sent_at=at)


def _try_later(parcel: list[Dispatch], failure: str, at: datetime) -> None:
    for each in parcel:
        wait = ways.wait_after(each.failures + 1)
        words = {"failures": each.failures + 1, "failed_at": at, "failure": failure, "taken_at": None}
        words |= {"due_at": at + wait} if wait else {"given_up_at": at}
        Dispatch.objects.filter(pk=each.pk).update(**words)


def _of(parcel: Iterable[Dispatch]) -> Any:
    return Dispatch.objects.filter(pk__in=[each.pk for each in parcel])


@transaction.atomic
def hold(dispatch: Dispatch, *, by: Any, at: datetime) -> Dispatch:
    """Keep it back until it is released or dropped."""
    dispatch = _looked_after(dispatch, by)
    _refuse_unless(
        Dispatch.objects.filter(WAITING, pk=dispatch.pk).exists(), "hold", "已在发送或者已经处理，不能暂缓。"
    )
    dispatch.held_at = at
    dispatch.save(update_fields=["held_at"])
    _note(dispatch, "hold", by, at)
    return dispatch


@transaction.atomic
def release(dispatch: Dispatch, *, by: Any, at: datetime) -> Dispatch:
    """Let it go now: one that was held, one that was given up, or one of which nobody knows whether it arrived."""
    dispatch = _looked_after(dispatch, by)
    _refuse_unless(_is_stuck(dispatch, at), "release", "只有暂缓、发送失败和中断的消息可以重新发送。")
    dispatch.held_at = dispatch.halt = dispatch.taken_at = dispatch.given_up_at = None
    dispatch.failures, dispatch.due_at = 0, at
    dispatch.save(update_fields=["held_at", "halt", "taken_at", "given_up_at", "failures", "due_at"])
    _note(dispatch, "release", by, at)
    return dispatch


@transaction.atomic
def drop(dispatch: Dispatch, *, reason: str, by: Any, at: datetime) -> Dispatch:
    """Never send it; the message in the house stays."""
    dispatch = _looked_after(dispatch, by)
    waits = Dispatch.objects.filter(WAITING, pk=dispatch.pk).exists()
    _refuse_unless(waits or _is_stuck(dispatch, at), "drop", "已在发送或者已经处理，不能取消。")
    dispatch.dropped_at, dispatch.dropped_because = at, _said(reason, "不发送应当写明理由。")
    dispatch.save(update_fields=["dropped_at", "dropped_because"])
    _note(dispatch, "drop", by, at, reason)
    return dispatch


@transaction.atomic
def halt(organisation: Organisation, *, reason: str, by: Any, at: datetime) -> Halt:
    """Nothing of this office leaves from now on: what waits is held, what comes is born held."""
    if not permissions.looks_after(by, organisation.pk):
        raise PermissionDenied
    organisation = locked(organisation)
    _refuse_unless(queries.halt_of(organisation.pk) is None, "halt", "已经暂停外发。")
    said = _said(reason, "暂停外发应当写明理由。")
    begun = Halt.objects.create(organisation=organisation, reason=said, by=by, begun_at=at)
    Dispatch.objects.filter(WAITING, organisation=organisation).update(held_at=at, halt=begun)
    record(begun, "halt", by=by, at=at, reason=reason)
    return begun


@transaction.atomic
def lift(organisation: Organisation, *, by: Any, at: datetime) -> int:
    """Let go what the halt held, each at its hour; how many. What somebody held one by one stays held."""
    if not permissions.looks_after(by, organisation.pk):
        raise PermissionDenied
    organisation = locked(organisation)
    standing = queries.halt_of(organisation.pk)
    if standing is None:
        raise Refused(Finding("lift", "没有暂停外发。"))
    standing.ended_at = at
    standing.save(update_fields=["ended_at"])
    record(standing, "lift", by=by, at=at)
    return Dispatch.objects.filter(halt=standing, dropped_at=None).update(held_at=None, halt=None)


def _said(reason: str, when_missing: str) -> str:
    """The reason on one line, whole; refused where none is given, or a longer one than its column takes."""
    said = " ".join(reason.split())
    if not said:
        raise Refused(Finding("reason_required", when_missing, field="reason"))
    refuse_if(too_long(said, LONGEST_REASON, what="理由", field="reason"))
    return said


def _looked_after(dispatch: Dispatch, by: Any) -> Dispatch:
    fresh = locked(dispatch)
    if not permissions.looks_after(by, fresh.organisation_id):
        raise PermissionDenied
    return fresh


def _is_stuck(dispatch: Dispatch, at: datetime) -> bool:
    if dispatch.sent_at or dispatch.dropped_at:
        return False
    return bool(dispatch.held_at or dispatch.given_up_at) or dispatch.is_unclear(at)


def _refuse_unless(is_so: bool, code: str, sentence: str) -> None:
    if not is_so:
        raise Refused(Finding(code, sentence))


def _note(dispatch: Dispatch, verb: str, by: Any, at: datetime, reason: str = "") -> None:
    record(dispatch, verb, by=by, at=at, reason=reason, detail={"channel": dispatch.channel})
