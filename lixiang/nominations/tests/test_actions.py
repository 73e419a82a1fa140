"""The verbs of a slate: what each does, what it puts on record, and what a refusal leaves as it was."""

import io
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.nominations import actions
from lixiang.nominations.models import Receipt, Slate, SlateEntry
from lixiang.nominations.states import Status
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.rehearsal.cycle import scan
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Refused, Strictness

pytestmark = pytest.mark.django_db
DEADLINE = datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)


def codes(action, *things, **words) -> list[str]:
    with pytest.raises(Refused) as caught:
        action(*things, **words)
    return [finding.code for finding in caught.value.findings]


def verbs_of(slate) -> list[str]:
    events = Event.objects.filter(subject_kind="slate", subject_id=slate.pk).order_by("sequence")
    return list(events.values_list("verb", flat=True))


def order_of(slate) -> list[str]:
    return list(slate.entries.values_list("project__category", flat=True))


def test_a_slate_is_opened_once_by_those_who_nominate(stage):
    by = stage.user(Role.NOMINATOR_LEADER, "county-1")
    organisation = stage.cast.organisations["county-1"]

    slate = actions.open_slate(stage.cast.programme, organisation, by=by, at=stage.at)
    again = actions.open_slate(stage.cast.programme, organisation, by=by, at=stage.at)

    assert slate == again and slate.ref == "huainan-2018-county-1"
    assert verbs_of(slate) == ["open_slate"]
    with pytest.raises(PermissionDenied):
        actions.open_slate(stage.cast.programme, organisation, by=stage.user(Role.SECTION_CLERK), at=stage.at)


def test_a_project_is_taken_up_at_the_end_and_once(stage):
    slate, project = stage.filled("A"), stage.project("B")

    first, again = stage.take_up(slate, project), stage.take_up(slate, project)

    assert first == again and order_of(slate) == ["A", "B"]
    assert verbs_of(slate) == ["open_slate", "take_up", "take_up"]


@pytest.mark.parametrize("role", [Role.NOMINATOR_LEADER, Role.UNIT_CLERK])
def test_only_the_clerk_of_the_nominator_changes_the_slate(stage, role):
    slate, project = stage.slate(), stage.project()
    by = stage.user(role, "county-1")

    for action in (actions.take_up, actions.set_aside):
        with pytest.raises(PermissionDenied):
            action(slate, project, by=by, at=stage.at)
    with pytest.raises(PermissionDenied):
        actions.put_in_order(slate, [], by=by, at=stage.at)
    assert not SlateEntry.objects.exists()


def test_a_project_of_another_county_is_not_taken_up(stage):
    with pytest.raises(PermissionDenied):
        stage.take_up(stage.slate(), stage.project(code="county-2"))


def test_what_does_not_wait_is_not_taken_up(stage):
    slate, project = stage.slate(), stage.project()
    actions.pass_over(project, reason="名额有限", by=stage.user(Role.NOMINATOR, "county-1"), at=stage.at)

    assert codes(stage.take_up, slate, project) == ["not_waiting"]


def test_a_project_set_aside_waits_again(stage):
    slate = stage.filled("A", "B")
    by = stage.user(Role.NOMINATOR, "county-1")
    project = slate.entries.first().project

    actions.set_aside(slate, project, by=by, at=stage.at)
    actions.set_aside(slate, project, by=by, at=stage.at)

    assert order_of(slate) == ["B"]
    project.refresh_from_db()
    assert project.status == ProjectStatus.WITH_NOMINATOR
    assert verbs_of(slate).count("set_aside") == 1


def test_the_slate_is_put_in_order_as_a_whole(stage):
    slate = stage.filled("A", "B")
    by = stage.user(Role.NOMINATOR, "county-1")
    refs = [entry.project.ref for entry in slate.entries.all()]

    actions.put_in_order(slate, refs[::-1], by=by, at=stage.at)
    actions.put_in_order(slate, refs[::-1], by=by, at=stage.at)

    assert order_of(slate) == ["B", "A"]
    assert verbs_of(slate).count("put_in_order") == 1
    assert codes(actions.put_in_order, slate, refs[:1], by=by, at=stage.at) == ["slate_changed"]


def test_an_endorsed_slate_is_closed_to_changes(stage):
    slate = stage.endorsed("A", "B")

    assert codes(stage.take_up, slate, stage.project()) == ["slate_closed"]


def test_the_leader_endorses_by_the_own_account(stage):
    slate = stage.filled("A", "B")
    leader = stage.user(Role.NOMINATOR_LEADER, "county-1")
    refs = [entry.project.ref for entry in slate.entries.all()]

    endorsed = actions.endorse(slate, by=leader, at=stage.at, refs=refs)

    assert (endorsed.status, endorsed.endorsed_by_name, endorsed.is_endorsed) == (Status.ENDORSED, leader.name, True)
    assert Event.objects.filter(verb="endorse").get().detail == {"how": "account", "leader": leader.name, "edition": 2}


