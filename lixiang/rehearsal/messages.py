"""Messages in the demo and in the rehearsal: people choose how they are told, the office words, holds and drops."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django.db.models import F, Q

from lixiang.messaging import actions
from lixiang.messaging.models import Dispatch
from lixiang.messaging.models.dispatches import WAITING
from lixiang.messaging.rules.phrasings import sentence_at
from lixiang.people.actions import edit_account
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import Cycle

HAND_IN = ("project", "hand_in", 0)
EVERYTHING = {kind: ["email"] for kind in ("todo", "reminder", "document", "news")}


def rehearse_messages(cycle: Cycle) -> None:
    """Everybody is told; every rule of words and outbox is run into; nothing leaves, since this is a rehearsal."""
    with cycle.step("messages"):
        _word(cycle, "{drafting}提交了“{title}”，请{by_when}审阅后列入推荐名单或者退回修改{ground}。")
        cycle.is_refused(lambda: _word(cycle, "{score}"), "unknown_placeholder")
        cycle.is_refused(lambda: _word(cycle, ""), "empty")
        _choose(cycle)
        _remind_and_tell(cycle)
        _look_after_the_outbox(cycle)


def tell_messages(story: Cycle) -> None:
    """A few letters in every state that an outbox without production knows."""
    _word(story, "{drafting}提交了“{title}”，请{by_when}审阅后列入推荐名单或者退回修改{ground}。")
    _choose(story)
    _remind_and_tell(story)
    clerk = story.section
    waiting = list(Dispatch.visible_to(clerk).filter(WAITING).order_by("-pk")[:4])
    for place, dispatch in enumerate(waiting):
        actions.hold(dispatch, by=clerk, at=story.at)
        if place == 0:
            actions.drop(dispatch, reason="已电话告知。", by=clerk, at=story.at)
    while Dispatch.objects.filter(WAITING, due_at__lte=story.at).count() > 5:
        actions.send_next(by=None, at=story.at)


def _word(cycle: Cycle, words: str) -> None:
    sentence = sentence_at(*HAND_IN)
    assert sentence is not None
    actions.word(sentence, words, programme=cycle.programme, for_all=False, by=cycle.section, at=cycle.at)


def _choose(cycle: Cycle) -> None:
    """The section wants all by e-mail and collects what is only news; nominators stay with the default.

    Addresses end in .invalid, which no mail server of the world resolves.
    """
    nominators = [cycle.cast.user(Role.NOMINATOR, each) for each in cycle.cast.nominators[:4]]
    for account in (cycle.section, cycle.head, *nominators):
        email = f"{account.username.replace('.', '-')}@example.invalid"
        edit_account(account, name=account.name, phone=account.phone, email=email, by=None, at=cycle.at)
    for by in (cycle.section, cycle.head):
        hours: dict[str, Any] = {"digest_at": time(8, 30), "quiet_from": time(20), "quiet_until": time(8)}
        actions.choose(channels=EVERYTHING, collected=["news"], **hours, by=by, at=cycle.at)


def _remind_and_tell(cycle: Cycle) -> None:
    """One click for the slates that are missing, then the newest of what waits to be told."""
    actions.remind_of_slates(cycle.programme, by=cycle.section, at=cycle.at)
    while actions.deliver(by=None, at=cycle.at)[0]:
        continue


def _look_after_the_outbox(cycle: Cycle) -> None:
    office, head = cycle.programme.managing_organisation, cycle.head
    cycle.is_refused(lambda: actions.halt(office, reason="", by=head, at=cycle.at), "reason_required")
    actions.halt(office, reason="核对收件人。", by=head, at=cycle.at)
    cycle.is_refused(lambda: actions.halt(office, reason="再停。", by=head, at=cycle.at), "halt")
    held = Dispatch.objects.filter(held_at__isnull=False).order_by("pk").first()
    if held is not None:
        cycle.is_refused(lambda: actions.hold(held, by=head, at=cycle.at), "hold")
        cycle.is_refused(lambda: actions.drop(held, reason="", by=head, at=cycle.at), "reason_required")
        actions.drop(held, reason="已电话告知。", by=head, at=cycle.at)
        cycle.is_refused(lambda: actions.release(held, by=head, at=cycle.at), "release")
    actions.lift(office, by=head, at=cycle.at)
    cycle.is_refused(lambda: actions.lift(office, by=head, at=cycle.at), "lift")
    while actions.send_next(by=None, at=cycle.at):
        continue


def letters_are_those_of_their_messages() -> Iterator[str]:
    """A letter goes to the person of its message, and never tells what must stay in the house."""
    for pk in Dispatch.objects.exclude(user=F("message__user")).values_list("pk", flat=True).iterator():
        yield f"外发消息{pk}的收件人与消息不符"
    inside = Q(message__event__subject_kind="objection") | Q(message__event__subject_kind="decision")
    for pk in Dispatch.objects.filter(inside).values_list("pk", flat=True).iterator():
        yield f"外发消息{pk}涉及只在站内的内容"


def nothing_leaves_a_sample() -> Iterator[str]:
    """No letter to an account of the samples was ever sent."""
    sent = Dispatch.objects.filter(sent_at__isnull=False, user__is_sample=True)
    for pk in sent.values_list("pk", flat=True).iterator():
        yield f"外发消息{pk}发给了示例账号"
