"""What inspections put on the desk of inspectors, units and the section, and what they leave in 已办."""

from datetime import timedelta

import pytest

from lixiang.delivery.actions import inspections as verbs
from lixiang.delivery.actions import rectifications
from lixiang.delivery.tests.inspecting import COUNTY, Round
from lixiang.desk.queries.deeds import deeds_page
from lixiang.desk.queries.inspections import items_of_inspections
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def visit(cast, morning) -> Round:
    return Round(cast, morning)


def waiting(visit, user, days: int = 0) -> list[str]:
    view = viewpoint(user, visit.cast.programme, visit.at + days * DAY)
    return [item.words for item in items_of_inspections(view)]


def test_an_inspector_finds_the_visits_to_make_and_the_answers_to_check(visit):
    (project,) = visit.active()
    planned = visit.planned(project, planned_on=visit.day(2), purpose="台账")
    visit.answered(visit.opened(visit.visited(project)))
    view = viewpoint(visit.inspector, visit.cast.programme, visit.at)

    visit_item, answer = items_of_inspections(view)

    assert (visit_item.words, visit_item.reason) == ("开展第1次督导，现场填写记录", "督导重点：台账")
    assert visit_item.url == f"/inspections/{planned.ref}/visit/" and visit_item.clause == "二.4c"
    assert visit_item.due_at.isoformat() == "2018-03-28T23:59:59+08:00"
    assert answer.words == "1张整改单已报送整改情况，待核查销号" and answer.count == 1
    assert waiting(visit, visit.another_inspector()) == [answer.words]


def test_a_paper_record_waits_for_its_inspector_and_a_dispute_for_the_section(visit):
    inspection = visit.planned()
    visit.observed(inspection, by=visit.clerk)
    visit.entered(inspection)

    assert waiting(visit, visit.inspector) == ["核对代您补录的第1次督导记录：确认，或者提出异议"]
    verbs.dispute(inspection, reason="不符。", by=visit.inspector, at=visit.at)
    assert waiting(visit, visit.clerk) == ["督导员对1份补录的记录有异议，请核对改正"]
    assert waiting(visit, visit.inspector) == []


def test_a_unit_and_its_county_find_what_is_to_be_put_right_by_when(visit):
    ticket = visit.opened()

    for user in (visit.unit, visit.nominator):
        (item,) = items_of_inspections(viewpoint(user, visit.cast.programme, visit.at))
        assert str(ticket.project) in item.words and item.reason == "整改要求：补齐台账。"
        assert item.due_at.isoformat() == "2018-04-10T23:59:59+08:00" and item.url == f"/rectifications/{ticket.ref}/"
    assert waiting(visit, visit.stranger) == []
    visit.answered(ticket)
    assert waiting(visit, visit.unit) == []


def test_what_is_late_stands_with_those_who_press(visit):
    visit.opened()
    visit.planned()

    assert waiting(visit, visit.clerk, days=20) == [
        "1张整改单逾期未整改，请催办或者延期",
        "1次督导已过计划日期，尚未提交记录",
    ]


def without(visit, *kinds: str) -> None:
    """The programme as it would be without some kinds of setting."""
    Setting.objects.filter(kind__in=kinds).delete()
    type(visit.cast.version).objects.update(pack_hash=unread())


def test_a_programme_without_inspections_and_checks_puts_nothing_on_the_desk(visit, django_assert_num_queries):
    without(visit, "delivery.inspection", "delivery.report_schedule")
    view = viewpoint(visit.inspector, visit.cast.programme, visit.at)

    assert list(items_of_inspections(view)) == []
    with django_assert_num_queries(0):
        assert list(items_of_inspections(view)) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_lines_take_the_same_few_queries(visit, count, django_assert_num_queries):
    (project,) = visit.active()
    inspection = visit.visited(project)
    for _ in range(count):
        visit.opened(inspection)
        visit.planned(project)
    inside = viewpoint(visit.inspector, visit.cast.programme, visit.at)
    unit = viewpoint(visit.unit, visit.cast.programme, visit.at)
    assert inside.user.held_roles and unit.user.held_roles and list(items_of_inspections(unit))

    with django_assert_num_queries(2):
        assert len(list(items_of_inspections(inside))) == count
    with django_assert_num_queries(1):
        assert len(list(items_of_inspections(unit))) == count


def test_what_was_done_is_named_and_leads_back(visit):
    ticket = visit.opened()
    rectifications.remind(ticket, by=visit.inspector, at=visit.at)

    deeds, _ = deeds_page(visit.inspector, None)

    assert [(deed.title, str(deed.words)) for deed in deeds] == [
        (f"“{ticket.project}”整改单", "催办整改，2018年4月10日到期"),
        (f"“{ticket.project}”整改单", f"开具整改单，{ticket.organisation.name}整改，期限2018年4月10日"),
        ("第1次督导", "提交督导记录"),
    ]
    assert deeds[2].url == f"/inspections/{ticket.observation.inspection.ref}/"


def test_the_ticket_stands_in_the_history_of_its_project(visit):
    ticket = visit.answered(visit.opened())
    client = visit.client(visit.cast.user(Role.UNIT_CLERK, COUNTY))

    page = client.get(f"/projects/{ticket.project.ref}/?tab=history").content.decode()
    assert "开具整改单" in page and "报送整改情况" in page
