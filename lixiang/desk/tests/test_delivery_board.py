"""The figures of projects under way: each leads to exactly its rows, each person counts what it sees."""

import re
from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.delivery.models import Escalation, Lamp, PlannedMilestone, Report
from lixiang.delivery.queries.reports import NO_RUNG, on_rung
from lixiang.delivery.tests.gathering import Gathering
from lixiang.delivery.tests.inspecting import Round
from lixiang.delivery.tests.report_scene import ReportScene, moment
from lixiang.delivery.tests.underway import milestones_of, planned, sides_of
from lixiang.desk.queries.delivery_board import DeliveryBoard, delivery_board_of
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.tests.test_agenda import tasks
from lixiang.funds import actions as funds
from lixiang.funds.tests.conftest import active_ones, paid
from lixiang.history.models import Pending
from lixiang.people.roles import Role
from lixiang.ui.bars import bars

QUERIES = 19
URL = "/dashboard/?tab=delivery"


def board(cast, user, at: datetime) -> DeliveryBoard:
    return delivery_board_of(viewpoint(user, cast.programme, at))


def shown(figures) -> dict[str, int | str]:
    return {figure.label: figure.value for figure in figures}


# --- lamps -----------------------------------------------------------------------------------------------------------
def test_lamps_are_counted_by_county_and_by_category_the_worst_first(cast, morning):
    first, _ = planned(cast, morning, 2)
    (other,) = planned(cast, morning, county=1)
    Lamp.objects.filter(project=first).update(colour="red")
    Lamp.objects.filter(project=other).update(colour="yellow")
    sides = sides_of(cast)
    found = board(cast, sides.clerk, morning)

    assert shown(found.lamps) == {"实施项目": 3, "红灯": 1, "黄灯": 1, "绿灯": 1}
    assert [(label, values) for label, values, _ in found.by_organisation] == [
        ("演练第一县委", (1, 0, 1)),
        ("演练第二县委", (0, 1, 0)),
    ]
    assert sum(sum(values) for _, values, _ in found.by_category) == 3


@pytest.mark.parametrize("side", ["inspector", "finance"])
def test_those_who_follow_count_every_project_under_way(cast, morning, side):
    planned(cast, morning)
    planned(cast, morning, county=1)

    found = board(cast, getattr(sides_of(cast), side), morning)
    assert found.scope == "全部实施项目" and shown(found.lamps)["实施项目"] == 2


def test_a_county_counts_its_own_and_learns_nothing_of_the_others(cast, morning):
    planned(cast, morning)
    stranger = board(cast, sides_of(cast).stranger, morning)

    assert stranger.is_empty and stranger.scope == "本单位实施项目"
    assert shown(stranger.lamps)["实施项目"] == 0
    assert (stranger.reports, stranger.by_rung, stranger.money, stranger.money_by_organisation) == ((), [], (), [])
    assert all(figure.value == 0 for figure in (*stranger.milestones, *stranger.duties))


# --- reports ---------------------------------------------------------------------------------------------------------
def test_the_latest_period_says_how_many_of_how_many_and_overdue_ones_stand_on_their_rung(cast, morning):
    scene = ReportScene(cast, morning)
    first, second, third = scene.running(3)
    scene.handed_in(scene.due(first))
    late = Report.objects.get(project=second, schedule="quarterly")
    for days, audience in ((1, "clerk"), (5, "nominator")):
        Escalation.objects.create(report=late, days=days, audience=audience, at=moment(8, 1))
    at = moment(8, 10)
    found = board(cast, scene.clerk, at)

    assert found.reports[0].value == "1/3"
    assert {key: value for key, value in shown(found.reports).items() if key in ("逾期未报", "待审核")} == {
        "逾期未报": 2,
        "待审核": 1,
    }
    assert [(label, values) for label, values, _ in found.by_rung] == [("尚未提醒", (1,)), ("提醒申报单位经办", (1,))]
    client = scene.client(scene.clerk)
    for (_, _, url), report in zip(found.by_rung, (Report.objects.get(project=third), late), strict=True):
        html = client.get(url).content.decode()
        listed = {each.ref for each in Report.objects.all() if each.ref in html}
        assert "逾期处理：" in html and listed == {report.ref}


def test_the_list_of_reports_keeps_to_the_rung_that_a_figure_led_to(cast, morning):
    scene = ReportScene(cast, morning)
    first, second = scene.running(2)
    scene.due(first)
    told = Report.objects.get(project=second, schedule="quarterly")
    Escalation.objects.create(report=told, days=1, audience="clerk", at=moment(8, 1))
    rows = Report.objects.filter(schedule="quarterly")

    assert list(on_rung(rows, "clerk")) == [told]
    assert told not in on_rung(rows, NO_RUNG) and on_rung(rows, NO_RUNG).count() == 1
    assert on_rung(rows, "x").count() == 2 and not on_rung(rows, "circular").exists()


