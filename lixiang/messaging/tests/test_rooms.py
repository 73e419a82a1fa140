"""The rooms beside the list of messages: what each person sees and does there; strangers learn nothing."""

from datetime import time, timedelta

import pytest

from lixiang.history.models import Event
from lixiang.messaging import actions
from lixiang.messaging.models import Dispatch, Message, Phrasing, Preference
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY
from lixiang.messaging.tests.test_delivery import deliver
from lixiang.messaging.tests.test_pages import send as send_messages
from lixiang.people.models import User
from lixiang.people.roles import Role

OFFICE = ["/messages/outbox/", "/messages/reminders/", "/messages/words/", "/messages/words/project/hand_in/0/"]
SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)


@pytest.fixture
def channels(settings):
    """E-mail and SMS are set up, and nothing leaves: this is no production."""
    settings.EMAIL_HOST, settings.SMS_URL = "mail.invalid", "http://127.0.0.1:9/"


@pytest.fixture
def outgoing(scene, channels):
    """So many letters waiting, of the office of the cast."""

    def make(count: int) -> list[Dispatch]:
        user = scene.user(Role.NOMINATOR, COUNTY)
        office = scene.cast.programme.managing_organisation
        base = {"user": user, "organisation": office, "channel": "email", "created_at": scene.at, "due_at": scene.at}
        return Dispatch.objects.bulk_create(
            Dispatch(message=each, **base) for each in send_messages(scene, user, count)
        )

    return make


def read(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.mark.parametrize("role", SECTION)
def test_the_office_finds_its_rooms_from_the_messages(scene, role):
    client = scene.client(role)
    page = read(client, "/messages/")

    assert all(f'href="{url}"' in page for url in OFFICE[:3])
    for url in OFFICE:
        read(client, url)


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.NOMINATOR, COUNTY), (Role.DEPARTMENT_LEADER, None), (Role.SYSTEM_ADMIN, None), (Role.JUDGE, None)],
)
def test_nobody_else_learns_of_the_rooms_of_the_office(scene, outgoing, role, code):
    (row,) = outgoing(1)
    client, ref = scene.client(role, code), scene.cast.programme.ref

    assert [client.get(url).status_code for url in OFFICE] == [404] * 4
    assert not any(url in read(client, "/messages/") for url in OFFICE)
    for verb in ("hold", "release", "drop"):
        assert client.post(f"/messages/outbox/{row.pk}/{verb}/", {"reason": "x"}).status_code == 404
    for verb in ("halt", "lift"):
        assert client.post(f"/programmes/{ref}/outbox/{verb}/", {"reason": "x"}).status_code in (403, 404)
    assert client.post(f"{OFFICE[3]}reset/").status_code == 404
    row.refresh_from_db()
    assert row.held_at is row.dropped_at is None


def test_the_office_holds_sends_and_drops_by_buttons(scene, outgoing):
    (row,) = outgoing(1)
    client, url = scene.client(Role.SECTION_CLERK), f"/messages/outbox/{row.pk}/"

    assert f"{url}hold/" in read(client, OFFICE[0]) and f"{url}release/" not in read(client, OFFICE[0])
    assert client.post(f"{url}hold/").url == OFFICE[0]
    held = read(client, f"{OFFICE[0]}?shown=held")
    assert "暂缓" in held and f"{url}release/" in held
    assert client.post(f"{url}release/").status_code == 302
    assert client.post(f"{url}drop/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}drop/", {"reason": "已电话告知"}).status_code == 302
    assert "已电话告知" in read(client, f"{OFFICE[0]}?shown=dropped")
    assert f"{url}drop/" not in read(client, OFFICE[0])


def test_the_office_halts_all_and_lifts_it(scene, outgoing):
    outgoing(2)
    client, ref = scene.client(Role.SECTION_HEAD), scene.cast.programme.ref

    client.post(f"/programmes/{ref}/outbox/halt/", {"reason": "核对收件人"})
    assert "外发已暂停" in read(client, OFFICE[0]) and "核对收件人" in read(client, OFFICE[0])
    page = client.post(f"/programmes/{ref}/outbox/lift/", follow=True).content.decode()
    assert "已恢复外发，2条消息" in page


def test_the_outbox_masks_addresses_and_hides_what_is_not_nominated_yet(scene, channels):
    User.objects.update(email="zhangsan@example.org", phone="")
    scene.handed_in(COUNTY, title="密题待荐")
    (project,) = scene.nominated(COMMITTEE)
    scene.send_back(project, scene.later(days=5))
    deliver(scene)

    page = read(scene.client(Role.SECTION_CLERK), OFFICE[0])

    assert "密题" not in page and "所涉项目尚未申报，内容不予显示" in page
    assert "zh***@example.org" in page and "zhangsan@" not in page
    assert str(project) in page


def test_a_letter_whose_sender_died_is_offered_with_a_warning(scene, outgoing):
    (row,) = outgoing(1)
    Dispatch.objects.update(taken_at=scene.at - timedelta(days=1))

    page = read(scene.client(Role.SECTION_CLERK), f"{OFFICE[0]}?shown=unclear")

    assert "中断，可能已送达" in page and "会使对方收到两次" in page
    assert f"/messages/outbox/{row.pk}/hold/" not in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_outbox_takes_the_same_queries_for_any_number(scene, outgoing, count, django_assert_num_queries):
    outgoing(count)
    client = scene.client(Role.SECTION_CLERK)
    client.get(OFFICE[0])

    with django_assert_num_queries(6):  # session, user, roles, programmes; rows, halt
        client.get(OFFICE[0])


