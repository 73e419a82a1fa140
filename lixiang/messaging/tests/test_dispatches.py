"""The outbox: written with the telling, sent once at most, tried again where it surely did not leave, or held."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connections

from lixiang.channels import door
from lixiang.channels.letters import NotSent, Uncertain
from lixiang.channels.tests.stand_in import standing_in
from lixiang.history.models import Event
from lixiang.messaging import actions, queries
from lixiang.messaging.jobs import send_due
from lixiang.messaging.models import Dispatch, Halt, Message
from lixiang.messaging.models.dispatches import IN_HAND
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, Scene
from lixiang.messaging.tests.test_delivery import database, deliver
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.workflow.findings import Refused

ALL = {"todo": ["email"], "reminder": ["email"], "document": ["email"], "news": ["email"]}


@pytest.fixture
def outside(scene, settings) -> Scene:
    """An instance in production with e-mail and SMS set up and people who are no samples; none has an address yet."""
    settings.MODE, settings.EMAIL_HOST, settings.SMS_URL = "production", "mail.invalid", "http://127.0.0.1:9/"
    User.objects.update(email="", phone="", is_sample=False)
    return scene


def reach(scene: Scene, role: str, code: str | None = None, **address: str) -> User:
    user = scene.user(role, code)
    User.objects.filter(pk=user.pk).update(**address or {"email": f"{user.username}@example.org"})
    user.refresh_from_db()
    return user


def prefer(user: User, at, **changed) -> None:
    words = {"channels": ALL, "collected": [], "digest_at": None, "quiet_from": None, "quiet_until": None}
    from datetime import time

    actions.choose(**words | {"digest_at": time(8)} | changed, by=user, at=at)


@pytest.fixture
def waiting(outside) -> Dispatch:
    """One e-mail to the county's nominator."""
    reach(outside, Role.NOMINATOR, COUNTY)
    outside.handed_in(COUNTY)
    deliver(outside)
    return Dispatch.objects.get()


def send(scene: Scene, at=None) -> None:
    while actions.send_next(by=None, at=at or scene.at):
        pass


