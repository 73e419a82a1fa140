"""Draft, hand in, discard: what each verb does, leaves in the history, and refuses without changing anything."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.people.models import Organisation
from lixiang.programmes.models import Extension
from lixiang.projects import actions
from lixiang.projects.models import Project
from lixiang.projects.rules.content import content_hash
from lixiang.projects.tests.arranging import DEADLINE, clerk_of, drafted, filled, handed_in, seen_by
from lixiang.workflow.findings import Refused
from lixiang.workflow.moves import move

KEY = UUID(int=1)
SECOND = timedelta(seconds=1)


def verbs_of(project: Project) -> list[str]:
    return list(Event.objects.filter(subject_kind="project", subject_id=project.pk).values_list("verb", flat=True))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


# --- draft ----------------------------------------------------------------------------------------------------------
def test_a_draft_stands_in_line_for_its_own_county(cast, morning):
    project = drafted(cast, morning)

    assert (project.ref, project.number, project.status) == ("huainan-2018-0001", 1, "DRAFT")
    assert project.nominating_organisation == cast.organisations["county-1"]
    assert verbs_of(project) == ["draft"]


def test_a_unit_below_is_nominated_by_the_county_above(cast, morning):
    branch = cast.organisations["committee-1-unit"]
    clerk = cast.user("unit_clerk", "committee-1-unit")

    project = actions.draft(cast.programme, organisation=branch, by=clerk, at=morning)

    assert project.nominating_organisation == cast.organisations["committee-1"]
    assert project.implementing_organisation == branch


def test_the_same_key_gives_the_same_draft_and_takes_no_second_number(cast, morning):
    words = {"organisation": cast.organisations["county-1"], "by": clerk_of(cast), "at": morning}

    first = actions.draft(cast.programme, key=KEY, **words)
    again = actions.draft(cast.programme, key=KEY, **words)

    assert first.pk == again.pk
    assert drafted(cast, morning).number == 2


def test_one_key_of_two_units_makes_two_drafts(cast, morning):
    for code in ("county-1", "county-2"):
        unit = cast.organisations[code]
        actions.draft(cast.programme, organisation=unit, by=clerk_of(cast, code), at=morning, key=KEY)

    assert Project.objects.count() == 2


def test_a_clerk_drafts_for_no_other_unit(cast, morning):
    with pytest.raises(PermissionDenied):
        actions.draft(cast.programme, organisation=cast.organisations["county-2"], by=clerk_of(cast), at=morning)

    assert not Project.objects.exists()


def test_nothing_is_drafted_in_a_programme_that_is_closed(cast, morning):
    move(cast.programme, "close", by=cast.user("section_head"), at=morning, reason="示例")

    with pytest.raises(Refused) as refused:
        drafted(cast, morning)

    assert codes(refused) == ["not_published"]


def test_a_unit_that_no_notice_names_drafts_nothing(cast, morning):
    outside = Organisation.objects.create(
        code="outside", name="示例省直单位", short_name="示例", kind="department", level="province"
    )
    clerk = clerk_of(cast)
    clerk.roles.create(role="unit_clerk", organisation=outside, valid_from=morning, granted_at=morning)
    clerk.forget_roles()

    with pytest.raises(Refused) as refused:
        actions.draft(cast.programme, organisation=outside, by=clerk, at=morning)

    assert codes(refused) == ["nobody_nominates"]


# --- hand in --------------------------------------------------------------------------------------------------------
def test_a_hand_in_fixes_a_revision_and_gives_a_receipt(cast, morning):
    revision = handed_in(cast, morning)

    project = Project.objects.get()
    assert (project.status, project.status_since, project.revision) == ("WITH_NOMINATOR", morning, revision)
    assert (revision.number, revision.receipt_number) == (1, "HUAINAN-2018-0001-1")
    assert revision.hash == content_hash(revision.content)
    assert (revision.content["title"], revision.content["topic"]) == (
        "示例项目：社区党建联席会议",
        "12.抓党建促脱贫攻坚",
    )
    event = Event.objects.filter(verb="hand_in").get()
    assert event.detail == {"revision": 1, "hash": revision.hash, "receipt": revision.receipt_number}
    assert list(broken_chains()) == []


def test_a_revision_can_not_be_changed(cast, morning):
    revision = handed_in(cast, morning)

    revision.by_name = "他人"
    with pytest.raises(TypeError):
        revision.save()


def test_the_same_key_gives_the_same_receipt(cast, morning):
    revision = handed_in(cast, morning, key=KEY)

    again = actions.hand_in(revision.project, key=KEY, by=clerk_of(cast), at=morning + SECOND)

    assert again == revision
    assert verbs_of(revision.project).count("hand_in") == 1


def test_another_key_after_the_hand_in_is_told_that_the_page_is_old(cast, morning):
    revision = handed_in(cast, morning)

    with pytest.raises(Refused) as refused:
        actions.hand_in(revision.project, key=uuid4(), by=clerk_of(cast), at=morning)

    assert codes(refused) == ["not_in_this_status"]
    assert revision.project.revisions.count() == 1


def test_what_is_missing_is_told_at_once_and_changes_nothing(cast, morning):
    project = filled(cast, morning, title="", measures="")

    with pytest.raises(Refused) as refused:
        actions.hand_in(project, key=KEY, by=clerk_of(cast), at=morning)

    assert [(f.code, f.clause, f.field) for f in refused.value.findings] == [
        ("missing_field", "二.3d", "title"),
        ("missing_field", "二.3d", "measures"),
    ]
    project.refresh_from_db()
    assert (project.status, project.revisions.count()) == ("DRAFT", 0)
    assert "hand_in" not in verbs_of(project)


def test_a_warning_needs_a_reason_which_the_revision_keeps(cast, morning):
    project = filled(cast, morning, completion_on="2019-03-01", leader_post="other")

    with pytest.raises(Refused) as refused:
        actions.hand_in(project, key=KEY, by=clerk_of(cast), at=morning, reason="  ")
    revision = actions.hand_in(project, key=KEY, by=clerk_of(cast), at=morning, reason=" 情况属实。 ")

    assert codes(refused) == ["unusual_leader_post", "completes_late"]
    assert [warning["code"] for warning in revision.warnings] == ["unusual_leader_post", "completes_late"]
    assert revision.reason == "情况属实。"


def test_a_stranger_hands_nothing_in(cast, morning):
    project = filled(cast, morning)

    for other in ("unit_clerk.county-2", "nominator.county-1", "section_clerk"):
        with pytest.raises(PermissionDenied):
            actions.hand_in(project, key=KEY, by=cast.users[other], at=morning)

    assert project.revisions.count() == 0


def test_what_a_colleague_changed_since_is_not_handed_in_unseen(cast, morning):
    project = filled(cast, morning)
    clerk = clerk_of(cast)

    with pytest.raises(Refused) as refused:
        actions.hand_in(project, key=KEY, by=clerk, at=morning, seen="0" * 64)

    assert codes(refused) == ["changed_meanwhile"]
    assert project.revisions.count() == 0


@pytest.mark.parametrize(("late_by", "taken"), [(0, True), (60, True), (61, False)])
def test_the_deadline_counts_to_the_second_with_its_grace(cast, morning, late_by, taken):
    project = filled(cast, morning)
    at = DEADLINE + timedelta(seconds=late_by)

    if taken:
        assert actions.hand_in(project, key=KEY, by=clerk_of(cast), at=at)
        return
    with pytest.raises(Refused) as refused:
        actions.hand_in(project, key=KEY, by=clerk_of(cast), at=at)
    assert [(f.code, f.clause) for f in refused.value.findings] == [("late", "二.3c")]
    assert Project.objects.get().status == "DRAFT"


def test_an_extension_for_the_county_lets_its_units_in(cast, morning):
    project = filled(cast, morning)
    Extension.objects.create(
        programme=cast.programme,
        step="nomination",
        organisation=project.nominating_organisation,
        until=DEADLINE + timedelta(days=2),
        reason="示例",
        granted_by=cast.user("section_clerk"),
        granted_at=morning,
    )

    assert actions.hand_in(project, key=KEY, by=clerk_of(cast), at=DEADLINE + timedelta(days=1))


def returned(cast, morning, **words) -> Project:
    """Handed in and sent back by the county."""
    revision = handed_in(cast, morning)
    nominator = cast.user("nominator", "county-1")
    move(revision.project, "send_back", by=nominator, at=morning, reason="请细化", **words)
    return seen_by(clerk_of(cast), revision.project)


def test_a_returned_project_is_handed_in_again_as_the_next_revision(cast, morning):
    project = returned(cast, morning, open_sections=["goals"])

    revision = actions.hand_in(project, key=uuid4(), by=clerk_of(cast), at=morning)

    project.refresh_from_db()
    assert (revision.number, revision.receipt_number) == (2, "HUAINAN-2018-0001-2")
    assert (project.status, project.open_sections, project.due_at) == ("WITH_NOMINATOR", [], None)


def test_the_due_date_of_a_return_replaces_the_deadline(cast, morning):
    due_at = DEADLINE + timedelta(days=3)
    project = returned(cast, morning, due_at=due_at)

    with pytest.raises(Refused) as refused:
        actions.hand_in(project, key=KEY, by=clerk_of(cast), at=due_at + SECOND)
    assert codes(refused) == ["return_overdue"]
    assert actions.hand_in(project, key=KEY, by=clerk_of(cast), at=due_at).number == 2


def test_a_return_without_a_due_date_keeps_the_deadline(cast, morning):
    project = returned(cast, morning)

    with pytest.raises(Refused) as refused:
        actions.hand_in(project, key=KEY, by=clerk_of(cast), at=DEADLINE + timedelta(days=1))

    assert codes(refused) == ["late"]


def test_a_later_stage_takes_a_revision_of_what_stands(cast, morning):
    project = filled(cast, morning)

    revision = actions.take_revision(project, key=KEY, by=clerk_of(cast), at=morning)

    assert (revision.number, revision.content["title"]) == (1, project.title)


# --- discard --------------------------------------------------------------------------------------------------------
def test_a_discarded_draft_is_gone_from_every_list_and_stays_in_the_history(cast, morning):
    project = drafted(cast, morning)

    actions.discard(project, by=clerk_of(cast), at=morning)

    assert not Project.visible_to(clerk_of(cast)).exists()
    assert verbs_of(project) == ["draft", "discard"]


def test_what_was_handed_in_is_not_discarded(cast, morning):
    revision = handed_in(cast, morning)

    with pytest.raises(Refused):
        actions.discard(revision.project, by=clerk_of(cast), at=morning)

    assert Project.objects.get().status == "WITH_NOMINATOR"