def test_the_outbox_is_turned_by_key(scene, outgoing):
    outgoing(60)
    client = scene.client(Role.SECTION_CLERK)
    last = Dispatch.objects.order_by("-pk")[49].pk

    assert f"after={last}" in read(client, OFFICE[0])
    assert read(client, f"{OFFICE[0]}?after={last}").count("</tr>") == 11
    assert read(client, f"{OFFICE[0]}?shown=x&after=堃").count("</tr>") == 51


def test_one_chooses_channels_and_hours(scene, channels):
    User.objects.update(email="a@example.org", phone="13800000001")
    client, url = scene.client(Role.NOMINATOR, COUNTY), "/messages/preferences/"
    assert "接收设置" in read(client, url) and "不对外发送" in read(client, url)

    sent = {"by_todo": ["email", "sms"], "collected": ["news"], "digest_at": "09:15"}
    assert client.post(url, sent | {"quiet_from": "22:00", "quiet_until": "06:00"}).url == url
    kept = Preference.objects.get(user=scene.user(Role.NOMINATOR, COUNTY))
    assert kept.channels == {"todo": ["email", "sms"], "reminder": [], "document": [], "news": []}
    assert (kept.collected, kept.digest_at, kept.quiet_from) == (["news"], time(9, 15), time(22))
    assert 'value="09:15"' in read(client, url)


@pytest.mark.parametrize(
    "changed", [{"quiet_from": "22:00"}, {"digest_at": ""}, {"by_todo": ["wecom"]}, {"collected": ["x"]}]
)
def test_a_choice_that_makes_no_sense_comes_back_and_changes_nothing(scene, channels, changed):
    User.objects.update(email="a@example.org", phone="13800000001")
    client = scene.client(Role.NOMINATOR, COUNTY)

    assert client.post("/messages/preferences/", {"digest_at": "08:00"} | changed).status_code == 422
    assert not Preference.objects.exists()


def test_who_lacks_an_address_is_told_where_to_write_it(scene, channels):
    User.objects.update(email="", phone="")
    page = read(scene.client(Role.NOMINATOR, COUNTY), "/messages/preferences/")

    assert "电子邮件需要电子邮箱" in page and 'href="/account/"' in page and "没有可以选择的外发渠道" in page


def test_the_record_says_who_was_reminded_of_what_by_which_channel_and_who_read_it(scene, channels):
    User.objects.filter(username=f"nominator.{COUNTY}").update(email="a@example.org")
    clerk = scene.user(Role.SECTION_CLERK)
    actions.remind_of_slates(scene.cast.programme, by=clerk, at=scene.at)
    deliver(scene)
    nominator = scene.user(Role.NOMINATOR, COUNTY)
    actions.mark_read(Message.objects.filter(user=nominator).last(), by=nominator, at=scene.at)

    page = read(scene.client(Role.SECTION_HEAD), OFFICE[1])

    assert f"报送推荐名单（{scene.cast.organisations[COUNTY].short_name}）" in page
    assert "还差" not in page  # what a slate lacks is its county's own affair
    assert all(words in page for words in (clerk.name, nominator.name, "已读", "站内未读", "电子邮件待发"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_record_takes_the_same_queries_for_any_number(scene, count, django_assert_num_queries):
    (project,) = scene.nominated(COMMITTEE)
    base = Event.objects.filter(subject_kind="project", subject_id=project.pk).last().chained_values()
    users = [scene.user(Role.NOMINATOR, COMMITTEE), scene.user(Role.UNIT_CLERK, COMMITTEE)]
    for number in range(count):
        event = Event(**base | {"verb": "remind", "sequence": 100 + number, "at": scene.at})
        Event.objects.bulk_create([event])
        Message.objects.bulk_create(
            Message(user=u, event=event, sentence="催办：x", url="/", created_at=scene.at) for u in users
        )
    client = scene.client(Role.SECTION_CLERK)
    client.get(OFFICE[1])

    with django_assert_num_queries(7):  # session, user, roles, programmes; events, messages, their dispatches
        assert client.get(OFFICE[1]).content.decode().count("</tr>") == count + 1


def test_the_office_words_a_sentence_sees_it_in_the_list_and_takes_it_back(scene):
    client, url = scene.client(Role.SECTION_CLERK), OFFICE[3]
    page = read(client, url)
    assert "〔填报单位〕提交了" in page and "{drafting}" in page and f"{url}reset/" not in page

    wrong = client.post(url, {"words": "{gap}请办理", "scope": "programme"})
    assert (
        wrong.status_code == 422
        and "没有{gap}这一项" in wrong.content.decode()
        and "{gap}请办理" in wrong.content.decode()
    )
    assert client.post(url, {"words": "{drafting}交来{title}", "scope": "office"}).url == OFFICE[2]
    listed = read(client, OFFICE[2])
    assert "{drafting}交来{title}" in listed and "本单位用语" in listed
    assert f"{url}reset/" in read(client, url)
    assert client.post(f"{url}reset/", {"scope": "office"}).url == OFFICE[2]
    assert "恢复原用语" in read(client, url)
    assert [each.words for each in Phrasing.objects.order_by("pk")] == ["{drafting}交来{title}", ""]


def test_a_sentence_that_does_not_exist_has_no_page(scene):
    client = scene.client(Role.SECTION_CLERK)

    for url in ("/messages/words/project/hand_in/7/", "/messages/words/project/nothing/0/", "/messages/words/x/y/0/"):
        assert client.get(url).status_code == 404


def test_words_that_rest_are_said(scene):
    client = scene.client(Role.SECTION_CLERK)
    client.post(OFFICE[3], {"words": "{title}来了", "scope": "programme"})
    Phrasing.objects.update(default="旧的")

    assert "有1条修改已停用" in read(client, OFFICE[2])
