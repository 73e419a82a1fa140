"""Who is told of a change and of its supplementary agreement, in which words, and who is told nothing."""

from datetime import timedelta

import pytest

from lixiang.delivery.actions import changes, supplements
from lixiang.delivery.tests.changing import Changing
from lixiang.messaging.actions import deliver, remind_of_due
from lixiang.messaging.models import Message
from lixiang.messaging.tests.scene import told

pytestmark = pytest.mark.django_db
TAKEN = {"results": [{"kind": "theory", "form": "调研报告一篇"}]}
TEAM = {"team": [{"name": "示例甲", "organisation": "", "post": "", "part": ""}]}


@pytest.fixture
def scene(cast, morning) -> Changing:
    scene = Changing(cast, morning)
    heard(scene)
    return scene


def heard(scene: Changing) -> None:
    """Carry what happened to its people, and begin with empty hands."""
    while deliver(by=None, at=scene.at)[0]:
        pass
    Message.objects.all().delete()


def deliver_all(scene: Changing) -> None:
    while deliver(by=None, at=scene.at)[0]:
        pass


def test_what_the_department_decides_on_is_told_to_the_department(scene):
    scene.handed_in_change("results", **TAKEN)
    deliver_all(scene)

    words = f"“{scene.project}”申请变更成果形式，请核对变更前后的内容后审批（通知二.3d）。"
    assert all(told(user) == [words] for user in (scene.clerk, scene.head, scene.leader))
    assert told(scene.chief) == told(scene.nominator) == []
    assert Message.objects.first().url == f"/changes/{scene.ref}-c1/"


def test_what_the_nominator_decides_on_is_told_to_its_leader_alone(scene):
    changes.hand_in(scene.asked("contact", contact_name="示例联系人"), by=scene.unit, at=scene.at)
    deliver_all(scene)

    assert len(told(scene.chief)) == 1 and told(scene.head) == told(scene.leader) == []


def test_filing_is_told_to_the_section_and_to_the_nominator(scene):
    changes.file(scene.asked("team", **TEAM), by=scene.unit, at=scene.at)
    deliver_all(scene)

    assert told(scene.clerk) == [f"“{scene.project}”调整项目组成员已生效并报备案，请核对后确认（通知二.3d）。"]
    assert len(told(scene.nominator)) == len(told(scene.chief)) == 1


def test_a_decision_is_told_to_those_who_carry_the_project_out(scene):
    request = scene.handed_in_change("results", **TAKEN)
    changes.decline(request, reason="理由不充分。", by=scene.head, at=scene.at)
    scene.approved("results", **TAKEN)
    deliver_all(scene)

    declined, approved = (words for words in told(scene.unit) if "变更成果形式" in words)
    assert declined.endswith("的申请未获批准，仍按原内容实施（通知二.3d），理由：理由不充分。")
    assert approved.endswith("变更成果形式已经批准并生效，请按变更后的内容实施（通知二.3d）。")


def test_the_supplement_goes_from_side_to_side(scene):
    supplement = scene.waiting_supplement()
    scene.signed_supplement(supplement)
    supplements.return_scan(supplement, reason="缺页。", by=scene.clerk, at=scene.at)
    deliver_all(scene)

    drawn_up, returned = told(scene.chief)[-2:]
    assert "补充协议已拟制，请于2018年4月10日23:59前打印、签字盖章并上传扫描件（通知二.3f）" in drawn_up
    assert "被退回" in returned and "理由：缺页" in returned
    assert any("已签订" in words for words in told(scene.clerk))
    assert Message.objects.filter(url=f"/supplements/{supplement.ref}/").exists()


def test_a_reminder_of_an_unsigned_supplement_goes_to_those_who_sign(scene):
    supplement = scene.waiting_supplement()
    heard(scene)
    supplements.remind(supplement, by=scene.clerk, at=scene.at)
    deliver_all(scene)

    words = [f"催办：请于2018年4月10日23:59前签订“{scene.project}”的补充协议（通知二.3f）。"]
    assert told(scene.nominator) == told(scene.chief) == words and told(scene.unit) == []


def test_a_supplement_that_is_due_soon_is_reminded_of_by_itself(scene):
    supplement = scene.waiting_supplement()
    heard(scene)

    assert remind_of_due(by=None, at=supplement.sign_by - timedelta(hours=3)) == 1
    assert remind_of_due(by=None, at=supplement.sign_by - timedelta(hours=2)) == 0
    assert remind_of_due(by=None, at=supplement.sign_by + timedelta(hours=3)) == 0


def test_withdrawing_a_draft_is_told_to_nobody(scene):
    changes.withdraw(scene.asked("results", **TAKEN), by=scene.unit, at=scene.at)
    deliver_all(scene)

    assert not Message.objects.exists()


def test_the_whole_project_standing_still_is_told_outside(scene):
    scene.suspended()
    deliver_all(scene)

    assert any("暂停实施" in words for words in told(scene.unit))