# --- milestones, tasks, tickets --------------------------------------------------------------------------------------
def test_milestones_of_this_month_are_done_late_or_to_come(cast, morning):
    (project,) = planned(cast, morning)
    today = morning.date()
    first, second, third = (*milestones_of(project), None, None)[:3]
    PlannedMilestone.objects.filter(pk=first.pk).update(due_on=today.replace(day=1))
    for each in (second, third):
        if each:
            PlannedMilestone.objects.filter(pk=each.pk).update(due_on=today.replace(day=31), status="OPEN")
    rest = len(milestones_of(project)) - 1
    found = shown(board(cast, sides_of(cast).clerk, morning).milestones)

    assert found["本月里程碑逾期"] == 1
    assert found["本月里程碑未到期"] == min(2, rest)
    assert found["本月里程碑已完成"] == 0


def test_tasks_and_tickets_are_open_and_late_after_their_day(cast, morning):
    scene = Round(cast, morning)
    scene.opened()
    after = morning.replace(year=2019)

    assert shown(board(cast, scene.clerk, morning).duties) == {
        "任务办理中": 0,
        "任务逾期未办结": 0,
        "整改中": 1,
        "逾期未整改": 0,
        "待提交结项材料": 0,
        "结项材料待审核": 0,
    }
    assert shown(board(cast, scene.inspector, after).duties)["逾期未整改"] == 1


# --- money -----------------------------------------------------------------------------------------------------------
def test_money_is_told_in_ten_thousands_together_and_by_organisation(cast, morning):
    (project,) = active_ones(cast, morning)
    sides = sides_of(cast)
    leader = type("Sides", (), {"clerk": sides.clerk, "head": sides.head, "finance": sides.finance})
    funds.grant(project, by=sides.clerk, at=morning)
    paid(project, leader, morning)
    found = board(cast, sides.finance, morning)

    assert shown(found.money) == {"核定": "2.00", "已拨": "1.20", "支出": "0.00", "结存": "1.20", "追回": "0.00"}
    assert found.money_by_organisation == [
        ("演练第一县委", ("0.00", "1.20", "0.80"), f"/money/?organisation={cast.nominators[0].code}")
    ]
    assert board(cast, sides.stranger, morning).money == ()


# --- the page --------------------------------------------------------------------------------------------------------
def test_every_lamp_leads_to_as_many_projects_as_it_says(cast, morning):
    first, *_ = planned(cast, morning, 2)
    planned(cast, morning, county=1)
    Lamp.objects.filter(project=first).update(colour="red")
    client = Gathering(cast, morning).client(Role.SECTION_CLERK)
    found = board(cast, sides_of(cast).clerk, morning)
    pairs = [(figure.url, figure.value) for figure in found.lamps]
    rows = (*found.by_organisation, *found.by_category)
    pairs += [(url, sum(values)) for _, values, url in rows]
    parts = [part for bar in bars(rows, found.of_a_lamp) for part in bar.parts]
    pairs += [(part.url, int(part.words)) for part in parts]
    page = unescape(client.get(URL).content.decode())
    assert all(page.count(f'<a href="{part.url}"') == 2 for part in parts)  # the bar and the cell of the table

    for url, count in pairs:
        html = client.get(unescape(url)).content.decode()
        assert len(set(re.findall(r'href="/projects/(huainan-2018-\d{4})/progress/', html))) == count, url


def test_the_page_has_a_tab_of_its_own_and_the_wall_shows_the_same(cast, morning):
    planned(cast, morning)
    client = Gathering(cast, morning).client(Role.SECTION_CLERK)
    html, wall = client.get(URL).content.decode(), client.get("/dashboard/wall/?tab=delivery").content.decode()

    assert "各申报单位红黄绿灯" in html and "全屏显示" in html
    assert "各申报单位红黄绿灯" in wall and "主导航" not in wall
    assert "各申报单位红黄绿灯" not in client.get("/dashboard/").content.decode()
    assert "选题" in client.get("/dashboard/?tab=x").content.decode()


def test_a_programme_without_projects_under_way_says_what_will_appear(cast, morning):
    html = Gathering(cast, morning).client(Role.SECTION_CLERK).get(URL).content.decode()

    assert "还没有实施中的项目" in html


@pytest.mark.parametrize("many", [1, 3, 30])
def test_the_page_takes_the_same_few_queries_for_any_number_of_rows(cast, morning, many):
    Pending.objects.all().delete()
    planned(cast, morning, many)
    for project in active_ones(cast, morning, min(many, 2), county=1):
        funds.grant(project, by=sides_of(cast).clerk, at=morning)
    scene = Gathering(cast, morning)
    tasks(scene, many)
    client = scene.client(Role.SECTION_CLERK)
    client.get(URL)
    with CaptureQueriesContext(connection) as captured:
        client.get(URL)

    assert len(captured) == QUERIES
