"""Giving opinions and sending back: what changes, what the history says, and that a refusal changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.approvals import actions
from lixiang.approvals.models import Opinion
from lixiang.approvals.tests.arranging import DAY, decide, nominated, revise, speak
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
POINTS = {"principle_1": 20, "principle_2": 25, "principle_3": 0, "principle_4": 18}


@pytest.fixture
def words(clerk, morning):
    return {"step": "first_check", "result": "agree", "text": " 同意。 ", "by": clerk, "at": morning}


def refused(verb, *things, **words) -> list[str]:
    with pytest.raises(Refused) as refusal:
        verb(*things, **words)
    return [finding.code for finding in refusal.value.findings]


def test_an_opinion_rests_on_the_revision_and_keeps_its_points(project, words):
    opinion = actions.give_opinion(project, **words, points=POINTS)

    assert (opinion.revision_id, opinion.text, opinion.voided_at) == (project.revision_id, "同意。", None)
    assert dict(opinion.scores.values_list("principle", "points")) == POINTS


def test_an_opinion_is_recorded_in_a_chain_of_its_own(project, words):
    """What applicants read, the project's own chain, says nothing of it."""
    opinion = actions.give_opinion(project, **words)

    event = Event.objects.get(verb="give_opinion")
    assert (event.subject_kind, event.subject_id, event.reason) == ("opinion", opinion.pk, "同意。")
    assert event.detail == {"project": project.ref, "step": "初审", "result": "同意", "revision": 1}
    assert not Event.objects.filter(subject_kind="project", subject_id=project.pk, verb="give_opinion").exists()


def test_a_new_opinion_at_the_step_voids_the_one_before_and_keeps_it(project, words):
    first = actions.give_opinion(project, **words)
    second = actions.give_opinion(project, **{**words, "text": "同意，请补充目标。", "at": words["at"] + DAY})

    first.refresh_from_db()
    assert (first.voided_at, second.voided_at) == (words["at"] + DAY, None)


def test_the_same_words_again_are_one_opinion(project, words):
    first = actions.give_opinion(project, **words, points=POINTS)
    again = actions.give_opinion(project, **{**words, "at": words["at"] + DAY}, points=POINTS)

    assert again == first
    assert (Opinion.objects.count(), Event.objects.filter(verb="give_opinion").count()) == (1, 1)


def test_other_points_are_another_opinion(project, words):
    actions.give_opinion(project, **words, points=POINTS)
    actions.give_opinion(project, **words, points={**POINTS, "principle_1": 21})

    assert Opinion.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"text": " "}, ["no_words"]),
        ({"result": "perhaps"}, ["no_result"]),
        ({"text": "", "result": ""}, ["no_result", "no_words"]),
        ({"points": {"principle_1": 26}}, ["wrong_points"]),
        ({"points": {"principle_1": -1, "principle_9": 3}}, ["wrong_points", "no_such_principle"]),
        ({"step": "nowhere"}, ["no_such_step"]),
        ({"revision": 2}, ["revised_meanwhile"]),
    ],
)
def test_a_wrong_opinion_is_refused_and_changes_nothing(project, words, changed, codes):
    before = Event.objects.count()

    assert refused(actions.give_opinion, project, **{**words, **changed}) == codes
    assert (Opinion.objects.count(), Event.objects.count()) == (0, before)


def test_an_opinion_out_of_turn_is_refused(project, words, head):
    assert refused(actions.give_opinion, project, **{**words, "step": "collective_study", "by": head}) == [
        "step_before_waits"
    ]


def test_nobody_speaks_at_the_step_of_another_role(project, words, head):
    with pytest.raises(PermissionDenied):
        actions.give_opinion(project, **{**words, "by": head})

    assert Opinion.objects.count() == 0


def test_a_project_that_is_not_under_review_takes_no_opinion(project, words):
    Project.objects.filter(pk=project.pk).update(status=Status.WITHDRAWN)

    assert refused(actions.give_opinion, project, **words) == ["not_under_review"]