def test_nobody_endorses_what_they_have_not_seen(stage):
    slate = stage.filled("A", "B")
    leader = stage.user(Role.NOMINATOR_LEADER, "county-1")

    assert codes(actions.endorse, slate, by=leader, at=stage.at, refs=["other"]) == ["slate_changed"]


def test_a_signed_sheet_and_a_name_endorse_as_well(stage):
    slate, by = stage.filled("A", "B"), stage.user(Role.NOMINATOR, "county-1")

    assert codes(actions.endorse, slate, by=by, at=stage.at) == ["leader_not_named"]
    assert codes(actions.endorse, slate, by=by, at=stage.at, leader_name="张示例") == ["no_signed_sheet"]
    actions.attach_sheet(slate, scan(), name="推荐表.png", by=by, at=stage.at)
    endorsed = actions.endorse(slate, by=by, at=stage.at, leader_name=" 张示例 ")

    assert (endorsed.status, endorsed.endorsed_by_name) == (Status.ENDORSED, "张示例")


def test_the_same_sheet_again_is_one_sheet(stage):
    slate, by = stage.filled("A", "B"), stage.user(Role.NOMINATOR, "county-1")
    first, again = (actions.attach_sheet(slate, scan(), name="推荐表.png", by=by, at=stage.at) for _ in range(2))

    assert first == again
    assert verbs_of(slate).count("attach_sheet") == Claim.of(slate).count() == 1


def test_a_sheet_that_is_no_picture_is_refused(stage):
    slate, by = stage.slate(), stage.user(Role.NOMINATOR, "county-1")

    assert codes(actions.attach_sheet, slate, io.BytesIO(b"<script>"), name="推荐表.png", by=by, at=stage.at) == [
        "unacceptable_file"
    ]
    assert not Claim.objects.exists()


def test_a_sheet_signed_for_another_edition_no_longer_counts(stage):
    slate, by = stage.filled("A", "B"), stage.user(Role.NOMINATOR, "county-1")
    actions.attach_sheet(slate, scan(), name="推荐表.png", by=by, at=stage.at)

    stage.take_up(slate, stage.project())

    assert codes(actions.endorse, slate, by=by, at=stage.at, leader_name="张示例") == ["no_signed_sheet"]


def test_strangers_endorse_and_reopen_nothing(stage):
    slate = stage.filled("A", "B")
    for by in (stage.user(Role.SECTION_CLERK), stage.user(Role.NOMINATOR, "county-2")):
        with pytest.raises(PermissionDenied):
            actions.endorse(slate, by=by, at=stage.at, leader_name="张示例")
        with pytest.raises(PermissionDenied):
            actions.reopen(slate, by=by, at=stage.at, reason="甲")


def endorsement_by(stage, how: str):
    """A version in which the slate is endorsed in one way alone."""
    from dataclasses import replace

    from lixiang.programmes.tests.test_rules import changed

    soon = stage.later(hours=1)
    pack = changed(stage.cast.pack, "nominations.endorsement", by=how)
    pack = replace(pack, about=replace(pack.about, in_force_from=soon))
    version = programmes.load(pack, by=None, at=stage.at)
    head = stage.user(Role.SECTION_HEAD)
    programmes.publish_version(version, by=head, at=stage.at, reason="审签方式")
    return stage.later(hours=2)


def test_where_the_account_alone_counts_paper_does_not(stage):
    slate, by = stage.filled("A", "B"), stage.user(Role.NOMINATOR, "county-1")
    at = endorsement_by(stage, "account")

    assert codes(actions.endorse, slate, by=by, at=at, leader_name="张示例") == ["leader_only"]


def test_where_paper_alone_counts_the_account_does_not(stage):
    slate, leader = stage.filled("A", "B"), stage.user(Role.NOMINATOR_LEADER, "county-1")
    at = endorsement_by(stage, "scan")

    assert codes(actions.endorse, slate, by=leader, at=at) == ["leader_not_named"]


def test_a_slate_is_handed_in_as_a_whole_with_a_receipt(stage):
    slate = stage.endorsed("A", "B")

    receipt = stage.hand_in(slate)

    slate.refresh_from_db()
    assert (slate.status, receipt.number) == (Status.HANDED_IN, "HUAINAN-2018-COUNTY-1-1")
    assert [row["category"] for row in receipt.content["projects"]] == ["A", "B"]
    assert len(receipt.hash) == 64
    assert set(Project.objects.values_list("status", "nominated_at")) == {(ProjectStatus.NOMINATED, stage.at)}
    assert verbs_of(slate)[-1] == "hand_in"


def test_the_same_key_again_gives_the_same_receipt(stage):
    slate, key = stage.endorsed("A", "B"), uuid4()

    first, again = stage.hand_in(slate, key=key), stage.hand_in(slate, key=key)

    assert first == again and Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("categories", "code"), [("AABB", "over_quota"), ("A", "under_minimum"), ("BB", "too_few_A"), ("", "under_minimum")]
)
def test_a_slate_outside_its_quota_is_refused_and_changes_nothing(stage, categories, code):
    slate = stage.endorsed(*categories)

    assert code in codes(stage.hand_in, slate)
    assert not Project.objects.exclude(status=ProjectStatus.WITH_NOMINATOR).exists()
    assert not Receipt.objects.exists()


