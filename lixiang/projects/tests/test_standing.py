"""The line that says what is due of an application, by when and from whom."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lixiang.programmes.models import Extension, Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects import actions, queries
from lixiang.projects.queries.standing import next_action, returned
from lixiang.projects.tests.arranging import DEADLINE, clerk_of, drafted, filled, handed_in, seen_by
from lixiang.workflow.moves import move


def standing(cast, project, at):
    found = queries.findings_of(project, at)
    return next_action(project, found, at)


def test_a_draft_is_due_at_the_deadline_of_its_nominator(cast, morning):
    line = standing(cast, drafted(cast, morning), morning)

    assert line.words.startswith("还有15处须补充或改正")
    assert (line.due, line.due_words, line.clause, line.tone) == (DEADLINE, "还剩9天", "二.3c", "active")


@pytest.mark.parametrize(
    ("before", "due_words", "tone"),
    [
        (timedelta(days=3), "还剩3天", "attention"),
        (timedelta(hours=1), "今天截止", "attention"),
        (timedelta(seconds=-30), "已到截止时间，00:00:59前提交仍可接收", "bad"),
        (timedelta(seconds=-61), "已截止", "bad"),
    ],
)
def test_the_line_tells_how_long_is_left(cast, morning, before, due_words, tone):
    line = standing(cast, filled(cast, morning), DEADLINE - before)

    assert (line.due_words, line.tone) == (due_words, tone)


def test_an_extension_moves_what_is_due(cast, morning):
    project = filled(cast, morning)
    until = DEADLINE + timedelta(days=2)
    Extension.objects.create(
        programme=cast.programme, step="nomination", until=until, reason="示例",
        granted_by=cast.user("section_clerk"), granted_at=morning,
    )  # fmt: skip

    line = standing(cast, project, morning)

    assert (line.words, line.due) == ("各项齐备，请核对后提交申报书", until)


def test_a_step_of_the_units_own_comes_before_that_of_the_nominators(cast, morning):
    own = Setting.objects.get(kind="programmes.deadline")
    earlier = own.parameters | {"step": "application", "until": "2018-04-01T23:59:59+08:00"}
    Setting.objects.create(
        version=cast.version, kind=own.kind, parameters=earlier, clause="二.3c", strictness="block", order=901
    )
    cast.version.pack_hash = unread()
    cast.version.save()

    assert standing(cast, drafted(cast, morning), morning).due == DEADLINE - timedelta(days=3)


def test_without_a_deadline_nothing_is_due(cast, morning):
    Setting.objects.filter(kind="programmes.deadline").delete()
    cast.version.pack_hash = unread()
    cast.version.save()
    project = filled(cast, morning)

    assert standing(cast, project, morning).due is None
    late = DEADLINE + timedelta(days=30)
    assert actions.hand_in(project, key=uuid4(), by=clerk_of(cast), at=late)


def test_a_return_tells_who_why_and_until_when(cast, morning):
    project = handed_in(cast, morning).project
    nominator, due_at = cast.user("nominator", "county-1"), morning + timedelta(days=2)
    move(project, "send_back", by=nominator, at=morning, reason="请细化目标", due_at=due_at)
    project = seen_by(clerk_of(cast), project)

    told = returned(project)
    line = standing(cast, project, morning)

    assert (told.by, told.at, told.reason, told.due_at) == (nominator.name, morning, "请细化目标", due_at)
    assert (line.words, line.due, line.due_words) == ("请按退回意见修改后重新提交", due_at, "还剩2天")
    assert standing(cast, project, due_at + timedelta(seconds=1)).due_words == "已超过期限"


def test_nobody_is_told_of_a_return_that_was_not(cast, morning):
    project = drafted(cast, morning)

    assert returned(project) is None


def test_after_the_hand_in_the_line_says_who_has_it(cast, morning):
    project = handed_in(cast, morning).project

    assert standing(cast, seen_by(clerk_of(cast), project), morning).tone == "good"


def test_a_project_that_has_left_the_unit_asks_nothing_of_it(cast, morning):
    project = handed_in(cast, morning).project
    move(project, "withdraw", by=clerk_of(cast), at=morning, reason="示例")
    project.refresh_from_db()

    assert standing(cast, project, morning) is None
