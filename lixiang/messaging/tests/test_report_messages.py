"""Whom the events of a report reach, and the reminders before its date."""

import pytest

from lixiang.delivery.actions import ladder
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.jobs import reports as jobs
from lixiang.delivery.tests.report_scene import ReportScene, moment
from lixiang.messaging import actions as messaging
from lixiang.messaging.models import Message
from lixiang.messaging.tests.scene import told


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


def deliver(at) -> None:
    while messaging.deliver(by=None, at=at)[0]:
        pass


def begin(scene) -> object:
    """A report just asked for, and nothing told of what came before."""
    (project,) = scene.running()
    deliver(scene.at)
    Message.objects.all().delete()
    return scene.due(project)


def test_the_unit_and_its_nominator_are_asked_by_when_and_on_what_ground(scene):
    report = begin(scene)
    deliver(moment(7, 2))

    sentence = f"请于2018年7月6日23:59前报送“{report.project}”的“2018年第二季度实施情况汇报”（通知二.4a）。"
    assert told(scene.unit) == told(scene.nominator) == [sentence]
    assert told(scene.leader) == told(scene.stranger) == []
    assert Message.objects.filter(user=scene.unit).get().url == f"/reports/{report.ref}/"


def test_each_rung_reaches_its_own_audience(scene):
    begin(scene)
    deliver(moment(7, 2))
    Message.objects.all().delete()

    jobs.escalate(moment(7, 25))
    deliver(moment(7, 25))

    assert len(told(scene.unit)) == len(told(scene.nominator)) == len(told(scene.leader)) == 1
    assert "已逾期19天" in told(scene.leader)[0] and "通报" in told(scene.leader)[0]
    assert told(scene.clerk) == []


def test_a_return_tells_why_and_the_section_hears_of_what_comes_again(scene):
    report = scene.handed_in(begin(scene))
    deliver(moment(7, 4))
    assert told(scene.clerk) == []

    scene.send_back(report)
    scene.written(report)
    scene.hand_in(report, at=moment(7, 6))
    deliver(moment(7, 6))

    assert "成效不够具体" in told(scene.unit)[-1]
    assert "重新报送" in told(scene.clerk)[-1]


def test_an_acceptance_and_an_excuse_are_told(scene):
    first, second = scene.running(2)
    actions.accept(scene.handed_in(scene.due(first)), by=scene.clerk, at=moment(7, 5))
    actions.excuse(scene.due(second), reason="启动较晚", by=scene.clerk, at=moment(7, 5))
    deliver(moment(7, 5))

    assert any("已接收" in sentence for sentence in told(scene.unit))
    assert any("免予报送，理由：启动较晚" in sentence for sentence in told(scene.unit))


def test_a_person_reminds_and_the_clock_reminds_before_the_date_once(scene):
    report = begin(scene)
    ladder.remind(report, by=scene.clerk, at=moment(7, 2))
    reminded = [messaging.remind_of_due(by=None, at=moment(7, day)) for day in (1, 3, 3, 5, 6, 7)]
    deliver(moment(7, 7))

    assert reminded == [0, 1, 0, 1, 1, 0]
    assert sum("催办" in sentence for sentence in told(scene.unit)) == 4


def test_a_reminder_after_the_date_does_not_ask_for_what_nobody_can_keep(scene):
    report = begin(scene)
    deliver(moment(7, 2))
    Message.objects.all().delete()
    ladder.remind(report, by=scene.clerk, at=moment(7, 20))
    deliver(moment(7, 20))

    assert told(scene.unit) == [
        f"催办：请抓紧（期限2018年7月6日23:59已过）报送“{report.project}”的“2018年第二季度实施情况汇报”（通知二.4a）。"
    ]