def test_a_slate_without_endorsement_is_refused(stage):
    assert codes(stage.hand_in, stage.filled("A", "B")) == ["not_endorsed"]


def test_a_slate_changed_since_it_was_seen_is_refused(stage):
    slate = stage.endorsed("A", "B")

    assert codes(stage.hand_in, slate, refs=["huainan-2018-0001"]) == ["slate_changed"]


@pytest.mark.parametrize(("seconds", "is_late"), [(0, False), (60, False), (61, True)])
def test_the_deadline_holds_to_the_second_with_its_grace(stage, seconds, is_late):
    slate = stage.endorsed("A", "B")
    at = DEADLINE + timedelta(seconds=seconds)

    if is_late:
        assert codes(stage.hand_in, slate, at=at) == ["late"]
        assert codes(actions.reopen, slate, by=stage.user(Role.NOMINATOR, "county-1"), at=at, reason="甲") == ["late"]
    else:
        assert stage.hand_in(slate, at=at)


@pytest.mark.parametrize("code", ["county-1", None])
def test_an_extension_for_one_or_all_opens_the_door_again(stage, code):
    slate, until = stage.endorsed("A", "B"), DEADLINE + timedelta(days=2)
    programmes.extend(
        stage.cast.programme,
        step="nomination",
        until=until,
        reason="书面申请",
        organisation=stage.cast.organisations[code] if code else None,
        by=stage.user(Role.SECTION_CLERK),
        at=stage.at,
    )

    assert codes(stage.hand_in, slate, at=until + timedelta(seconds=61)) == ["late"]
    assert stage.hand_in(slate, at=until)


def test_an_extension_for_another_opens_nothing(stage):
    slate, until = stage.endorsed("A", "B"), DEADLINE + timedelta(days=2)
    programmes.extend(
        stage.cast.programme,
        step="nomination",
        until=until,
        reason="书面申请",
        organisation=stage.cast.organisations["county-2"],
        by=stage.user(Role.SECTION_CLERK),
        at=stage.at,
    )

    assert codes(stage.hand_in, slate, at=until) == ["late"]


def test_who_does_not_nominate_hands_nothing_in(stage):
    slate = stage.endorsed("A", "B")
    with pytest.raises(PermissionDenied):
        actions.hand_in(slate, key=uuid4(), by=stage.user(Role.UNIT_CLERK, "county-1"), at=stage.at)


def test_what_the_rules_find_in_a_project_is_told_with_its_name_and_all_stays(stage):
    slate = stage.endorsed("A", "B")
    project = slate.entries.last().project
    project.answers.filter(field="measures").delete()

    with pytest.raises(Refused) as caught:
        stage.hand_in(slate)

    (finding,) = caught.value.findings
    assert finding.sentence == f"“{project}”：“主要措施”尚未填写。"
    assert not Project.objects.filter(status=ProjectStatus.NOMINATED).exists()


def test_a_rule_that_only_warns_is_overridden_with_a_reason(stage):
    from dataclasses import replace

    from lixiang.programmes.tests.test_rules import changed

    pack = changed(stage.cast.pack, "nominations.quota", minimum=3, strictness=Strictness.WARN)
    pack = replace(pack, about=replace(pack.about, in_force_from=stage.later(hours=1)))
    version = programmes.load(pack, by=None, at=stage.at)
    programmes.publish_version(version, by=stage.user(Role.SECTION_HEAD), at=stage.at, reason="放宽")
    slate, at = stage.endorsed("A", "B"), stage.later(hours=2)

    assert codes(stage.hand_in, slate, at=at) == ["under_minimum"]
    assert stage.hand_in(slate, at=at, reason="本县今年只有两个成熟项目")
    assert Event.objects.filter(subject_kind="slate", verb="hand_in").get().reason == "本县今年只有两个成熟项目"


def test_a_slate_handed_in_can_be_opened_again_and_must_be_endorsed_anew(stage):
    slate = stage.handed_in("A", "B")
    by = stage.user(Role.NOMINATOR, "county-1")

    reopened = actions.reopen(slate, by=by, at=stage.at, reason="增报一个")
    stage.take_up(reopened, stage.project())

    assert (reopened.status, reopened.endorsed_at, reopened.is_endorsed) == (Status.OPEN, None, False)
    assert codes(stage.hand_in, slate) == ["not_endorsed"]
    actions.endorse(slate, by=stage.user(Role.NOMINATOR_LEADER, "county-1"), at=stage.at)
    assert stage.hand_in(slate).number.endswith("-2")
    assert Project.objects.filter(status=ProjectStatus.NOMINATED).count() == 3


def test_what_was_nominated_is_withdrawn_not_set_aside(stage):
    slate = stage.handed_in("A", "B")
    by = stage.user(Role.NOMINATOR, "county-1")
    actions.reopen(slate, by=by, at=stage.at, reason="调整")

    assert codes(actions.set_aside, slate, slate.entries.first().project, by=by, at=stage.at) == ["already_nominated"]
    assert Slate.objects.get().entries.count() == 2