class Failing:
    """A channel of the tests that fails as it is told, and counts."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.outcomes, self.letters = list(outcomes), []

    def __call__(self, letter, at) -> None:
        self.letters.append(letter)
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome:
            raise outcome


@pytest.fixture
def email_by(monkeypatch):
    """Puts another way of sending in place of the mail server."""

    def put(sending) -> None:
        from dataclasses import replace

        monkeypatch.setitem(door.CHANNELS, "email", replace(door.CHANNELS["email"], send=sending))

    return put


def test_a_message_to_do_goes_by_email_too_and_once(waiting, outside):
    send(outside)
    send(outside, outside.later(days=1))
    deliver(outside)

    waiting.refresh_from_db()
    (letter,) = mail.outbox
    assert letter.to == [waiting.user.email] and "列入推荐名单" in letter.body
    assert (waiting.sent_at, waiting.state_at(outside.at)[0]) == (outside.at, "已发")


def test_nothing_is_written_where_no_channel_is_in_use(scene):
    reach(scene, Role.NOMINATOR, COUNTY)
    scene.handed_in(COUNTY)
    deliver(scene)

    assert Message.objects.exists() and not Dispatch.objects.exists()


@pytest.mark.parametrize("mode", ["test", "demo", "rehearsal", "development"])
def test_an_instance_that_is_not_in_production_sends_nothing_and_says_so(waiting, outside, settings, mode):
    settings.MODE = mode

    send(outside)

    waiting.refresh_from_db()
    assert (waiting.sent_at, mail.outbox) == (None, [])
    assert waiting.dropped_because == "演示、演练和测试环境不对外发送"


def test_a_demo_s_data_started_in_production_reaches_no_sample_account(waiting, outside):
    User.objects.update(is_sample=True)

    send(outside)

    waiting.refresh_from_db()
    assert (waiting.sent_at, mail.outbox) == (None, [])
    assert waiting.dropped_because == "示例账号不对外发送"


def test_a_quiet_decision_never_leaves(outside):
    for role in (Role.SECTION_CLERK, Role.SECTION_HEAD):
        prefer(reach(outside, role), outside.at)
    (project,) = outside.nominated(COMMITTEE)
    deliver(outside)
    Dispatch.objects.all().delete()

    outside.decide(project)
    deliver(outside)

    assert Message.objects.filter(sentence__contains="尚未公布").exists()
    assert not Dispatch.objects.exists()


def test_a_group_is_heard_by_the_section_alone(outside, settings):
    settings.WECOM_URL = "http://127.0.0.1:9/"
    inside = reach(outside, Role.SECTION_CLERK, phone="13800000001")
    county = reach(outside, Role.NOMINATOR, COUNTY, phone="13800000002")

    assert [each.code for each in queries.channels_for(inside)] == ["sms", "wecom"]
    assert [each.code for each in queries.channels_for(county)] == ["sms"]


def test_what_was_chosen_counts_and_what_is_collected_goes_as_one_letter(outside):
    user = reach(outside, Role.NOMINATOR, COUNTY)
    prefer(user, outside.at, collected=["todo"])
    for _ in range(3):
        outside.handed_in(COUNTY)
    deliver(outside)

    send(outside)
    assert mail.outbox == []
    send(outside, outside.later(hours=23))

    (letter,) = mail.outbox
    assert letter.subject == "【立项】3条消息" and "\n3. " in letter.body
    assert Dispatch.objects.filter(sent_at__isnull=False).count() == 3


def test_who_chose_nothing_is_told_in_the_house_alone(outside):
    prefer(reach(outside, Role.NOMINATOR, COUNTY), outside.at, channels={})
    outside.handed_in(COUNTY)
    deliver(outside)

    assert Message.objects.exists() and not Dispatch.objects.exists()


def test_the_quiet_hours_are_kept(outside):
    reach(outside, Role.NOMINATOR, COUNTY)
    outside.at = outside.at.replace(hour=22)
    outside.handed_in(COUNTY)
    deliver(outside)

    assert Dispatch.objects.get().due_at == outside.at + timedelta(hours=9, minutes=30)


def test_what_was_read_in_the_house_meanwhile_is_not_sent(waiting, outside):
    actions.mark_read(waiting.message, by=waiting.user, at=outside.at)

    send(outside)

    waiting.refresh_from_db()
    assert (waiting.dropped_because, mail.outbox) == ("已在系统中阅读", [])


@pytest.mark.parametrize("changed", [{"is_active": False}, {"email": ""}])
def test_who_cannot_be_reached_any_more_is_not_written_to(waiting, outside, changed):
    User.objects.filter(pk=waiting.user_id).update(**changed)

    send(outside)

    waiting.refresh_from_db()
    assert waiting.dropped_because == "账号已停用或者没有联系方式"


def test_a_channel_that_was_switched_off_sends_nothing_more(waiting, outside, settings):
    settings.EMAIL_HOST = ""

    send(outside)

    waiting.refresh_from_db()
    assert waiting.dropped_because == "该渠道已停用"


def test_what_surely_did_not_leave_is_tried_again_with_growing_pauses_and_given_up(waiting, outside, email_by):
    sending = Failing(*[NotSent("邮件服务器拒绝")] * 6)
    email_by(sending)
    moments, at = [], outside.at
    while (row := Dispatch.objects.get()).given_up_at is None:
        at = max(at, row.due_at)
        moments.append(at - outside.at)
        send(outside, at)
        assert not actions.send_next(by=None, at=at)

    assert [each.total_seconds() / 60 for each in moments] == [0, 1, 5, 21, 85, 205]
    assert (row.failure, row.failures, row.state_at(at)[0]) == ("邮件服务器拒绝", 6, "发送失败")
    assert len({letter.key for letter in sending.letters}) == 1


def test_what_may_have_arrived_is_never_sent_again_by_itself(waiting, outside, email_by):
    sending = Failing(Uncertain("没有答复"))
    email_by(sending)

    for days in range(3):
        send(outside, outside.later(days=days))

    waiting.refresh_from_db()
    assert len(sending.letters) == 1
    assert (waiting.sent_at, waiting.failure) == (None, "没有答复")
    assert waiting.state_at(outside.later(days=2))[0] == "中断，可能已送达"


def test_the_office_holds_releases_and_drops_and_each_is_on_record(waiting, outside):
    clerk = outside.user(Role.SECTION_CLERK)

    actions.hold(waiting, by=clerk, at=outside.at)
    send(outside)
    assert mail.outbox == []
    actions.release(waiting, by=clerk, at=outside.at)
    actions.hold(waiting, by=clerk, at=outside.at)
    dropped = actions.drop(waiting, reason="单位已撤回。", by=clerk, at=outside.at)
    send(outside, outside.later(days=9))

    assert (dropped.dropped_because, mail.outbox) == ("单位已撤回。", [])
    verbs = list(Event.objects.filter(subject_kind="dispatch").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["hold", "release", "hold", "drop"]
    for verb in (actions.hold, actions.release):
        with pytest.raises(Refused):
            verb(waiting, by=clerk, at=outside.at)
    with pytest.raises(Refused):
        actions.drop(waiting, reason="再来", by=clerk, at=outside.at)


def test_dropping_without_a_reason_changes_nothing(waiting, outside):
    with pytest.raises(Refused, match="写明理由"):
        actions.drop(waiting, reason="  ", by=outside.user(Role.SECTION_HEAD), at=outside.at)

    assert Dispatch.objects.get().dropped_at is None
    assert not Event.objects.filter(subject_kind="dispatch").exists()


def test_a_reason_longer_than_its_place_is_refused_and_one_that_fits_is_kept_whole(waiting, outside):
    clerk, long = outside.user(Role.SECTION_CLERK), "说" * 201
    office = outside.cast.programme.managing_organisation
    for act in (
        lambda: actions.drop(waiting, reason=long, by=clerk, at=outside.at),
        lambda: actions.halt(office, reason=long, by=clerk, at=outside.at),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert [(each.code, each.field) for each in refused.value.findings] == [("too_long", "reason")]

    assert actions.halt(office, reason=long[:200], by=clerk, at=outside.at).reason == long[:200]


@pytest.mark.parametrize(
    "who", ["nominator.county-1", "department_leader", "system_admin", "judge", "unit_clerk.county-1"]
)
def test_nobody_outside_the_office_touches_its_outbox(waiting, outside, who):
    by, office = outside.cast.users[who], outside.cast.programme.managing_organisation
    verbs = (
        lambda: actions.hold(waiting, by=by, at=outside.at),
        lambda: actions.release(waiting, by=by, at=outside.at),
        lambda: actions.drop(waiting, reason="x", by=by, at=outside.at),
        lambda: actions.halt(office, reason="x", by=by, at=outside.at),
        lambda: actions.lift(office, by=by, at=outside.at),
    )

    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    assert not Dispatch.visible_to(by).exists() and not Halt.visible_to(by).exists()


def test_a_halt_holds_what_waits_and_what_comes_and_lets_all_go_at_its_end(waiting, outside):
    head, office = outside.user(Role.SECTION_HEAD), outside.cast.programme.managing_organisation
    with pytest.raises(Refused):
        actions.halt(office, reason=" ", by=head, at=outside.at)

    actions.halt(office, reason="核对收件人。", by=head, at=outside.at)
    outside.handed_in(COUNTY)
    deliver(outside)
    send(outside, outside.later(days=1))

    assert (Dispatch.objects.filter(held_at__isnull=False).count(), mail.outbox) == (2, [])
    with pytest.raises(Refused):
        actions.halt(office, reason="再停", by=head, at=outside.at)
    assert actions.lift(office, by=head, at=outside.at) == 2
    with pytest.raises(Refused):
        actions.lift(office, by=head, at=outside.at)
    send(outside, outside.later(days=1))
    assert len(mail.outbox) == 1 and "2. " in mail.outbox[0].body


def test_one_held_by_hand_stays_held_when_the_halt_ends(waiting, outside):
    head, office = outside.user(Role.SECTION_HEAD), outside.cast.programme.managing_organisation
    actions.hold(waiting, by=head, at=outside.at)
    actions.halt(office, reason="核对。", by=head, at=outside.at)

    assert actions.lift(office, by=head, at=outside.at) == 0
    assert Dispatch.objects.get().held_at is not None


def test_the_job_sends_all_that_is_due(waiting, outside):
    assert send_due(outside.at) == "办理外发1件"
    assert send_due(outside.at) == "办理外发0件"


DIES_WHILE_SENDING = """
import os, signal, sys, django
from dataclasses import replace
from datetime import datetime
django.setup()
from django.conf import settings
settings.MODE, settings.EMAIL_HOST = "production", "mail.invalid"
from lixiang.channels import door
from lixiang.messaging import actions
door.CHANNELS["email"] = replace(door.CHANNELS["email"], send=lambda letter, at: os.kill(os.getpid(), signal.SIGKILL))
actions.send_next(by=None, at=datetime.fromisoformat(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_noting_sends_nothing_twice(waiting, outside):
    """At most once: it may have left, so it is shown and waits for a person."""
    connections.close_all()
    words = [sys.executable, "-c", DIES_WHILE_SENDING, outside.at.isoformat()]

    assert subprocess.run(words, env=os.environ | database(), check=False).returncode == -signal.SIGKILL
    send(outside, outside.later(days=1))

    waiting.refresh_from_db()
    assert (mail.outbox, waiting.sent_at) == ([], None)
    later = outside.at + IN_HAND
    assert waiting.state_at(later)[0] == "中断，可能已送达"
    clerk = outside.user(Role.SECTION_CLERK)
    with pytest.raises(Refused):  # it may still be on its way
        actions.release(waiting, by=clerk, at=outside.at + timedelta(seconds=9))
    actions.release(waiting, by=clerk, at=later)
    send(outside, later)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_several_senders_at_once_send_each_letter_once(outside, settings):
    for code in (COUNTY, "county-2", COMMITTEE, "committee-2"):
        prefer(
            reach(outside, Role.NOMINATOR, code, phone="1380000000" + code[-1]), outside.at, channels={"todo": ["sms"]}
        )
        for _ in range(3):
            outside.handed_in(code)
    deliver(outside)
    with standing_in() as (gateway, url):
        settings.SMS_URL = url
        start = threading.Barrier(3)

        def work():
            start.wait()
            send(outside)
            connections.close_all()

        workers = [threading.Thread(target=work) for _ in range(3)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()

    ids = [body["id"] for body in gateway.bodies()]
    assert len(ids) == len(set(ids)) and Dispatch.objects.filter(sent_at=None).count() == 0
    said = " ".join(body["text"] for body in gateway.bodies())
    assert said.count("列入推荐名单") == Dispatch.objects.count() == 12
