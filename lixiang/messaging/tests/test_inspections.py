"""Who is told what of inspections and tickets, in which words, and that nobody learns of somebody else's project."""

from datetime import timedelta

import pytest

from lixiang.delivery.actions import inspections as verbs
from lixiang.delivery.actions import rectifications
from lixiang.delivery.tests.inspecting import Round
from lixiang.history.models import Event, Pending
from lixiang.messaging import actions, jobs
from lixiang.messaging.models import Message
from lixiang.messaging.queries.inspections import of_inspection, of_rectification
from lixiang.messaging.tests.scene import told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def visit(cast, morning) -> Round:
    return Round(cast, morning)


@pytest.fixture
def deliver(visit):
    def deliver() -> None:
        while actions.deliver(by=None, at=visit.at)[0]:
            pass

    return deliver


def last(user) -> tuple[str, str]:
    message = Message.objects.filter(user=user).order_by("-pk").first()
    return (message.sentence, message.url) if message else ("", "")


def test_a_plan_is_told_to_those_who_go_and_an_announced_one_to_the_units(visit, deliver):
    projects = visit.active()
    Pending.objects.all().delete()

    quiet = visit.planned(*projects, is_announced=False)
    deliver()
    assert last(visit.inspector) == (
        "请于2018年3月26日开展第1次督导，并在现场填写记录（通知二.4c）。",
        f"/inspections/{quiet.ref}/",
    )
    assert told(visit.unit) == told(visit.another_inspector()) == []
    visit.planned(*projects)
    deliver()
    assert "定于2018年3月26日到本单位督导项目" in last(visit.unit)[0] and told(visit.stranger) == []


def test_a_record_is_told_to_those_visited_without_naming_a_project(visit, deliver):
    (own,), (other,) = visit.active(), visit.active(county=1)
    inspection = visit.planned(own, other, is_announced=False)
    Pending.objects.all().delete()
    visit.observed(inspection)

    verbs.record_visit(inspection, visited_on=visit.today, reason="路断。", by=visit.inspector, at=visit.at)
    deliver()

    assert last(visit.unit)[0] == "2018年3月26日的督导记录已提交，请查看对本单位项目的督导情况（通知二.4c）。"
    assert told(visit.stranger) == [] and "路断" not in last(visit.unit)[0]


def test_a_paper_record_is_told_to_its_inspector_alone_and_a_dispute_to_the_section(visit, deliver):
    inspection = visit.planned()
    visit.observed(inspection, by=visit.clerk)
    Pending.objects.all().delete()
    visit.entered(inspection)
    deliver()

    assert last(visit.inspector)[0].startswith("第1次督导的纸质记录已代您补录") and told(visit.unit) == []
    verbs.dispute(inspection, reason="亮灯不符。", by=visit.inspector, at=visit.at)
    deliver()
    assert last(visit.clerk)[0] == "督导员对补录的第1次督导有异议，请核对改正，理由：亮灯不符。"
    assert told(visit.unit) == []


def test_a_ticket_is_told_on_its_whole_way(visit, deliver):
    inspection = visit.visited()
    Pending.objects.all().delete()
    ticket = visit.opened(inspection)
    deliver()
    sentence, url = last(visit.unit)
    assert "请演练第一县委于2018年4月10日23:59前整改到位" in sentence and url == f"/rectifications/{ticket.ref}/"
    visit.answered(ticket)
    deliver()
    assert "报送了" in last(visit.inspector)[0] and "核查销号" in last(visit.clerk)[0]
    rectifications.send_back(ticket, reason="缺三月。", by=visit.inspector, at=visit.at)
    deliver()
    assert "重新整改" in last(visit.nominator)[0] and "缺三月" in last(visit.nominator)[0]
    assert told(visit.stranger) == []


def test_a_ticket_is_reminded_of_before_its_day_once(visit):
    visit.opened()
    Pending.objects.all().delete()

    for _ in range(2):
        jobs.deliver_pending(visit.at + 14 * DAY)

    assert Event.objects.filter(subject_kind="rectification", verb="remind", by=None).count() == 1
    assert last(visit.unit)[0].startswith("催办：请演练第一县委于2018年4月10日23:59前报送")


def test_an_event_whose_subject_is_gone_is_told_to_nobody(visit):
    gone = Event(subject_id=0, verb="open")

    assert of_inspection(gone, visit.at) is None and of_rectification(gone, visit.at) is None
