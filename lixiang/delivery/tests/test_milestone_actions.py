"""Reporting milestones and goals: effect, history, counts, evidence kept once; a refusal changes nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from lixiang.delivery import actions
from lixiang.delivery.actions.milestones import EVIDENCE
from lixiang.delivery.models import PlannedGoal, PlannedMilestone
from lixiang.delivery.tests import underway
from lixiang.delivery.tests.underway import codes, done, goals_of, lamp_of, milestones_of, plan_of
from lixiang.files.models import Claim, File
from lixiang.history.models import Event
from lixiang.programmes.models import Setting, Version
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.cycle import scan
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


# --- complete --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["unit", "nominator"])
def test_whoever_carries_the_project_out_reports_a_milestone(milestone, sides, morning, who):
    by = getattr(sides, who)

    done(milestone, by, morning, note="召开了动员会。")

    milestone.refresh_from_db()
    assert (milestone.status, milestone.done_on, milestone.participants) == ("DONE", morning.date(), 12)
    assert (milestone.note, milestone.reported_by_name, milestone.reported_at) == ("召开了动员会。", by.name, morning)
    event = Event.objects.get(subject_kind="plannedmilestone", verb="complete")
    assert (event.from_status, event.to_status, event.by) == ("OPEN", "DONE", by)
    assert event.detail == {
        "project": milestone.project.ref,
        "title": milestone.title,
        "done_on": "2018-03-26",
        "participants": 12,
    }


@pytest.mark.parametrize("who", ["leader", "clerk", "head", "inspector", "finance", "stranger"])
def test_nobody_else_reports_a_milestone_or_a_goal(project, milestone, sides, morning, who):
    by = getattr(sides, who)

    with pytest.raises(PermissionDenied):
        done(milestone, by, morning)
    with pytest.raises(PermissionDenied):
        actions.milestones.attach_evidence(milestone, scan(), name="照片.png", by=by, at=morning)
    with pytest.raises(PermissionDenied):
        actions.report_goal(goals_of(project)[0], reached="3", reached_on=morning.date(), by=by, at=morning)
    assert not PlannedMilestone.objects.filter(status="DONE").exists()


def test_the_plan_counts_what_is_done_and_names_what_comes_next(project, sides, morning):
    first, second, *rest = milestones_of(project)

    done(first, sides.unit, morning)

    plan = plan_of(project)
    assert (plan.milestones, plan.done) == (2 + len(rest), 1)
    assert (plan.next_title, plan.next_on) == (second.title, second.due_on)


def test_a_report_that_cannot_be_is_refused_with_every_reason_and_changes_nothing(milestone, sides, morning):
    events = Event.objects.count()

    found = codes(actions.milestones.complete, milestone, done_on=date(2018, 3, 27), by=sides.unit, at=morning)

    assert found == [("day_in_the_future", "三.2"), ("no_participants", "三.2")]
    milestone.refresh_from_db()
    assert (milestone.status, milestone.done_on) == ("OPEN", None)
    assert Event.objects.count() == events and plan_of(milestone.project).done == 0


def test_a_day_before_the_milestone_begins_is_refused(project, sides, morning):
    last = milestones_of(project)[-1]

    assert last.from_on > morning.date()
    assert codes(done, last, sides.unit, morning) == [("day_before_start", "三.2")]


def test_what_is_done_is_not_done_again(milestone, sides, morning):
    done(milestone, sides.unit, morning)

    assert codes(done, milestone, sides.nominator, morning) == [("not_in_this_status", "")]


def test_nothing_is_reported_of_a_project_that_does_not_run(project, milestone, sides, morning):
    Project.objects.filter(pk=project.pk).update(status=Status.LAPSED)

    fresh = PlannedMilestone.objects.get(pk=milestone.pk)
    assert codes(done, fresh, sides.unit, morning) == [("project_not_active", "三.2")]
    goal = PlannedGoal.objects.get(pk=goals_of(project)[0].pk)
    words = {"reached": "3", "reached_on": morning.date(), "by": sides.unit, "at": morning}
    assert codes(actions.report_goal, goal, **words) == [("project_not_active", "三.2")]


# --- reopen ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["unit", "nominator", "clerk", "head"])
def test_a_report_is_taken_back_with_a_reason_and_stands_in_the_history(milestone, sides, morning, who):
    done(milestone, sides.unit, morning, note="报早了。", evidence=[("照片.png", scan())])

    actions.milestones.reopen(milestone, reason="尚未验收。", by=getattr(sides, who), at=morning + DAY)

    milestone.refresh_from_db()
    assert (milestone.status, milestone.done_on, milestone.participants, milestone.note) == ("OPEN", None, None, "")
    assert plan_of(milestone.project).done == 0
    assert Claim.of(milestone, EVIDENCE).count() == 1
    event = Event.objects.get(subject_kind="plannedmilestone", verb="reopen")
    assert event.reason == "尚未验收。"
    assert (event.detail["done_on"], event.detail["participants"], event.detail["note"]) == (
        "2018-03-26",
        12,
        "报早了。",
    )


def test_a_report_is_not_taken_back_without_a_reason_nor_by_others_nor_twice(milestone, sides, morning):
    done(milestone, sides.unit, morning)

    words = {"by": sides.unit, "at": morning}
    assert codes(actions.milestones.reopen, milestone, reason=" ", **words) == [("reason_required", "")]
    for who in ("inspector", "finance", "leader", "stranger"):
        with pytest.raises(PermissionDenied):
            actions.milestones.reopen(milestone, reason="误报。", by=getattr(sides, who), at=morning)
    actions.milestones.reopen(milestone, reason="误报。", **words)
    assert codes(actions.milestones.reopen, milestone, reason="误报。", **words) == [("not_in_this_status", "")]


# --- evidence --------------------------------------------------------------------------------------------------------
def test_evidence_is_kept_once_however_often_it_is_brought_in(project, sides, morning):
    first, second, *_ = milestones_of(project)
    done(first, sides.unit, morning, evidence=[("照片.png", scan()), ("照片（副本）.png", scan())])
    (claim,) = Claim.of(first, EVIDENCE)

    again = actions.milestones.attach_evidence(second, scan(), name="照片.png", by=sides.unit, at=morning)
    same = actions.milestones.attach_evidence(second, scan(), name="照片.png", by=sides.unit, at=morning)

    assert File.objects.count() == 1
    assert again == same and again.file == claim.file
    assert Event.objects.filter(verb="attach_evidence").count() == 2


def test_evidence_that_the_project_has_is_used_again_without_an_upload(project, sides, morning):
    first, second, *_ = milestones_of(project)
    claim = actions.milestones.attach_evidence(first, scan(), name="照片.png", by=sides.unit, at=morning)

    done(second, sides.unit, morning + 90 * DAY, reused=[claim])

    assert [each.file for each in Claim.of(second, EVIDENCE)] == [claim.file]


def test_a_file_that_is_none_is_refused_and_the_milestone_stays_open(milestone, sides, morning):
    wrong = ("照片.png", ContentFile(b"no picture"))

    assert codes(done, milestone, sides.unit, morning, evidence=[wrong]) == [("unacceptable_file", "")]
    milestone.refresh_from_db()
    assert milestone.status == "OPEN"
    with pytest.raises(Refused, match="^“照片.png”的内容与扩展名不符"):
        actions.milestones.attach_evidence(milestone, wrong[1], name=wrong[0], by=sides.unit, at=morning)


def test_evidence_is_taken_away_once_and_leaves_its_name_in_the_history(milestone, sides, morning):
    claim = actions.milestones.attach_evidence(milestone, scan(), name="照片.png", by=sides.unit, at=morning)

    actions.milestones.detach_evidence(milestone, claim, by=sides.nominator, at=morning + DAY)

    assert not Claim.of(milestone, EVIDENCE).exists()
    assert Event.objects.get(verb="detach_evidence").detail["sha256"] == claim.file.sha256
    twice = codes(actions.milestones.detach_evidence, milestone, claim, by=sides.unit, at=morning + DAY)
    assert twice == [("no_such_file", "三.2")]


def test_where_evidence_is_asked_for_a_report_needs_some_and_keeps_the_last(cast, sides, morning):
    Version.objects.filter(pk=cast.version.pk).update(pack_hash=unread())
    setting = Setting.objects.get(version=cast.version, kind="delivery.progress")
    Setting.objects.filter(pk=setting.pk).update(parameters=setting.parameters | {"needs_evidence": True})
    (project,) = underway.planned(cast, morning)
    milestone = milestones_of(project)[0]

    assert codes(done, milestone, sides.unit, morning) == [("no_evidence", "三.2")]
    done(milestone, sides.unit, morning, evidence=[("照片.png", scan())])
    (claim,) = Claim.of(milestone, EVIDENCE)
    words = {"by": sides.unit, "at": morning}
    assert codes(actions.milestones.detach_evidence, milestone, claim, **words) == [("last_evidence", "三.2")]
    assert Claim.of(milestone, EVIDENCE).exists()


# --- goals -----------------------------------------------------------------------------------------------------------
def test_a_goal_keeps_the_last_value_and_the_history_the_earlier_one(project, sides, morning):
    goal = goals_of(project)[0]
    actions.report_goal(goal, reached="6个", reached_on=morning.date(), by=sides.unit, at=morning)

    actions.report_goal(
        goal, reached=" 9个 ", reached_on=morning.date(), note="新增3个", by=sides.nominator, at=morning + DAY
    )

    goal.refresh_from_db()
    assert (goal.reached, goal.note, goal.reported_by_name) == ("9个", "新增3个", sides.nominator.name)
    last = Event.objects.filter(verb="report_goal").last()
    assert last.detail["reached"] == "9个" and last.detail["before"] == {"reached": "6个", "on": "2018-03-26"}


def test_a_value_that_cannot_be_is_refused_and_changes_nothing(project, sides, morning):
    goal = goals_of(project)[0]
    words = {"reached": "", "reached_on": date(2018, 3, 27), "by": sides.unit, "at": morning}

    found = codes(actions.report_goal, goal, **words)

    assert found == [("no_value", "三.2"), ("day_in_the_future", "三.2")]
    goal.refresh_from_db()
    assert (goal.reached, goal.reached_on) == ("", None)


def test_a_report_lights_the_lamp_anew(project, milestone, sides):
    late = underway.at_noon(milestone.due_on + 2 * DAY)
    actions.relight(project, at=late)
    assert lamp_of(project).colour == "yellow"

    done(milestone, sides.unit, late)

    assert lamp_of(project).colour == "green"
