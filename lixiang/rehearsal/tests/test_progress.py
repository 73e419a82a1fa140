"""Plans, milestones and lamps in rehearsal and demo: every rule met, every invariant true, a spoiled row found."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from lixiang.delivery.models import Lamp, Plan, PlannedGoal, PlannedMilestone
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import build_cast
from lixiang.rehearsal.cycle import STEPS, Cycle
from lixiang.rehearsal.progress import finish_progress, rehearse_progress, tell_progress
from lixiang.rehearsal.progress_invariants import PROGRESS_CHECKS

OPENING = timezone.make_aware(datetime(2018, 3, 23, 9, 0))
MET = {
    "project_not_active",
    "day_in_the_future",
    "day_before_start",
    "no_participants",
    "senseless_count",
    "override_too_long",
    "same_colour",
    "not_overruled",
    "no_value",
}


@pytest.fixture
def cycle(db) -> Cycle:
    cycle = Cycle(build_cast(OPENING, is_published=False), 1, OPENING, "演练，非正式文件")
    for step in STEPS.values():
        step(cycle)
    return cycle


def broken() -> list[str]:
    return [what for check in PROGRESS_CHECKS for what in check()]


def test_the_rehearsal_meets_every_rule_and_leaves_nothing_inconsistent(cycle):
    begun = cycle.at

    rehearse_progress(cycle)

    assert {code for code, clause in cycle.refusals if clause} >= MET
    assert Plan.objects.count() == Project.objects.filter(status="ACTIVE").count() > 1
    assert {"complete", "reopen", "override_lamp", "withdraw_override", "relight", "report_goal"} <= set(
        Event.objects.values_list("verb", flat=True)
    )
    assert cycle.at - begun < timedelta(days=60)
    assert broken() == []

    finish_progress(cycle)

    assert not PlannedMilestone.objects.filter(status="OPEN").exists()
    assert set(Lamp.objects.values_list("colour", flat=True)) == {"green"}
    assert broken() == []


def test_the_demo_shows_plans_reports_goals_and_an_overruled_lamp(cycle):
    cycle.later(days=60)

    tell_progress(cycle)

    assert set(PlannedMilestone.objects.values_list("status", flat=True)) == {"OPEN", "DONE"}
    assert PlannedGoal.objects.exclude(reached="").exists()
    assert Lamp.objects.exclude(overruled_until=None).count() == 1
    assert broken() == []


def test_a_cycle_without_projects_under_way_rehearses_nothing(cast, morning):
    rehearse_progress(Cycle(cast, 1, morning, ""))

    assert not Plan.objects.exists()


def test_a_spoiled_row_is_found_by_its_check(cycle):
    rehearse_progress(cycle)
    plan = Plan.objects.first()
    milestone = PlannedMilestone.objects.filter(status="DONE").first()

    Plan.objects.filter(pk=plan.pk).update(next_title="别的")
    PlannedMilestone.objects.filter(pk=milestone.pk).update(status="OPEN", done_on=None)
    Lamp.objects.update(ruled_reason="没有这样的原因", colour="red", overruled_colour="")
    Project.objects.filter(pk=plan.project_id).update(
        approved_revision=Project.objects.exclude(pk=plan.project_id)
        .exclude(approved_revision=None)
        .first()
        .approved_revision
    )

    found = broken()
    assert all(
        any(words in what for what in found)
        for words in ("next_title", "办理轨迹不符", "规则判定不符", "不是批准的版本")
    )
