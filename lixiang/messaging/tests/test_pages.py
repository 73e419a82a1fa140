"""The page of messages: one's own, unread first, page by page; reading is a POST and leads on."""

import json
import os
import signal
import subprocess
import sys

import pytest
from django.db import connections
from django.urls import reverse

from lixiang.command.main import main
from lixiang.history.models import Event, Pending
from lixiang.history.tests.conftest import run_sql
from lixiang.messaging import queries
from lixiang.messaging.models import Message
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY, told
from lixiang.messaging.tests.test_delivery import database, deliver, event_of
from lixiang.people.roles import Role
from lixiang.work.tests.waiting import wait_for

LIST = "/messages/"


def send(scene, user, count: int) -> list[Message]:
    """Messages of distinct events; the catalogue is tested elsewhere."""
    base = Event.objects.order_by("-sequence").first()
    taken = Event.objects.filter(subject_kind="x").count()
    events = [
        Event(**{**base.chained_values(), "at": base.at, "subject_kind": "x", "subject_id": number, "sequence": 1})
        for number in range(taken, taken + count)
    ]
    Event.objects.bulk_create(events)
    return Message.objects.bulk_create(
        Message(user=user, event=event, sentence=f"第{place}条", url="/", created_at=scene.at)
        for place, event in enumerate(events, 1)
    )


@pytest.fixture
def nominator(scene):
    return scene.user(Role.NOMINATOR, COUNTY)


def test_one_reads_ones_own_messages_and_no_others(scene, nominator):
    send(scene, nominator, 1)
    other = scene.client(Role.NOMINATOR, OTHER_COUNTY)

    assert "第1条" in scene.client(Role.NOMINATOR, COUNTY).get(LIST).content.decode()
    assert "还没有消息" in other.get(LIST).content.decode()
    assert other.post(f"{LIST}{Message.objects.get().pk}/read/").status_code == 404
    assert Message.objects.get().read_at is None


def test_a_stranger_is_led_to_the_log_in(client, scene):
    assert client.get(LIST).headers["Location"] == f"/account/login/?next={LIST}"


def test_reading_a_message_marks_it_once_and_leads_on(scene, nominator):
    message, other = send(scene, nominator, 2)
    client = scene.client(Role.NOMINATOR, COUNTY)

    answer = client.post(f"{LIST}{message.pk}/read/")
    first = Message.objects.get(pk=message.pk).read_at
    client.post(f"{LIST}{message.pk}/read/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert Message.objects.get(pk=message.pk).read_at == first is not None
    assert Message.objects.get(pk=other.pk).read_at is None
    assert client.get(f"{LIST}{message.pk}/read/").status_code == 405


def test_all_are_marked_as_read_at_once(scene, nominator):
    send(scene, nominator, 3)
    send(scene, scene.user(Role.NOMINATOR, OTHER_COUNTY), 1)

    scene.client(Role.NOMINATOR, COUNTY).post(reverse("messaging:mark_all_read"))

    assert Message.objects.filter(read_at=None).count() == 1


def test_unread_ones_come_first_and_every_message_once_over_all_pages(scene, nominator):
    sent = send(scene, nominator, 130)
    read = [message.pk for message in sent[::2]]
    Message.objects.filter(pk__in=read).update(read_at=scene.at)

    seen, key = [], ""
    while True:
        page = queries.messages_page(nominator, key)
        seen += [message.pk for message in page.rows]
        key = page.next_key
        if not key:
            break
        assert len(page.rows) == queries.PER_PAGE

    unread = sorted({message.pk for message in sent} - set(read), reverse=True)
    assert seen == [*unread, *sorted(read, reverse=True)]


@pytest.mark.parametrize("after", ["", "u", "x9", "u99999999", "r0", "堃"])
def test_a_senseless_key_is_no_error(scene, nominator, after):
    send(scene, nominator, 2)

    assert len(queries.messages_page(nominator, after).rows) <= 2


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_takes_the_same_queries_for_any_number(scene, nominator, count, django_assert_num_queries):
    send(scene, nominator, count)
    client = scene.client(Role.NOMINATOR, COUNTY)
    client.get(LIST)

    with django_assert_num_queries(6):  # session, user, roles, programmes; unread and read messages
        client.get(LIST)


def test_the_header_counts_what_is_unread_and_stops_at_99(scene, nominator):
    client = scene.client(Role.NOMINATOR, COUNTY)
    send(scene, nominator, 3)
    assert 'count-alert">3<' in client.get(LIST).content.decode()

    send(scene, nominator, 130)
    assert 'count-alert">99+<' in client.get(LIST).content.decode()


def test_the_page_of_reminding_is_for_the_section_and_says_how_many(scene):
    programme = scene.cast.programme
    url = reverse("messaging:remind_of_slates", kwargs={"ref": programme.ref})
    section = scene.client(Role.SECTION_CLERK)

    assert "已向4个单位发出催办。" in section.post(url, follow=True).content.decode()
    assert "今天已经催办过" in section.post(url, follow=True).content.decode()
    returns = reverse("messaging:remind_of_returns", kwargs={"ref": programme.ref})
    assert "今天已经催办过" in section.post(returns, follow=True).content.decode()
    assert scene.client(Role.NOMINATOR, COUNTY).post(url).status_code == 403


def test_the_command_delivers_once_and_says_what_it_did(scene, capsys):
    scene.handed_in(COUNTY)

    assert main(["deliver", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["told"] > 0, done["failed"]) == (True, 0)
    assert main(["deliver"]) == 0
    assert capsys.readouterr().out == "已投递0条进展，新发催办0条，未能投递0条。\n"
    assert len(told(scene.user(Role.NOMINATOR, COUNTY))) == 1


def test_the_command_exits_with_one_when_something_could_not_be_told(scene, capsys):
    scene.handed_in(COUNTY)
    deliver(scene)
    event = event_of(scene, scene.cast.programme.pk, kind="programme", verb="extend")
    run_sql("UPDATE history_event SET detail = %s WHERE id = %s", '{"until": "gestern"}', event.pk)

    assert main(["deliver"]) == 1
    assert "未能投递1条" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_loop_delivers_until_it_is_told_to_stop(scene):
    scene.handed_in(COUNTY)
    connections.close_all()
    command = [sys.executable, "-m", "lixiang.command.main", "deliver", "--loop", "0.2"]

    running = subprocess.Popen(command, env=os.environ | database())
    wait_for(lambda: not Pending.objects.exists())  # what it has delivered shows that it listens to signals
    running.send_signal(signal.SIGTERM)

    assert running.wait(timeout=120) == 0
    assert not Pending.objects.exists()
