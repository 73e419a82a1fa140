"""Milestones and lamps on the desk: what waits for whom, the tab of the dossier, the history."""

from datetime import timedelta

import pytest

from lixiang.delivery import actions
from lixiang.delivery.jobs.lamps import relight_all
from lixiang.delivery.tests import underway
from lixiang.delivery.tests.underway import at_noon, done, milestones_of, sides_of
from lixiang.desk.queries.trail import words_of
from lixiang.history.models import Event
from lixiang.messaging import actions as messaging
from lixiang.messaging.jobs import deliver_pending
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY, told
from lixiang.people.roles import Role
from lixiang.ui.written import chinese_date

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def project(cast, morning):
    (project,) = underway.planned(cast, morning)
    return project


@pytest.fixture
def first(project):
    return milestones_of(project)[0]


def waiting(worklist) -> list[tuple]:
    return [(item.words, item.clause, item.url) for item in worklist.items if "里程碑" in item.words]


def test_a_milestone_waits_for_its_clerk_from_the_stated_days_before_until_it_is_reported(desk, project, first, cast):
    early, near, late = (at_noon(first.due_on + days * DAY) for days in (-8, -7, 3))

    assert waiting(desk(Role.UNIT_CLERK, COUNTY, at=early)) == []
    line = (f"完成“{project}”的里程碑“{first}”并报告", "三.2", f"/milestones/{first.ref}/complete/")
    assert waiting(desk(Role.UNIT_CLERK, COUNTY, at=near)) == [line]
    (item,) = [each for each in desk(Role.UNIT_CLERK, COUNTY, at=late).items if each.url == line[2]]
    assert item.is_overdue(late)
    done(first, sides_of(cast).unit, late)
    assert line not in waiting(desk(Role.UNIT_CLERK, COUNTY, at=late))


def test_it_waits_for_nobody_else(desk, first):
    late = at_noon(first.due_on + 3 * DAY)

    assert waiting(desk(Role.UNIT_CLERK, OTHER_COUNTY, at=late)) == []
    assert waiting(desk(Role.NOMINATOR, COUNTY, at=late)) == []
    assert waiting(desk(Role.SECTION_CLERK, at=late)) == []


def test_red_lamps_are_one_line_of_the_section(desk, cast, morning, first):
    underway.planned(cast, morning, 2, county=1)
    late = at_noon(first.due_on + 40 * DAY)

    assert not [item for item in desk(Role.SECTION_HEAD, at=late).items if "红灯" in item.words]
    relight_all(late)
    (item,) = [item for item in desk(Role.SECTION_HEAD, at=late).items if "红灯" in item.words]
    assert (item.words, item.url, item.count) == ("3个项目亮红灯，请督促实施", "/progress/?lamp=red", 3)
    assert item.clause


def test_the_dossier_tells_of_progress_and_leads_to_its_page(scene, project, first, cast):
    client = scene.client(Role.INSPECTOR)

    text = client.get(f"/projects/{project.ref}/?tab=progress").content.decode()

    assert all(words in text for words in ("绿灯", "序时进度", first.title, f"/projects/{project.ref}/progress/"))


def test_every_event_of_a_plan_reads_as_a_sentence(project, first, cast, morning):
    sides, late = sides_of(cast), at_noon(first.due_on + 40 * DAY)
    claim = actions.milestones.attach_evidence(first, underway.scan(), name="照片.png", by=sides.unit, at=morning)
    actions.milestones.detach_evidence(first, claim, by=sides.unit, at=morning)
    done(first, sides.unit, late)
    actions.milestones.reopen(first, reason="误报。", by=sides.clerk, at=late)
    goal = underway.goals_of(project)[0]
    actions.report_goal(goal, reached="8个", reached_on=late.date(), by=sides.unit, at=late)
    lamp = underway.lamp_of(project)
    words = {"colour": "green", "reason": "汛期停工。", "until": late.date()}
    actions.override_lamp(lamp, **words, by=sides.clerk, at=late)
    actions.withdraw_override(lamp, by=sides.clerk, at=late)

    said = [str(words_of(event)) for event in Event.objects.filter(detail__project=project.ref)]

    assert "办理" not in "".join(said) and all(said)
    assert f"报告里程碑“{first}”完成" in said and f"报告目标“{goal}”的完成值：8个" in said
    assert f"人工调整为绿灯，有效期至{chinese_date(late)}" in said
    assert any("恢复为红灯" in words for words in said)


def test_those_concerned_are_told_of_the_plan_of_near_milestones_and_of_yellow_and_red_lamps(project, first, cast):
    sides = sides_of(cast)
    deliver_pending(at_noon(first.due_on - 3 * DAY))
    relight_all(at_noon(first.due_on + DAY))
    relight_all(at_noon(first.due_on + 30 * DAY))
    while messaging.deliver(by=None, at=at_noon(first.due_on + 30 * DAY))[0]:
        pass

    clerk = " ".join(told(sides.unit))
    assert "实施计划已按责任书生成" in clerk and "亮黄灯（通知三.2）" in clerk and "亮红灯（通知三.2）" in clerk
    day = first.due_on
    assert f"请于{day.year}年{day.month}月{day.day}日23:59前完成“{project}”的里程碑“{first}”并报告（通知三.2）" in clerk
    assert any("亮红灯" in words for words in told(sides.clerk))
    assert not any("亮黄灯" in words for words in told(sides.clerk))
    assert told(sides.stranger) == [words for words in told(sides.stranger) if str(project) not in words]
