"""A plan is made once from what was approved, follows a later revision, and loses nothing that was reported."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.approvals.tests.arranging import revise
from lixiang.delivery import actions
from lixiang.delivery.jobs.plans import open_plans
from lixiang.delivery.models import Plan, PlannedGoal, PlannedMilestone
from lixiang.delivery.tests import underway
from lixiang.delivery.tests.underway import codes, done, goals_of, milestones_of, plan_of
from lixiang.history.models import Event
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def revised(project, *, milestones=None, goals=None, **changed):
    """A later revision with other milestones or goals."""
    content = dict(project.approved_revision.content)
    return revise(
        project,
        project.approved_revision,
        number=project.revisions.count() + 1,
        milestones=milestones if milestones is not None else content["milestones"],
        goals=goals if goals is not None else content["goals"],
        **changed,
    )


def test_a_plan_holds_the_milestones_and_goals_of_the_approved_revision_in_order(cast, morning, sides):
    project = underway.under_way(cast, morning)

    plan = actions.open_plan(project, by=sides.unit, at=morning)

    content = project.approved_revision.content
    assert plan.revision == project.approved_revision
    assert (plan.from_on, plan.due_on) == (date(2018, 3, 26), date.fromisoformat(content["completion_on"]))
    assert [m.title for m in milestones_of(project)] == [row["title"] for row in content["milestones"]]
    assert [m.due_on.isoformat() for m in milestones_of(project)] == [row["due_on"] for row in content["milestones"]]
    assert [(g.indicator, g.target) for g in goals_of(project)] == [
        (row["indicator"], row["target"]) for row in content["goals"]
    ]
    assert (plan.milestones, plan.done) == (len(content["milestones"]), 0)
    assert plan.next_title == content["milestones"][0]["title"]
    event = Event.objects.get(subject_kind="plan", verb="open_plan")
    assert event.detail["hash"] == plan.revision.hash and event.by == sides.unit


def test_a_plan_is_made_once_however_often_it_is_asked_for(project, sides, morning):
    before = plan_of(project)

    assert actions.open_plan(project, by=sides.clerk, at=morning + DAY) == before
    assert open_plans(morning + DAY) == 0
    assert Event.objects.filter(verb="open_plan").count() == 1


def test_a_stranger_makes_no_plan(cast, morning, sides):
    project = underway.under_way(cast, morning)

    with pytest.raises(PermissionDenied):
        actions.open_plan(project, by=sides.stranger, at=morning)
    assert not Plan.objects.exists()


def test_no_plan_is_made_before_the_agreement_is_in_force(cast, morning):
    (project,) = underway.approved(cast, morning)

    assert codes(actions.open_plan, project, by=None, at=morning) == [("project_not_active", "三.2")]
    assert open_plans(morning) == 0
    assert not Plan.objects.exists()


def test_the_job_takes_up_every_active_project_without_a_plan(cast, morning):
    projects = underway.approved(cast, morning, 3)
    Project.objects.filter(pk__in=[each.pk for each in projects[:2]]).update(status=Status.ACTIVE)

    assert (open_plans(morning), open_plans(morning)) == (2, 0)
    assert Plan.objects.count() == 2


def test_a_programme_without_the_setting_keeps_no_plans(cast, morning):
    version = cast.version
    type(version).objects.filter(pk=version.pk).update(pack_hash=unread())
    Setting.objects.filter(version=version, kind="delivery.progress").delete()
    (project,) = underway.approved(cast, morning)
    Project.objects.filter(pk=project.pk).update(status=Status.ACTIVE)

    assert open_plans(morning) == 0
    assert codes(actions.open_plan, project, by=None, at=morning) == [("no_progress", "")]


# --- a later revision ------------------------------------------------------------------------------------------------
def test_a_later_revision_keeps_what_was_reported_adds_what_is_new_and_retires_the_rest(project, sides, morning):
    first, second, *_ = milestones_of(project)
    goal = goals_of(project)[0]
    done(first, sides.unit, morning)
    actions.report_goal(goal, reached="12个", reached_on=morning.date(), by=sides.unit, at=morning)
    rows = [
        {"title": first.title, "from_on": "2018-03-01", "due_on": "2018-05-31", "deliverable": "改"},
        {"title": "新增的一步", "from_on": "", "due_on": "2018-10-31", "deliverable": ""},
    ]
    revision = revised(
        project, milestones=rows, goals=[{"indicator": goal.indicator, "baseline": "0", "target": "20个"}]
    )

    plan = actions.follow_revision(project, revision, by=sides.clerk, at=morning + DAY)

    kept, new = milestones_of(project)
    assert (kept.pk, kept.status, kept.participants, kept.due_on) == (first.pk, "DONE", 12, date(2018, 5, 31))
    assert (new.title, new.status, new.from_on) == ("新增的一步", "OPEN", None)
    second.refresh_from_db()
    assert second.retired_at == morning + DAY
    (carried,) = goals_of(project)
    assert (carried.pk, carried.reached, carried.target) == (goal.pk, "12个", "20个")
    assert (plan.revision, plan.milestones, plan.done, plan.next_title) == (revision, 2, 1, "新增的一步")
    event = Event.objects.get(verb="follow_revision")
    assert event.detail["added"] == ["新增的一步"] and second.title in event.detail["retired"]


def test_a_done_milestone_that_a_revision_leaves_out_stays_readable_and_comes_back_as_it_was(project, sides, morning):
    first, *others = milestones_of(project)
    done(first, sides.unit, morning)
    rows = list(project.approved_revision.content["milestones"])
    actions.follow_revision(project, revised(project, milestones=rows[1:]), by=None, at=morning)

    gone = PlannedMilestone.objects.get(pk=first.pk)
    assert (gone.status, gone.participants, gone.retired_at) == ("DONE", 12, morning)
    assert plan_of(project).done == 0

    actions.follow_revision(project, revised(project, milestones=rows), by=None, at=morning + DAY)

    back = PlannedMilestone.objects.get(pk=first.pk)
    assert (back.status, back.participants, back.retired_at) == ("DONE", 12, None)
    assert plan_of(project).done == 1
    assert PlannedMilestone.objects.count() == 1 + len(others)


def test_following_the_same_revision_again_changes_nothing(project, morning):
    events = Event.objects.count()

    actions.follow_revision(project, project.approved_revision, by=None, at=morning + DAY)

    assert Event.objects.count() == events


def test_the_approved_revision_of_a_project_with_a_plan_is_followed_when_the_plan_is_asked_for(project, morning):
    revision = revised(project, completion_on="2019-03-31")
    Project.objects.filter(pk=project.pk).update(approved_revision=revision)

    plan = actions.open_plan(project, by=None, at=morning + DAY)

    assert (plan.revision, plan.due_on) == (revision, date(2019, 3, 31))


def test_a_plan_that_was_never_made_is_made_from_the_revision_that_it_is_to_follow(cast, morning):
    project = underway.under_way(cast, morning)
    revision = revised(project, goals=[])

    plan = actions.follow_revision(project, revision, by=None, at=morning)

    assert plan.revision == revision and not PlannedGoal.objects.exists()


def test_a_revision_of_another_project_and_a_stranger_are_refused(cast, morning, sides):
    project, other = underway.planned(cast, morning, 2)

    foreign = codes(actions.follow_revision, project, other.approved_revision, by=None, at=morning)
    assert foreign == [("foreign_revision", "三.2")]
    with pytest.raises(PermissionDenied):
        actions.follow_revision(project, project.approved_revision, by=sides.stranger, at=morning)


def test_rows_without_title_or_day_get_a_name_and_the_last_day_of_the_project(cast, morning):
    project = underway.under_way(cast, morning)
    rows = [{"title": "", "from_on": "不详", "due_on": "", "deliverable": ""}]

    actions.follow_revision(project, revised(project, milestones=rows), by=None, at=morning)

    (only,) = milestones_of(project)
    assert (only.title, only.from_on, only.due_on) == ("第1项", None, plan_of(project).due_on)


def test_what_is_retired_is_not_retired_again(project, morning):
    rows = project.approved_revision.content["milestones"]
    actions.follow_revision(project, revised(project, milestones=rows[:1]), by=None, at=morning)
    gone = PlannedMilestone.objects.filter(retired_at=morning).count()

    actions.follow_revision(project, revised(project, milestones=rows[:1]), by=None, at=morning + DAY)

    assert PlannedMilestone.objects.filter(retired_at=morning).count() == gone == len(rows) - 1
    assert Event.objects.filter(verb="follow_revision").last().detail["retired"] == []


def test_a_plan_its_rows_and_its_lamp_are_seen_by_those_who_see_the_project(project, sides):
    things = (plan_of(project), milestones_of(project)[0], goals_of(project)[0], underway.lamp_of(project))

    for thing in things:
        for person in (sides.unit, sides.nominator, sides.leader, sides.clerk, sides.inspector, sides.finance):
            assert type(thing).visible_to(person).filter(pk=thing.pk).exists()
        assert not type(thing).visible_to(sides.stranger).exists()
        assert str(thing)
