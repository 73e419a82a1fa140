"""The calendar: every noun on its day with its state, nothing of others, a bounded number of rows and queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.agreements.models import Agreement
from lixiang.delivery.models import PlannedMilestone, Task
from lixiang.delivery.tests.gathering import Gathering
from lixiang.delivery.tests.inspecting import Round
from lixiang.delivery.tests.underway import milestones_of, planned, sides_of
from lixiang.desk.queries import agenda
from lixiang.desk.queries.agenda import agenda_of
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.rules.months import Month, month_named, month_of
from lixiang.funds import actions as funds
from lixiang.funds.tests.conftest import active_ones
from lixiang.history.models import Pending
from lixiang.messaging.tests.scene import COUNTY
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting, Version
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project

TODAY = date(2018, 3, 26)


@pytest.fixture
def gathering(cast, morning) -> Gathering:
    Pending.objects.all().delete()
    return Gathering(cast, morning)


def dues(scene, user, on: date, at=None, **narrowed):
    view = viewpoint(user, scene.cast.programme, at or scene.at)
    found = agenda_of(view, month_of(on), **narrowed)
    return [due for day in found.days for group in day.groups for due in group.dues]


def told(found, kind):
    return [(due.words, due.state) for due in found if due.kind == kind]


# --- the month -------------------------------------------------------------------------------------------------------
def test_a_month_has_its_days_its_neighbours_and_the_blanks_of_its_weeks():
    may = Month(2018, 5)

    assert (may.key, may.label, may.first, may.last) == ("2018-05", "2018年5月", date(2018, 5, 1), date(2018, 5, 31))
    assert (may.previous, may.next) == (Month(2018, 4), Month(2018, 6))
    assert (Month(2018, 1).previous, Month(2018, 12).next) == (Month(2017, 12), Month(2019, 1))
    assert (may.blanks, may.blanks_after, len(may.days)) == (1, 3, 31)
    assert len(Month(2020, 2).days) == 29


@pytest.mark.parametrize("key", ["", "x", "2018-13", "2018-00", "1999-12", "2101-01", "2018-5", "２０１８-０５\0"])
def test_an_address_that_names_no_month_means_that_of_today(key):
    assert month_named(key, TODAY) == Month(2018, 3)
    assert month_named("2018-05", TODAY) == Month(2018, 5)


# --- the nouns -------------------------------------------------------------------------------------------------------
def test_the_days_of_the_programme_and_its_deadline_stand_in_their_month(gathering):
    found = dues(gathering, gathering.county, date(2018, 4, 4))

    assert [(due.words, due.on, due.state) for due in found if due.kind == "programme" and due.on.day == 4]
    assert "通知印发" in [due.words for due in dues(gathering, gathering.county, date(2018, 3, 23))]


def test_an_agreement_to_sign_is_open_then_late_then_done(gathering):
    agreement = gathering.agreed()
    nominator = gathering.user(Role.NOMINATOR, "committee-1")
    due, after = agreement.sign_by.date(), agreement.sign_by + timedelta(days=1)
    words = f"签订“{agreement.project}”的责任书"

    assert told(dues(gathering, nominator, due), "agreement") == [(words, "open")]
    assert told(dues(gathering, nominator, due, after), "agreement") == [(words, "late")]
    assert told(dues(gathering, nominator, due, after, state="late"), "agreement") == [(words, "late")]
    assert told(dues(gathering, nominator, due, after, state="open"), "agreement") == []
    Agreement.objects.filter(pk=agreement.pk).update(status="IN_FORCE", in_force_on=due)
    assert told(dues(gathering, nominator, due, after), "agreement") == [(words, "done")]
    assert told(dues(gathering, gathering.stranger, due), "agreement") == []


def test_a_returned_project_stands_on_the_day_of_its_return(gathering):
    (project,) = gathering.nominated("committee-1")
    gathering.send_back(project, gathering.later(days=3))
    unit = gathering.user(Role.UNIT_CLERK, "committee-1")
    found = dues(gathering, unit, gathering.later(days=3).date())

    assert told(found, "returned") == [(f"“{project}”修改后重新报送", "open")]


def test_a_meeting_says_its_hour_and_a_task_of_it_its_day(gathering):
    task = gathering.task()
    meeting = gathering.begins_at

    (held,) = [due for due in dues(gathering, gathering.county, meeting.date()) if due.kind == "meeting"]
    assert (held.clock, held.whose, held.state) == ("10:00", "市委党校报告厅", "")
    assert told(dues(gathering, gathering.county, task.due_on), "task") == [("补报佐证材料", "open")]
    assert told(dues(gathering, gathering.stranger, task.due_on), "task") == []


def test_milestones_of_projects_under_way_stand_on_their_day(cast, morning):
    (project,) = planned(cast, morning)
    gathering, sides = Gathering(cast, morning), sides_of(cast)
    first = milestones_of(project)[0]
    words = f"“{project}”{first.title}"

    assert (words, "open") in told(dues(gathering, sides.unit, first.due_on), "milestone")
    assert (words, "open") in told(dues(gathering, sides.inspector, first.due_on), "milestone")
    assert told(dues(gathering, sides.stranger, first.due_on), "milestone") == []
    Project.objects.filter(pk=project.pk).update(status="SUSPENDED")
    assert told(dues(gathering, sides.unit, first.due_on), "milestone") == []


def test_an_inspection_and_its_ticket_stand_in_the_calendar_of_both_sides(cast, morning):
    scene = Round(cast, morning)
    ticket = scene.opened()

    for user in (scene.inspector, scene.clerk, scene.unit):
        assert told(dues(scene, user, scene.today), "inspection") == [("第1次督导", "done")]
        assert told(dues(scene, user, ticket.due_on), "rectification") == [
            (f"“{ticket.project}”完成整改并报送", "open")
        ]
    assert dues(scene, scene.stranger, ticket.due_on, kind="rectification") == []


def test_an_inspection_that_was_not_announced_stays_with_those_who_inspect(cast, morning):
    scene = Round(cast, morning)
    scene.planned(is_announced=False)

    assert told(dues(scene, scene.inspector, scene.today), "inspection") == [("第1次督导", "open")]
    assert dues(scene, scene.unit, scene.today, kind="inspection") == []


def test_the_money_of_a_project_is_to_be_spent_by_a_day_before_its_completion(cast, morning):
    (project,) = active_ones(cast, morning)
    (other,) = active_ones(cast, morning, county=1)
    sides, scene = sides_of(cast), Gathering(cast, morning)
    funds.grant(project, by=sides.clerk, at=morning)
    count_from_completion(project, days=10)
    last = project.completion_on - timedelta(days=10)
    words = (f"“{project}”的经费用完", "")

    assert told(dues(scene, sides.finance, last), "spending") == [words]
    assert told(dues(scene, sides.unit, last, kind="spending"), "spending") == [words]
    assert told(dues(scene, sides.stranger, last), "spending") == []
    assert told(dues(scene, sides.finance, last, kind="task"), "spending") == []
    assert str(other) not in str(dues(scene, sides.finance, last, kind="spending"))


def test_a_day_that_the_programme_names_for_all_money_stands_once(gathering):
    found = dues(gathering, gathering.section, date(2018, 12, 31))

    assert [due.words for due in found if "经费" in due.words] == ["经费使用期限"]


def count_from_completion(project: Project, days: int) -> None:
    """As if the notice had counted the last day of spending from the completion of each project."""
    rows = Setting.objects.filter(version=project.version, kind="funds.spending_deadline")
    rows.update(parameters={"spend_by": None, "days_before_completion": days})
    Version.objects.filter(pk=project.version_id).update(pack_hash=unread())


# --- bounds ----------------------------------------------------------------------------------------------------------
def tasks(scene: Gathering, many: int) -> Task:
    task = scene.task()
    fields = {f.attname: getattr(task, f.attname) for f in Task._meta.concrete_fields if not f.primary_key}
    copies = [{**fields, "ref": f"{task.ref}-{n}", "number": 1000 + n} for n in range(many - 1)]
    Task.objects.bulk_create(Task(**each) for each in copies)
    return task


def test_many_things_of_one_noun_on_a_day_are_folded_under_their_number(gathering):
    task = tasks(gathering, 4)
    html = gathering.client(Role.SECTION_CLERK).get(f"/calendar/?month={month_of(task.due_on).key}").content.decode()

    assert "任务 4项" in html


def test_a_noun_with_too_many_rows_is_cut_and_the_page_says_so(gathering, monkeypatch):
    monkeypatch.setattr(agenda, "MOST", 2)
    task = tasks(gathering, 3)
    view = viewpoint(gathering.section, gathering.cast.programme, gathering.at)
    found = agenda_of(view, month_of(task.due_on))

    assert found.cut == (("任务", "/tasks/"),)
    html = gathering.client(Role.SECTION_CLERK).get(f"/calendar/?month={month_of(task.due_on).key}").content.decode()
    assert "本月的任务较多，只列出最早的一部分" in html


@pytest.mark.parametrize("many", [1, 3, 30])
def test_a_month_takes_the_same_few_queries_for_any_number_of_rows(gathering, many):
    task = tasks(gathering, many)
    client, url = gathering.client(Role.SECTION_CLERK), f"/calendar/?month={month_of(task.due_on).key}"
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        html = client.get(url).content.decode()

    assert html.count("补报佐证材料") == many
    assert len(captured) == QUERIES


QUERIES = 20


# --- pages -----------------------------------------------------------------------------------------------------------
def test_the_page_leads_to_the_months_beside_it_and_keeps_what_was_chosen(gathering):
    html = (
        gathering.client(Role.NOMINATOR, COUNTY).get("/calendar/?month=2018-12&kind=task&state=late").content.decode()
    )

    assert "?month=2018-11&amp;kind=task&amp;state=late" in html or "?month=2018-11&kind=task&state=late" in html
    assert "month=2019-01" in html and "2018年12月没有到期事项" in html


def test_an_unknown_kind_or_state_narrows_nothing(gathering):
    task = gathering.task()
    client = gathering.client(Role.SECTION_CLERK)
    html = client.get(f"/calendar/?month={month_of(task.due_on).key}&kind=x&state=y").content.decode()

    assert "补报佐证材料" in html


@pytest.mark.parametrize("role", ["judge", "system_admin", "discipline"])
def test_whoever_has_no_part_in_the_business_has_no_calendar(gathering, role):
    assert gathering.client(role).get("/calendar/").status_code == 404


def test_what_an_earlier_revision_planned_and_a_later_one_left_out_is_not_due(cast, morning):
    (project,) = planned(cast, morning)
    first = milestones_of(project)[0]
    PlannedMilestone.objects.filter(pk=first.pk).update(retired_at=morning)

    found = dues(Gathering(cast, morning), sides_of(cast).unit, first.due_on)
    assert f"“{project}”{first.title}" not in [due.words for due in found]
