"""The verbs of one project before its nominator: back to the unit, passed over, nominated again, withdrawn."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.approvals import actions as approvals
from lixiang.nominations import actions
from lixiang.nominations.tests.test_actions import DEADLINE, codes, verbs_of
from lixiang.people.roles import Role
from lixiang.projects import actions as applications
from lixiang.projects.models import Project
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def nominator(stage):
    return stage.user(Role.NOMINATOR, "county-1")


def test_a_project_goes_back_to_its_unit_with_sections_a_reason_and_a_date(stage, nominator):
    project, due = stage.project(), stage.later(days=2)

    returned = actions.send_back(
        project, sections=["goals"], reason="目标不够具体", due_at=due, by=nominator, at=stage.at
    )

    assert (returned.status, returned.open_sections, returned.due_at) == (
        Status.RETURNED_BY_NOMINATOR,
        ["goals"],
        due,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"sections": []}, "no_section_marked"),
        ({"sections": ["nothing"]}, "no_section_marked"),
        ({"due_at": -1}, "due_in_the_past"),
        ({"reason": " "}, "reason_required"),
    ],
)
def test_a_return_that_helps_nobody_is_refused(stage, nominator, words, code):
    project = stage.project()
    if "due_at" in words:
        words = {"due_at": stage.later(days=words["due_at"])}
    call = {"sections": ["goals"], "reason": "目标不够具体", "by": nominator, "at": stage.at, **words}

    assert codes(actions.send_back, project, **call) == [code]
    project.refresh_from_db()
    assert project.status == Status.WITH_NOMINATOR


def test_a_project_that_leaves_an_endorsed_slate_voids_the_endorsement(stage, nominator):
    slate = stage.endorsed("A", "B", "B")
    leaving = slate.entries.last().project

    actions.send_back(leaving, sections=["goals"], reason="目标不够具体", by=nominator, at=stage.at)

    slate.refresh_from_db()
    assert slate.entries.count() == 2 and not slate.is_endorsed
    assert codes(stage.hand_in, slate) == ["not_endorsed"]
    assert verbs_of(slate)[-1] == "set_aside"


def test_passing_over_says_why_and_takes_the_project_off_the_slate(stage, nominator):
    slate = stage.filled("A", "B")
    project = slate.entries.first().project

    assert codes(actions.pass_over, project, reason="", by=nominator, at=stage.at) == ["reason_required"]
    assert slate.entries.count() == 2
    passed = actions.pass_over(project, reason="与去年项目重复", by=nominator, at=stage.at)

    assert passed.status == Status.PASSED_OVER
    assert slate.entries.count() == 1


def test_verbs_of_the_nominator_are_not_those_of_others(stage):
    project = stage.project()
    for by in (stage.user(Role.UNIT_CLERK, "county-1"), stage.user(Role.NOMINATOR, "county-2")):
        with pytest.raises(PermissionDenied):
            actions.send_back(project, sections=["goals"], reason="甲", by=by, at=stage.at)
        with pytest.raises(PermissionDenied):
            actions.pass_over(project, reason="甲", by=by, at=stage.at)
        with pytest.raises(PermissionDenied):
            actions.nominate(project, key=uuid4(), by=by, at=stage.at)


def returned_by_the_department(stage) -> Project:
    slate = stage.handed_in("A", "B")
    project = slate.entries.last().project
    return approvals.send_back(
        project,
        sections=["goals"],
        reason="目标不够具体",
        due_at=DEADLINE + timedelta(days=5),
        by=stage.user(Role.SECTION_CLERK),
        at=stage.at,
    )


def test_a_returned_project_is_nominated_again_after_the_deadline_within_its_own_date(stage, nominator):
    project, key = returned_by_the_department(stage), uuid4()
    at = DEADLINE + timedelta(days=4)

    again = actions.nominate(project, key=key, by=nominator, at=at)
    twice = actions.nominate(project, key=key, by=nominator, at=at)

    assert again.status == twice.status == Status.NOMINATED
    assert (again.revision.number, again.due_at, again.open_sections) == (2, None, [])
    assert project.revisions.count() == 2


def test_a_returned_project_that_comes_too_late_is_refused(stage, nominator):
    project = returned_by_the_department(stage)

    at = DEADLINE + timedelta(days=5, seconds=1)

    assert codes(actions.nominate, project, key=uuid4(), by=nominator, at=at) == ["return_overdue"]
    assert project.revisions.count() == 1


def test_the_least_is_not_asked_when_a_returned_project_comes_back(stage, nominator):
    project = returned_by_the_department(stage)
    other = Project.objects.exclude(pk=project.pk).get()
    at = DEADLINE + timedelta(days=1)
    actions.withdraw(other, reason="条件变化", by=nominator, at=at)

    assert actions.nominate(project, key=uuid4(), by=nominator, at=at).status == Status.NOMINATED


def test_nominating_again_is_no_way_round_the_slate(stage, nominator):
    project = stage.project()

    assert codes(actions.nominate, project, key=uuid4(), by=nominator, at=stage.at) == ["not_in_this_status"]
    assert codes(
        actions.send_back, stage.handed_in("A", "B").entries.first().project, sections=["goals"], reason="甲",
        by=nominator, at=stage.at,
    ) == ["not_in_this_status"]  # fmt: skip


def test_before_the_deadline_a_withdrawal_keeps_to_the_least(stage, nominator):
    slate = stage.handed_in("A", "B", "B")
    of_a, first_b, second_b = (entry.project for entry in slate.entries.all())

    assert codes(actions.withdraw, of_a, reason="甲", by=nominator, at=stage.at) == ["too_few_A"]
    actions.withdraw(first_b, reason="甲", by=nominator, at=stage.at)
    assert codes(actions.withdraw, second_b, reason="甲", by=nominator, at=stage.at) == ["under_minimum"]
    assert slate.entries.count() == 2


def test_after_the_deadline_a_withdrawal_asks_for_no_least(stage, nominator):
    slate = stage.handed_in("A", "B")

    at = DEADLINE + timedelta(seconds=61)

    assert actions.withdraw(slate.entries.first().project, reason="甲", by=nominator, at=at).status == Status.WITHDRAWN


def test_on_a_slate_opened_again_the_next_hand_in_asks(stage, nominator):
    slate = stage.handed_in("A", "B")
    actions.reopen(slate, by=nominator, at=stage.at, reason="换一个")

    actions.withdraw(slate.entries.first().project, reason="甲", by=nominator, at=stage.at)

    actions.endorse(slate, by=stage.user(Role.NOMINATOR_LEADER, "county-1"), at=stage.at)
    assert codes(stage.hand_in, slate) == ["under_minimum", "too_few_A"]


def test_the_unit_withdraws_what_still_waits(stage):
    slate = stage.filled("A", "B")
    project, clerk = slate.entries.first().project, stage.user(Role.UNIT_CLERK, "county-1")

    withdrawn = actions.withdraw(project, reason="另有安排", by=clerk, at=stage.at)

    assert withdrawn.status == Status.WITHDRAWN and slate.entries.count() == 1


def test_a_withdrawn_project_gives_its_seat_back(stage, nominator):
    slate = stage.handed_in("A", "B", "B")
    actions.withdraw(slate.entries.last().project, reason="甲", by=nominator, at=stage.at)
    actions.reopen(slate, by=nominator, at=stage.at, reason="补报")
    stage.take_up(slate, stage.project())
    actions.endorse(slate, by=stage.user(Role.NOMINATOR_LEADER, "county-1"), at=stage.at)

    stage.hand_in(slate)

    assert Project.objects.filter(status=Status.NOMINATED).count() == 3


def test_the_unit_mends_and_hands_in_again_what_came_back(stage, nominator):
    project = stage.project()
    actions.send_back(project, sections=["goals"], reason="目标不够具体", by=nominator, at=stage.at)
    clerk = stage.user(Role.UNIT_CLERK, "county-1")

    applications.hand_in(project, key=uuid4(), by=clerk, at=stage.later(hours=1), reason="已补充")

    project.refresh_from_db()
    assert project.status == Status.WITH_NOMINATOR and project.revision.number == 2
