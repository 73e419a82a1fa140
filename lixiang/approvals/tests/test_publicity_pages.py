"""What each person sees and does while projects are in 公示."""

import pytest
from django.test import Client

from lixiang.approvals.models import Objection, PublicityPeriod
from lixiang.approvals.tests.arranging import DAY, decide, nominated, publish, speak
from lixiang.approvals.tests.test_pages import review, words
from lixiang.approvals.tests.test_publicity import scan
from lixiang.rehearsal.cast import build_cast
from lixiang.rehearsal.present import pack_of_the_present

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(db, morning):
    """A running 公示: its notice is of the present, since pages read the clock."""
    from dataclasses import replace

    from django.utils import timezone

    from lixiang.approvals.rules import Publicity

    now = timezone.now()
    pack = pack_of_the_present("huainan-2018", timezone.localdate())
    rule = ("approvals.publicity", Publicity(clause="二.3e", days=5))
    shown = build_cast(now - DAY, pack=replace(pack, settings=(*pack.settings, rule)))
    project = nominated(shown, now - DAY)[0]
    speak(shown, project, now - DAY)
    publish(shown, [decide(shown, project, "shortlist", now - DAY)], now - DAY)
    found = PublicityPeriod.objects.get()
    found.cast, found.project = shown, project
    return found


OBJECTION = {"raised_by": "张示例", "contact": "0554-0000000", "text": "与往年项目重复。"}


def enter(period, who: str) -> Client:
    client = Client()
    client.force_login(period.cast.users[who])
    return client


@pytest.mark.parametrize("who", ["nominator.county-2", "judge", "section_clerk"])
def test_everybody_signed_in_sees_what_is_shown_and_until_when(period, who):
    client = enter(period, who)

    assert "公示中" in words(client.get("/publicity/"))
    page = words(client.get(f"/publicity/{period.ref}/"))
    assert period.project.title in page and "提出异议" in page


def test_an_objection_is_raised_by_name(period):
    client = enter(period, "nominator.county-2")
    sent = {**OBJECTION, "project": period.project.ref}

    assert client.get(f"/publicity/{period.ref}/object-to/").status_code == 200
    assert client.post(f"/publicity/{period.ref}/object-to/", sent).url == f"/publicity/{period.ref}/"
    assert "与往年项目重复。" in words(client.get(f"/publicity/{period.ref}/"))
    assert "与往年项目重复。" not in words(enter(period, "nominator.county-1").get(f"/publicity/{period.ref}/"))


def test_an_organisations_objection_without_a_seal_comes_back_with_what_was_typed(period):
    client, place = enter(period, "nominator.county-2"), f"/publicity/{period.ref}/object-to/"
    sent = {**OBJECTION, "project": period.project.ref, "is_organisation": "on"}

    answer = client.post(place, sent)

    assert answer.status_code == 422
    assert "盖章" in words(answer) and "与往年项目重复。" in words(answer)
    assert client.post(place, {**sent, "scan": scan()}).status_code == 302


def test_the_section_answers_and_the_scan_is_for_those_who_may_see_it(period):
    client = enter(period, "nominator.county-2")
    sent = {**OBJECTION, "project": period.project.ref, "is_organisation": "on", "scan": scan()}
    client.post(f"/publicity/{period.ref}/object-to/", sent)
    objection = Objection.objects.get()
    section, other = enter(period, "section_clerk"), enter(period, "nominator.county-1")
    page = words(section.get(f"/publicity/{period.ref}/"))
    place = page.split('href="/objections/')[1].split('"')[0]

    assert section.get(f"/objections/{place}").status_code == 200
    assert other.get(f"/objections/{place}").status_code == 404
    assert section.get(f"/objections/{objection.pk}/scans/0/").status_code == 404
    assert other.post(f"/objections/{objection.pk}/dismiss/", {"reason": "x"}).status_code == 404
    assert client.post(f"/objections/{objection.pk}/dismiss/", {"reason": "x"}).status_code == 403
    answer = section.post(f"/objections/{objection.pk}/dismiss/", {"reason": "经核查，不属实。"})
    assert answer.url == f"/publicity/{period.ref}/"
    assert "经核查，不属实。" in words(section.get(f"/publicity/{period.ref}/"))


def test_an_upheld_objection_is_shown_on_the_reviewing_page_and_asks_the_leader_to_decide_again(period):
    enter(period, "nominator.county-2").post(
        f"/publicity/{period.ref}/object-to/", {**OBJECTION, "project": period.project.ref}
    )
    section = enter(period, "section_head")

    assert "1件异议待处理" in words(section.get(f"{review(period.project)}?step=public"))
    section.post(f"/objections/{Objection.objects.get().pk}/uphold/", {"reason": "属实。"})
    page = words(section.get(f"{review(period.project)}?step=public"))
    assert "异议待处理" not in page and "1件异议成立" in page and "仍批准立项的应当写明理由" in page
    leader = enter(period, "department_leader")
    assert "异议成立：1个拟立项项目待重新决定" in words(leader.get("/"))
    leader.post(f"{review(period.project)}decide/", {"verdict": "decline", "reason": "异议成立。", "then": "stay"})
    assert "异议成立" not in words(leader.get("/"))


def test_the_text_of_the_publicity_can_be_fetched_once_it_is_posted(period):
    client = enter(period, "judge")
    assert client.get(f"/publicity/{period.ref}/pdf/").status_code == 404

    head = enter(period, "section_head")
    head.post(f"/publications/{period.ref}/issue/")

    assert client.get(f"/publicity/{period.ref}/pdf/").status_code == 200
    assert client.get(f"/publicity/{period.ref}/docx/").status_code == 200
    assert "公示文本（PDF）" in words(client.get(f"/publicity/{period.ref}/"))
    assert "查看公示" in words(head.get(f"/publications/{period.ref}/"))


def test_many_may_be_put_on_show_at_once(period):
    assert 'value="shortlist"' in words(enter(period, "department_leader").get("/reviews/?step=public"))
