"""Deciding quietly, undoing, publishing in one batch: effects, history, and refusals that change nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.approvals import actions
from lixiang.approvals.models import Decision, Publication, PublicityPeriod
from lixiang.approvals.tests.arranging import DAY, decide, nominated, publish, revise, speak
from lixiang.approvals.tests.test_opinions import refused
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def studied(cast, morning, project):
    """The project with every opinion before the deciding step."""
    speak(cast, project, morning)
    return project


def test_a_decision_is_quiet_and_moves_nothing(cast, studied, morning):
    before = Event.objects.filter(subject_kind="project").count()

    decision = decide(cast, studied, "approve", morning, reason=" 同意。 ")

    studied.refresh_from_db()
    assert (studied.status, decision.revision, decision.reason) == (Status.NOMINATED, studied.revision, "同意。")
    assert Event.objects.filter(subject_kind="project").count() == before


def test_a_decision_is_recorded_outside_the_programme_and_the_project(cast, studied, morning):
    decision = decide(cast, studied, "approve", morning)

    event = Event.objects.get(verb="decide")
    assert (event.subject_kind, event.subject_id, event.programme_id) == ("decision", decision.pk, None)


def test_the_same_decision_again_is_one_decision(cast, studied, morning):
    assert decide(cast, studied, "approve", morning) == decide(cast, studied, "approve", morning + DAY)
    assert Event.objects.filter(verb="decide").count() == 1


def test_another_decision_is_refused_until_the_first_is_undone(cast, studied, morning, leader):
    first = decide(cast, studied, "approve", morning)

    assert refused(decide, cast, studied, "decline", morning, reason="重复。") == ["already_decided"]
    actions.undo(first, by=leader, at=morning)
    assert decide(cast, studied, "decline", morning, reason="重复。").verdict == "decline"


@pytest.mark.parametrize(
    ("verdict", "words", "codes"),
    [
        ("decline", {}, ["reason_required"]),
        ("merge", {"reason": "相近。"}, ["merge_into_what"]),
        ("merge", {}, ["reason_required", "merge_into_what"]),
        ("start", {}, ["not_in_this_status"]),
        ("", {}, ["not_in_this_status"]),
    ],
)
def test_a_wrong_decision_is_refused_and_changes_nothing(cast, studied, morning, verdict, words, codes):
    assert refused(decide, cast, studied, verdict, morning, **words) == codes
    assert (Decision.objects.count(), Event.objects.filter(verb="decide").count()) == (0, 0)


def test_a_project_merges_only_into_another_one_of_its_programme_that_goes_on(cast, studied, morning):
    other = nominated(cast, morning, county=1)[0]
    words = {"reason": "内容相近。"}

    assert refused(decide, cast, studied, "merge", morning, merge_into=studied, **words) == ["merge_into_what"]
    assert refused(decide, cast, studied, "approve", morning, merge_into=other) == ["merge_into_what"]
    Project.objects.filter(pk=other.pk).update(status=Status.WITHDRAWN)
    other.refresh_from_db()
    assert refused(decide, cast, studied, "merge", morning, merge_into=other, **words) == ["merge_into_what"]
    Project.objects.filter(pk=other.pk).update(status=Status.NOMINATED)
    other.refresh_from_db()
    assert decide(cast, studied, "merge", morning, merge_into=other, **words).merge_into == other


def test_a_decision_before_all_have_spoken_is_refused_with_its_clause(cast, project, morning):
    speak(cast, project, morning, "first_check")

    with pytest.raises(actions.decisions.Refused) as refusal:
        decide(cast, project, "approve", morning)
    assert [(f.code, f.clause) for f in refusal.value.findings] == [("step_not_taken", "二.3e")]


def test_only_the_deciding_role_decides_and_undoes(cast, studied, morning, clerk, head):
    for by in (clerk, head):
        with pytest.raises(PermissionDenied):
            actions.decide(studied, verdict="approve", by=by, at=morning)
    decision = decide(cast, studied, "approve", morning)
    with pytest.raises(PermissionDenied):
        actions.undo(decision, by=head, at=morning)


def test_several_projects_are_decided_together_or_not_at_all(cast, morning, leader):
    first, second = nominated(cast, morning, 2)
    speak(cast, first, morning)
    words = {"verdict": "approve", "by": leader, "at": morning}

    assert refused(actions.decide_all, [first, second], **words) == ["step_not_taken", "step_not_taken"]
    assert Decision.objects.count() == 0
    speak(cast, second, morning)
    assert len(actions.decide_all([first, second], **words)) == 2


def test_undoing_is_kept_and_done_once(cast, studied, morning, leader):
    decision = decide(cast, studied, "approve", morning)

    actions.undo(decision, by=leader, at=morning, reason="复议")
    actions.undo(decision, by=leader, at=morning + DAY)

    decision.refresh_from_db()
    assert decision.undone_at == morning
    assert Event.objects.filter(verb="undo", reason="复议").count() == Event.objects.filter(verb="undo").count() == 1


def test_publishing_moves_every_project_in_one_batch(cast, morning):
    first, second, third, fourth = nominated(cast, morning, 4)
    for each in (first, second, third, fourth):
        speak(cast, each, morning)
    decisions = [
        decide(cast, first, "approve", morning),
        decide(cast, second, "decline", morning, reason="重复。"),
        decide(cast, third, "waitlist", morning),
        decide(cast, fourth, "merge", morning, reason="相近。", merge_into=first),
    ]

    publication = publish(cast, decisions, morning + DAY)

    now = {each.pk: each for each in Project.objects.all()}
    assert [now[each.pk].status for each in (first, second, third, fourth)] == [
        "APPROVED", "DECLINED", "WAITLISTED", "MERGED",
    ]  # fmt: skip
    assert now[first.pk].approved_revision_id == first.revision_id
    assert now[fourth.pk].merged_into_id == first.pk
    assert set(publication.decisions.all()) == set(decisions)
    assert (publication.ref, publication.number) == ("huainan-2018-p1", 1)


def test_publishing_tells_the_history_of_the_batch_and_of_each_project(cast, studied, morning):
    publication = publish(cast, [decide(cast, studied, "decline", morning, reason="重复。")], morning)

    batch = Event.objects.get(subject_kind="publication", verb="publish")
    assert batch.detail == {"decisions": {studied.ref: "decline"}}
    told = Event.objects.get(subject_kind="project", subject_id=studied.pk, verb="decline")
    assert (told.reason, told.at, publication.pk) == ("重复。", morning, batch.subject_id)


def test_publishing_the_same_decisions_again_gives_the_same_batch(cast, studied, morning):
    decisions = [decide(cast, studied, "approve", morning)]

    assert publish(cast, decisions, morning) == publish(cast, decisions, morning + DAY)
    assert Publication.objects.count() == 1


def test_one_decision_that_can_not_be_published_holds_the_whole_batch_back(cast, morning):
    first, second = nominated(cast, morning, 2)
    for each in (first, second):
        speak(cast, each, morning)
    decisions = [decide(cast, each, "approve", morning) for each in (first, second)]
    Project.objects.filter(pk=second.pk).update(revision=revise(second, second.revision, 2))

    assert refused(publish, cast, decisions, morning) == ["decided_on_other_revision"]
    assert set(Project.objects.values_list("status", flat=True)) == {"NOMINATED"}
    assert Publication.objects.count() == 0


def test_decisions_that_changed_meanwhile_are_not_published(cast, morning, leader):
    first, second = nominated(cast, morning, 2)
    for each in (first, second):
        speak(cast, each, morning)
    decisions = [decide(cast, each, "approve", morning) for each in (first, second)]
    actions.undo(decisions[1], by=leader, at=morning)

    assert refused(publish, cast, decisions, morning) == ["decisions_changed"]
    assert refused(publish, cast, [], morning) == ["decisions_changed"]
    publish(cast, decisions[:1], morning)
    assert refused(publish, cast, decisions, morning) == ["decisions_changed"]


def test_what_is_published_is_not_undone(cast, studied, morning, leader):
    decision = decide(cast, studied, "approve", morning)
    publish(cast, [decision], morning)

    assert refused(actions.undo, decision, by=leader, at=morning) == ["already_published"]


def test_the_clerk_publishes_nothing(cast, studied, morning, clerk):
    decision = decide(cast, studied, "approve", morning)

    with pytest.raises(PermissionDenied):
        actions.publish(cast.programme, [decision], by=clerk, at=morning)


def test_a_batch_without_shortlisted_projects_opens_no_publicity(cast, studied, morning):
    publish(cast, [decide(cast, studied, "approve", morning)], morning)

    assert PublicityPeriod.objects.count() == 0


def test_a_waitlisted_project_can_move_up(cast, studied, morning):
    publish(cast, [decide(cast, studied, "waitlist", morning)], morning)

    publish(cast, [decide(cast, studied, "approve", morning + DAY)], morning + DAY)

    studied.refresh_from_db()
    assert studied.status == Status.APPROVED
    assert Publication.objects.latest("number").number == 2
