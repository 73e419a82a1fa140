"""A group robot: the group hears of an event once, however many of its people chose to be told there."""

from dataclasses import replace
from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.channels import door
from lixiang.channels.letters import NotSent
from lixiang.channels.tests.stand_in import standing_in
from lixiang.messaging import actions, queries
from lixiang.messaging.models import Dispatch, Message
from lixiang.messaging.tests.scene import COMMITTEE
from lixiang.messaging.tests.test_delivery import deliver
from lixiang.messaging.tests.test_dispatches import Failing, outside, prefer, reach, send  # noqa: F401 - a fixture
from lixiang.people.models import RoleHeld, User
from lixiang.people.roles import Role

CHOSEN = {"todo": ["wecom"], "news": ["wecom"], "reminder": ["wecom"]}


@pytest.fixture
def group(outside, settings):  # noqa: F811 - the fixture of the outbox
    """Two clerks of the section, one of them its head, chose the group; what the robot received."""
    office = outside.cast.programme.managing_organisation
    held = {"role": Role.SECTION_CLERK, "organisation": office, "valid_from": outside.at, "granted_at": outside.at}
    RoleHeld.objects.create(user=outside.user(Role.SECTION_HEAD), **held)
    with standing_in() as (robot, url):
        settings.WECOM_URL, settings.SMS_URL = f"{url}/send?key=k", ""
        prefer(reach(outside, Role.SECTION_CLERK, phone="13800000001"), outside.at, channels=CHOSEN)
        prefer(reach(outside, Role.SECTION_HEAD, phone="13800000002"), outside.at, channels=CHOSEN)
        yield robot


def texts(robot) -> list[dict]:
    return [body["text"] for body in robot.bodies()]


def test_a_group_hears_of_an_event_once_and_all_who_chose_it_are_called_on(group, outside):  # noqa: F811
    outside.nominated(COMMITTEE)
    deliver(outside)
    told = Message.objects.filter(user__phone__startswith="138")
    events = {message.event_id for message in told}
    assert len(told) > len(events) == Dispatch.objects.count()

    send(outside)
    send(outside, outside.later(days=1))

    (text,) = texts(group)
    assert text["mentioned_mobile_list"] == ["13800000001", "13800000002"]
    sentences = {message.sentence for message in told}
    assert all(text["content"].count(sentence) == 1 for sentence in sentences)


def test_who_has_read_it_is_not_called_on_and_nothing_is_said_when_all_have(group, outside):  # noqa: F811
    outside.nominated(COMMITTEE)
    deliver(outside)
    clerk, head = outside.user(Role.SECTION_CLERK), outside.user(Role.SECTION_HEAD)
    Message.objects.filter(user=clerk).update(read_at=outside.at)

    first = Dispatch.objects.get()
    ((message,),) = queries.listeners([first], door.CHANNELS["wecom"]).values()
    assert message.user == head
    Message.objects.filter(user=head).update(read_at=outside.at)
    send(outside)

    assert texts(group) == [] and set(Dispatch.objects.values_list("dropped_because", flat=True)) == {"已在系统中阅读"}


def test_who_wants_quiet_is_told_by_the_group_and_not_called_on(group, outside):  # noqa: F811
    quiet = {"quiet_from": time(0), "quiet_until": time(23, 59)}
    prefer(outside.user(Role.SECTION_HEAD), outside.at, channels=CHOSEN, **quiet)
    outside.nominated(COMMITTEE)
    deliver(outside)

    send(outside)

    (text,) = texts(group)
    assert text["mentioned_mobile_list"] == ["13800000001"]


def test_a_group_that_could_not_be_reached_is_tried_again_with_the_same(group, outside, monkeypatch):  # noqa: F811
    robot = Failing(NotSent("无法连接"))
    monkeypatch.setitem(door.CHANNELS, "wecom", replace(door.CHANNELS["wecom"], send=robot))
    outside.nominated(COMMITTEE)
    deliver(outside)

    send(outside)
    send(outside, outside.later(days=1))

    first, second = robot.letters
    assert first == second and not Dispatch.objects.filter(sent_at=None).exists()


def test_the_outbox_shows_one_row_for_the_group(group, outside):  # noqa: F811
    outside.nominated(COMMITTEE)
    deliver(outside)
    rows = queries.outbox(outside.user(Role.SECTION_CLERK), "", "", outside.at).rows

    assert {(row.name, row.to) for row in rows} == {("工作群", "")} and len(rows) == Dispatch.objects.count()


def test_a_group_of_samples_hears_nothing(group, outside):  # noqa: F811
    outside.nominated(COMMITTEE)
    deliver(outside)
    User.objects.update(is_sample=True)

    send(outside)

    assert texts(group) == []
    assert set(Dispatch.objects.values_list("dropped_because", flat=True)) == {"示例账号不对外发送"}


def test_who_listens_in_a_group_is_asked_once_for_each_letter(group, outside):  # noqa: F811
    outside.nominated(COMMITTEE)
    deliver(outside)

    with CaptureQueriesContext(connection) as asked:
        assert actions.send_next(by=None, at=outside.at)

    assert sum('"messaging_message"."read_at" IS NULL' in each["sql"] for each in asked) == 1
    assert len(texts(group)) == 1