def test_what_a_colleague_said_meanwhile_is_never_written_over_unseen(project, words, cast, head):
    """Two clerks of one step: the second learns of the first, and saves only knowingly."""
    seen = actions.give_opinion(project, **words)
    mine = {**words, "text": "建议不予立项。", "result": "disagree"}

    assert refused(actions.give_opinion, project, **mine, expected=0) == ["spoken_meanwhile"]
    assert actions.give_opinion(project, **mine, expected=seen.pk).text == "建议不予立项。"


def test_several_projects_get_the_same_opinion_or_none(cast, morning, words):
    first, second, third = nominated(cast, morning, 3)
    Project.objects.filter(pk__in=(second.pk, third.pk)).update(status=Status.WITHDRAWN)

    with pytest.raises(Refused) as refusal:
        actions.give_opinions([third, first, second], **words)
    assert [finding.sentence[:2] for finding in refusal.value.findings] == ["“演", "“演"]
    assert Opinion.objects.count() == 0

    Project.objects.filter(pk__in=(second.pk, third.pk)).update(status=Status.NOMINATED)
    assert len(actions.give_opinions([third, first, second], **words)) == 3


def test_an_opinion_on_nothing_is_refused(words):
    assert refused(actions.give_opinions, [], **words) == ["nothing_chosen"]


@pytest.fixture
def return_words(clerk, morning):
    return {"sections": ["goals"], "reason": "请补充基线。", "due_at": morning + 5 * DAY, "by": clerk, "at": morning}


def test_sending_back_opens_the_marked_sections_and_voids_what_was_said(project, cast, morning, return_words):
    speak(cast, project, morning)

    returned = actions.send_back(project, **return_words)

    assert (returned.status, returned.open_sections) == (Status.RETURNED_BY_DEPARTMENT, ["goals"])
    assert returned.due_at == morning + 5 * DAY
    assert list(Opinion.objects.values_list("voided_at", flat=True)) == [morning, morning]


def test_sending_back_tells_the_history_why_and_what(project, return_words):
    actions.send_back(project, **return_words)

    event = Event.objects.get(subject_kind="project", subject_id=project.pk, verb="send_back")
    assert (event.reason, event.to_status) == ("请补充基线。", "RETURNED_BY_DEPARTMENT")
    assert event.detail == {"sections": ["goals"], "due_at": return_words["due_at"].isoformat()}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({"sections": []}, ["no_sections"]),
        ({"sections": ["nowhere"]}, ["no_such_section"]),
        ({"due_at": None}, ["due_in_the_past"]),
        ({"due_at": None, "sections": []}, ["due_in_the_past", "no_sections"]),
        ({"reason": " "}, ["reason_required"]),
    ],
)
def test_a_wrong_return_is_refused_and_changes_nothing(project, cast, morning, return_words, changed, codes):
    speak(cast, project, morning, "first_check")
    changed = {name: value if value is not None else morning - timedelta(1) for name, value in changed.items()}

    assert refused(actions.send_back, project, **{**return_words, **changed}) == codes
    project.refresh_from_db()
    assert (project.status, project.due_at) == (Status.NOMINATED, None)
    assert Opinion.objects.filter(voided_at=None).count() == 1


def test_what_is_decided_is_not_sent_back(project, cast, morning, return_words):
    speak(cast, project, morning)
    decide(cast, project, "approve", morning)

    assert refused(actions.send_back, project, **return_words) == ["already_decided"]


def test_the_leader_sends_nothing_back(project, leader, return_words):
    with pytest.raises(PermissionDenied):
        actions.send_back(project, **{**return_words, "by": leader})


def test_after_a_return_the_review_begins_again_on_the_new_revision(project, cast, morning, words, return_words):
    actions.give_opinion(project, **words)
    actions.send_back(project, **return_words)
    later = revise(project, project.revision, 2)
    Project.objects.filter(pk=project.pk).update(status=Status.NOMINATED, revision=later)

    opinion = actions.give_opinion(project, **words)

    assert opinion.revision == later
    assert Opinion.objects.filter(voided_at=None).get() == opinion
