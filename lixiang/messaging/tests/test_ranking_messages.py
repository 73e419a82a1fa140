"""What is told of rankings: the 公示 to those who are ranked, objections to the section, answers and results back."""

from datetime import timedelta

import pytest

from lixiang.appraisal.models import Panel
from lixiang.appraisal.tests.arranging import accepted, scoring
from lixiang.closing.tests.scene import ClosingScene
from lixiang.delivery.tests.underway import planned
from lixiang.messaging.actions.reminders import remind_of_due
from lixiang.messaging.actions.telling import deliver
from lixiang.messaging.models import Message
from lixiang.messaging.queries import MATTERS
from lixiang.messaging.rules import CATALOGUE
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.ranking import actions
from lixiang.ranking.tests.arranging import scored


@pytest.fixture
def published(cast, morning, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return scored(cast, morning, projects=1).compute().confirm().publish()


def told(at, verb: str, kind: str) -> dict[str, str]:
    """Account -> sentence of one kind of event."""
    _, failed = deliver(by=None, at=at, limit=1000)
    assert failed == []
    rows = Message.objects.filter(event__verb=verb, event__subject_kind=kind).select_related("user")
    return {message.user.username: f"{message.sentence} {message.url}" for message in rows}


def test_those_who_are_ranked_the_section_and_whoever_objected_are_told_each_their_own(published):
    unit, head, at = published.unit(0), published.head, published.at
    objection = actions.object_to(published.place(0), text="第一项计分有误。", by=unit, at=at)
    actions.dismiss(objection, answer="经复核，计分无误。", by=published.clerk, at=at)
    published.issue()
    actions.conclude(published.project(0), by=head, at=published.after)

    shown = told(published.after, "publish", "ranking")
    assert unit.username in shown and head.username not in shown
    assert "公示至" in shown[unit.username] and f"/ranking/{published.ranking.ref}/" in shown[unit.username]
    raised = told(published.after, "object_to", "placeobjection")
    assert {published.clerk.username, head.username} <= raised.keys() and unit.username not in raised
    answered = told(published.after, "dismiss", "placeobjection")
    assert list(answered) == [unit.username] and "经复核，计分无误" in answered[unit.username]
    result = told(published.after, "conclude", "project")
    assert f"/ranking/project/{published.project(0).ref}/" in result[unit.username]


def test_judges_with_unfinished_sheets_and_those_who_rectify_are_reminded_before_their_day(cast, morning):
    scene = scoring(cast, morning, judges=2, projects=1, sheets=2)
    Panel.objects.update(due_at=morning + timedelta(days=2))
    scene.score(0, 0)
    rectifying = Project.objects.filter(pk=accepted(cast, planned(cast, morning, 1)[0], morning).pk)
    rectifying.update(status="RECTIFYING", due_at=morning + timedelta(days=2))

    assert remind_of_due(by=None, at=morning) == 2 and remind_of_due(by=None, at=morning) == 0
    late = told(morning, "remind", "panel")
    assert list(late) == [scene.user(1).username] and "还有评分表没有提交" in late[scene.user(1).username]
    unit = cast.user(Role.UNIT_CLERK, rectifying[0].drafting_organisation)
    mended = told(morning, "remind", "project")
    assert "整改完毕并重新提交结项材料" in mended[unit.username] and "二.5e" in mended[unit.username]
    scene.score(1, 0)
    assert remind_of_due(by=None, at=morning + timedelta(days=1)) == 1, "who has handed in is left in peace"


def test_a_returned_dossier_is_reminded_of_before_its_day(cast, morning):
    scene = ClosingScene(cast, morning)
    dossier = scene.send_back(scene.handed_in(), due_at=scene.later(days=3))

    assert remind_of_due(by=None, at=scene.at) == 1
    sentences = told(scene.at, "remind", "dossier")
    assert "改好" in sentences[scene.unit.username] and f"/dossiers/{dossier.ref}/" in sentences[scene.unit.username]


def test_nothing_is_told_of_a_ranking_before_its_publicity(cast, morning, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    scored(cast, morning, projects=1).compute().confirm()
    deliver(by=None, at=morning, limit=1000)

    assert not Message.objects.filter(event__subject_kind__in=["ranking", "givenbonus"]).exists()


@pytest.mark.parametrize("kind", sorted({kind for (kind, _), told in CATALOGUE.items() if told}))
def test_whatever_is_told_says_what_it_is_about(kind):
    assert kind in MATTERS
