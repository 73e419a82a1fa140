"""What changes bring to the desk: a line for whoever has them, their names among the deeds, their tab."""

import pytest

from lixiang.delivery.actions import changes
from lixiang.delivery.tests.changing import Changing
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.worklist import worklist_of
from lixiang.messaging.tests.scene import COMMITTEE, OTHER_COUNTY
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting, Version
from lixiang.programmes.tests.arranging import unread

pytestmark = pytest.mark.django_db
TAKEN = {"results": [{"kind": "theory", "form": "调研报告一篇"}]}
TEAM = {"team": [{"name": "示例甲", "organisation": "", "post": "", "part": ""}]}


@pytest.fixture
def scene(cast, morning) -> Changing:
    return Changing(cast, morning)


def lines(scene: Changing, user) -> list[tuple[str, str]]:
    items = worklist_of(viewpoint(user, scene.cast.programme, scene.at)).items
    return [(item.words, item.url) for item in items if "/changes/" in item.url or "/supplements/" in item.url]


def test_a_draft_waits_for_those_who_write_it(scene):
    request = scene.asked("results", **TAKEN)

    line = (f"填完“{scene.project}”变更成果形式的申请并提交", f"/changes/{request.ref}/")
    assert lines(scene, scene.unit) == lines(scene, scene.nominator) == [line]
    assert lines(scene, scene.chief) == lines(scene, scene.head) == []
    assert lines(scene, scene.user(Role.NOMINATOR, OTHER_COUNTY)) == []


def test_a_request_waits_for_whoever_decides_on_it(scene):
    scene.handed_in_change("results", **TAKEN)
    own = changes.hand_in(scene.asked("contact", contact_name="示例甲"), by=scene.unit, at=scene.at)

    assert lines(scene, scene.head) == lines(scene, scene.leader) == [("1件变更申请待审批", "/changes/?shown=waiting")]
    assert lines(scene, scene.clerk) == lines(scene, scene.unit) == []
    assert lines(scene, scene.chief) == [(f"审批“{scene.project}”变更联系方式的申请", f"/changes/{own.ref}/")]


def test_what_was_sent_back_waits_for_the_unit_again(scene):
    request = scene.handed_in_change("results", **TAKEN)
    changes.send_back(request, reason="请补充。", by=scene.clerk, at=scene.at)

    assert [words for words, _ in lines(scene, scene.unit)] == [f"按退回意见修改“{scene.project}”变更成果形式的申请"]


def test_a_supplement_waits_in_turn_for_the_section_the_nominator_and_the_section(scene):
    request = scene.approved("leader", leader_name="示例乙02")
    assert [words for words, _ in lines(scene, scene.clerk)] == ["1件变更待拟制补充协议"]

    supplement = scene.drawn_up(request)
    assert lines(scene, scene.clerk) == lines(scene, scene.unit) == []
    ((words, url),) = lines(scene, scene.nominator)
    assert "补充协议：打印、签字盖章" in words and url == f"/supplements/{supplement.ref}/"
    scene.signed_supplement(supplement)
    assert lines(scene, scene.nominator) == []
    assert [words for words, _ in lines(scene, scene.clerk)] == ["1份补充协议乙方已签，待核对生效"]


def test_what_was_filed_waits_to_be_acknowledged(scene):
    filed = changes.file(scene.asked("team", **TEAM), by=scene.unit, at=scene.at)
    assert lines(scene, scene.clerk) == [("1件变更待确认备案", "/changes/?shown=filed")]

    changes.acknowledge(filed, by=scene.clerk, at=scene.at)
    assert lines(scene, scene.clerk) == []


def test_a_programme_without_changes_asks_nothing(scene):
    scene.handed_in_change("results", **TAKEN)
    Setting.objects.filter(kind="delivery.change_kind").delete()
    Version.objects.update(pack_hash=unread())

    scene.cast.programme.refresh_from_db()
    assert lines(scene, scene.head) == lines(scene, scene.chief) == []


def test_what_was_done_names_the_change_and_leads_to_its_project(scene):
    scene.in_force(scene.waiting_supplement())

    for role, words in ((Role.UNIT_CLERK, "提交"), (Role.SECTION_CLERK, "甲方确认生效")):
        page = scene.client(role, COMMITTEE if role == Role.UNIT_CLERK else None).get("/?tab=done").content.decode()
        assert words in page and f"/projects/{scene.ref}/" in page


def test_the_dossier_leads_to_the_changes_and_tells_of_them_in_the_trail(scene):
    scene.approved("results", **TAKEN)
    client = scene.client(Role.UNIT_CLERK, COMMITTEE)

    tab = client.get(f"/projects/{scene.ref}/?tab=changes").content.decode()
    assert f"/changes/{scene.ref}-c1/" in tab and f"/projects/{scene.ref}/changes/" in tab
    trail = client.get(f"/projects/{scene.ref}/?tab=history").content.decode()
    assert "变更生效，批准的申报书改为第2稿" in trail
    head = scene.client(Role.SECTION_HEAD).get(f"/projects/{scene.ref}/").content.decode()
    assert f'href="/projects/{scene.ref}/changes/"' in head
