"""The verbs of a change: effects, history, and refusals that change nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from lixiang.delivery.actions import changes, followers
from lixiang.delivery.models import ChangeRequest, Plan
from lixiang.delivery.queries.changes import (
    changes_in_force,
    differences_of,
    former_titles,
    open_changes,
    open_changes_of,
    opening_values,
)
from lixiang.delivery.tests.changing import WHY, refused
from lixiang.delivery.tests.underway import codes as told
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.messaging.tests.scene import COMMITTEE, OTHER_COUNTY
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project, Revision, TeamMember
from lixiang.projects.models.facts import values_of
from lixiang.projects.rules.content import content_hash
from lixiang.rehearsal.cycle import scan
from lixiang.workflow.clashes import EditedMeanwhile

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEAM = [
    {"name": name, "organisation": "示例单位", "post": "干部", "part": "实施"}
    for name in ("示例甲", "示例乙", "示例丙")
]
TAKEN = {"results": [{"kind": "theory", "form": "调研报告一篇"}]}


def events(request: ChangeRequest) -> list[str]:
    found = Event.objects.filter(subject_kind="changerequest", subject_id=request.pk)
    return list(found.order_by("sequence").values_list("verb", flat=True))


# --- asking ----------------------------------------------------------------------------------------------------------
def test_a_draft_names_its_kinds_their_authority_and_the_approved_revision(scene):
    request = changes.draft(scene.project, ["prolong", "leader"], by=scene.unit, at=scene.at)

    assert (request.ref, request.number, request.status) == (f"{scene.ref}-c1", 1, "DRAFT")
    assert (request.kinds, request.authority) == (["leader", "prolong"], "approval")
    assert request.title == "变更项目负责人、延长完成时间" and request.base == scene.project.approved_revision
    assert events(request) == ["draft"]


def test_a_draft_of_the_same_kinds_is_gone_on_with(scene):
    first = changes.draft(scene.project, ["leader"], by=scene.unit, at=scene.at)

    assert changes.draft(scene.project, ["leader"], by=scene.nominator, at=scene.at + DAY) == first
    assert changes.draft(scene.project, ["results"], by=scene.unit, at=scene.at).number == 2


def test_the_hardest_kind_says_who_decides(scene):
    own = changes.draft(scene.project, ["contact"], by=scene.unit, at=scene.at)
    filed = changes.draft(scene.project, ["contact", "team"], by=scene.unit, at=scene.at)

    assert (own.authority, filed.authority) == ("own", "filing")


@pytest.mark.parametrize(
    ("kinds", "code"), [([], "no_kind"), (["money"], "no_such_change"), (["leader", "suspend"], "change_alone")]
)
def test_kinds_that_do_not_exist_or_go_together_are_refused(scene, kinds, code):
    assert refused(changes.draft, scene.project, kinds, by=scene.unit, at=scene.at) == [code]
    assert not ChangeRequest.objects.exists()


def test_a_programme_without_change_kinds_knows_no_change(scene):
    Setting.objects.filter(kind="delivery.change_kind").delete()
    type(scene.project.version).objects.update(pack_hash=unread())

    assert refused(changes.draft, scene.project, ["leader"], by=scene.unit, at=scene.at) == ["no_such_change"]


def test_a_stranger_asks_for_nothing(scene):
    for by in (scene.user(Role.NOMINATOR, OTHER_COUNTY), scene.leader, scene.user(Role.INSPECTOR)):
        with pytest.raises(PermissionDenied):
            changes.draft(scene.project, ["leader"], by=by, at=scene.at)


def test_only_the_opened_fields_are_kept(scene):
    request = scene.asked("leader", leader_name=" 示例乙02 ", title="偷改的名称")

    assert request.values["leader_name"] == "示例乙02" and "title" not in request.values
    assert request.values["leader_title"] == scene.project.leader_title


def test_a_save_that_another_came_before_gives_way_to_it(scene):
    request = scene.asked("leader", leader_name="示例乙02")

    words = {"expected": 0, "by": scene.nominator, "at": scene.at}
    with pytest.raises(EditedMeanwhile) as clash:
        changes.save_request(request, {"leader_name": "示例丙"}, WHY, **words)
    assert clash.value.current.saved_by_name == scene.unit.name
    assert scene.again(request).values["leader_name"] == "示例乙02"


def test_the_same_words_saved_twice_are_no_clash(scene):
    request = scene.asked("leader", leader_name="示例乙02")

    words = {"expected": 0, "by": scene.unit, "at": scene.at}
    assert changes.save_request(request, {"leader_name": "示例乙02"}, WHY, **words).saves == 1


def test_what_cannot_be_stored_whole_is_refused_beside_its_field(scene):
    request = changes.draft(scene.project, ["prolong"], by=scene.unit, at=scene.at)

    words = {"expected": 0, "by": scene.unit, "at": scene.at}
    assert refused(changes.save_request, request, {"completion_on": "年底"}, "x", **words) == ["not_a_date"]
    assert refused(changes.save_request, request, {}, "理" * 5001, **words) == ["too_long"]
    assert scene.again(request).saves == 0


def test_attachments_come_and_go_before_the_hand_in(scene):
    request = scene.asked("leader", leader_name="示例乙02")
    words = {"by": scene.unit, "at": scene.at}
    claim = changes.attach(request, scan(), name="任免通知.png", **words)

    assert changes.attach(request, scan(), name="任免通知.png", **words) == claim
    assert refused(changes.attach, request, ContentFile(b"no"), name="x.exe", **words) == ["unacceptable_file"]
    changes.detach(request, claim.pk, **words)
    changes.detach(request, 999, **words)
    assert not Claim.of(request).exists()
    assert events(request) == ["draft", "attach", "detach"]
    changes.hand_in(request, **words)
    assert refused(changes.attach, request, scan(), name="x.png", **words) == ["not_open"]


def test_handing_in_without_a_reason_or_a_difference_is_refused(scene):
    silent = scene.asked("leader", leader_name="示例乙02", reason="")
    assert refused(changes.hand_in, silent, by=scene.unit, at=scene.at) == [
        "reason_required",
        "former_leader_in_team",
    ]

    same = scene.asked("results")
    assert refused(changes.hand_in, same, by=scene.unit, at=scene.at) == ["nothing_changed"]
    assert scene.again(same).status == "DRAFT"


def test_what_changed_since_it_was_looked_at_is_not_handed_in(scene):
    request = scene.asked("results", **TAKEN)

    assert refused(changes.hand_in, request, seen=0, by=scene.unit, at=scene.at) == ["changed_meanwhile"]
    assert changes.hand_in(request, seen=1, by=scene.unit, at=scene.at).status == "HANDED_IN"


def test_the_application_is_ruled_on_again(scene):
    nobody = scene.asked("team", team=[TEAM[0], TEAM[0]])
    assert "member_twice" in refused(changes.file, nobody, by=scene.unit, at=scene.at)

    early = scene.asked("prolong", completion_on="2018-03-01")
    assert "completes_in_the_past" in refused(changes.hand_in, early, by=scene.unit, at=scene.at)


# --- limits on prolonging --------------------------------------------------------------------------------------------
def test_prolonging_past_the_year_warns_and_is_carried_by_its_reason(scene):
    request = scene.handed_in_change("prolong", completion_on="2019-03-31")

    assert changes.approve(request, by=scene.head, at=scene.at).status == "APPROVED"
    assert [warning["code"] for warning in scene.again(request).revision.warnings] == ["completes_late"]


@pytest.mark.parametrize(
    ("until", "on", "code"),
    [("2019-03-31", (2018, 12, 5), "prolongs_late"), ("2019-07-31", (2018, 10, 8), "prolongs_long")],
)
def test_prolonging_too_late_or_too_long_is_refused_with_its_clause(scene, until, on, code):
    scene.at = scene.at.replace(year=on[0], month=on[1], day=on[2])
    request = scene.asked("prolong", completion_on=until)

    assert code in refused(changes.hand_in, request, by=scene.unit, at=scene.at)
    assert scene.again(request).status == "DRAFT"


def test_prolonging_too_often_is_refused(scene):
    paper = scene.waiting_supplement_of("prolong", completion_on="2019-03-31")
    scene.in_force(paper)

    again = scene.asked("prolong", completion_on="2019-05-31")
    assert "prolongs_often" in refused(changes.hand_in, again, by=scene.unit, at=scene.at)


def test_what_was_handed_in_in_time_is_not_late_when_it_is_decided(scene):
    request = scene.handed_in_change("prolong", completion_on="2019-03-31")
    late = scene.at.replace(month=12, day=20)

    changes.send_back(request, reason="请补充。", by=scene.clerk, at=late)
    changes.hand_in(scene.again(request), by=scene.unit, at=late)
    assert changes.approve(scene.again(request), by=scene.head, at=late).status == "APPROVED"


# --- deciding --------------------------------------------------------------------------------------------------------
def test_an_approved_change_makes_the_next_approved_revision(scene):
    before = scene.project.approved_revision
    request = scene.approved("results", **TAKEN)

    after = scene.project.approved_revision
    assert (request.status, request.took_effect_at, request.revision) == ("IN_EFFECT", scene.at, after)
    assert (after.number, scene.project.revision) == (before.number + 1, after)
    assert after.content == {**before.content, **TAKEN} and after.hash == content_hash(after.content)
    assert values_of(scene.project) == after.content
    assert events(request) == ["draft", "hand_in", "approve", "take_effect"]
    amended = Event.objects.get(subject_kind="project", verb="amend")
    assert (amended.detail["change"], amended.detail["hash"]) == (request.ref, after.hash)


def test_whoever_follows_the_approved_revision_is_called_in_the_same_breath(scene, monkeypatch):
    heard = []
    follow = lambda project, revision, *, by, at: heard.append((project.pk, revision.number, by, at))  # noqa: E731 - a list of functions is what is tested
    monkeypatch.setattr(followers, "FOLLOWERS", (follow,))

    scene.approved("results", **TAKEN)
    assert heard == [(scene.project.pk, 2, scene.head, scene.at)]


def test_the_plan_follows_whoever_decided(scene):
    request = scene.handed_in_change("results", **TAKEN)
    changes.approve(request, by=scene.leader, at=scene.at)
    assert Plan.objects.get(project=scene.project).revision == scene.project.approved_revision

    changes.file(scene.asked("team", team=TEAM), by=scene.unit, at=scene.at)
    assert Plan.objects.get(project=scene.project).revision.number == 3


def test_filing_takes_effect_at_once_and_is_acknowledged(scene):
    request = changes.file(scene.asked("team", team=TEAM), by=scene.unit, at=scene.at)

    assert (request.status, scene.project.approved_revision.number) == ("FILED", 2)
    assert [member.name for member in TeamMember.objects.filter(project=scene.project)] == [
        "示例甲",
        "示例乙",
        "示例丙",
    ]
    assert changes.acknowledge(request, by=scene.clerk, at=scene.at).status == "ACKNOWLEDGED"


def test_what_the_nominator_decides_on_takes_effect_without_the_department(scene):
    request = changes.hand_in(scene.asked("contact", contact_name="示例联系人"), by=scene.unit, at=scene.at)

    with pytest.raises(PermissionDenied):
        changes.approve(request, by=scene.leader, at=scene.at)
    assert changes.approve(request, by=scene.chief, at=scene.at).status == "IN_EFFECT"
    assert scene.project.contact_name == "示例联系人"


def test_who_may_not_decide_decides_nothing(scene):
    request = scene.handed_in_change("results", **TAKEN)

    for by in (scene.unit, scene.nominator, scene.chief, scene.clerk, scene.user(Role.INSPECTOR)):
        for verb in (changes.approve, changes.decline):
            words = {"reason": "否"} if verb is changes.decline else {}
            with pytest.raises(PermissionDenied):
                verb(request, by=by, at=scene.at, **words)
    with pytest.raises(PermissionDenied):
        changes.file(scene.asked("leader", leader_name="示例乙02"), by=scene.unit, at=scene.at)
    assert scene.again(request).status == "HANDED_IN"


def test_declining_and_sending_back_say_why(scene):
    request = scene.handed_in_change("results", **TAKEN)

    for verb in (changes.decline, changes.send_back):
        assert refused(verb, request, reason=" ", by=scene.head, at=scene.at) == ["reason_required"]
    assert changes.decline(request, reason="理由不充分。", by=scene.leader, at=scene.at).status == "DECLINED"
    assert scene.project.approved_revision.number == 1
    assert refused(changes.approve, request, by=scene.head, at=scene.at) == ["not_in_this_status"]


def test_two_open_requests_for_one_field_are_refused(scene):
    scene.handed_in_change("content", scope="另一范围")
    other = scene.asked("content", "results", scope="第三范围", **TAKEN)

    assert refused(changes.hand_in, other, by=scene.unit, at=scene.at) == ["in_other_change"]
    assert scene.handed_in_change("results", **TAKEN).status == "HANDED_IN"
    assert [each.number for each in open_changes(scene.project)] == [1, 3]
    assert open_changes_of(scene.cast.programme).count() == 2


def test_a_difference_that_is_stale_is_not_approved_until_it_is_taken_anew(scene):
    waiting = scene.handed_in_change("results", **TAKEN)
    changes.file(scene.asked("team", team=TEAM), by=scene.unit, at=scene.at)

    assert refused(changes.approve, waiting, by=scene.head, at=scene.at) == ["stale_difference"]
    back = changes.send_back(waiting, reason="请对照新的一稿。", by=scene.clerk, at=scene.at)
    assert refused(changes.hand_in, back, by=scene.unit, at=scene.at) == ["stale_difference"]
    words = {"expected": back.saves, "by": scene.unit, "at": scene.at}
    back = changes.save_request(back, TAKEN, "仍须变更。", **words)
    changes.approve(changes.hand_in(back, by=scene.unit, at=scene.at), by=scene.head, at=scene.at)
    assert scene.project.approved_revision.number == 3 and values_of(scene.project)["team"] == TEAM


def test_withdrawing_ends_it_and_frees_its_fields(scene):
    request = scene.handed_in_change("results", **TAKEN)

    assert changes.withdraw(request, by=scene.nominator, at=scene.at).status == "WITHDRAWN"
    assert scene.handed_in_change("results", **TAKEN).status == "HANDED_IN"


# --- the whole project -----------------------------------------------------------------------------------------------
def test_a_project_is_suspended_resumed_and_terminated_by_its_requests(scene):
    for kind, status in (("suspend", "SUSPENDED"), ("resume", "ACTIVE"), ("terminate", "TERMINATED")):
        request = scene.approved(kind)
        assert (scene.project.status, request.status, request.revision) == (status, "IN_EFFECT", None)
    moved = Event.objects.filter(subject_kind="project", verb__in=("suspend", "resume", "terminate"))
    assert {event.reason for event in moved} == {request.reason}
    assert scene.project.approved_revision.number == 1


def test_a_suspended_or_terminated_project_is_not_changed(scene):
    waiting = scene.handed_in_change("results", **TAKEN)
    scene.suspended()

    assert refused(changes.draft, scene.project, ["team"], by=scene.unit, at=scene.at) == ["project_not_under_way"]
    assert "project_not_under_way" in refused(changes.approve, waiting, by=scene.head, at=scene.at)
    scene.approved("terminate")
    for kind in ("leader", "resume", "suspend", "terminate"):
        assert refused(changes.draft, scene.project, [kind], by=scene.unit, at=scene.at) == ["project_not_under_way"]
    assert scene.project.approved_revision.number == 1


def test_terminating_without_a_reason_is_refused(scene):
    request = scene.asked("terminate", by=scene.clerk, reason="")

    assert refused(changes.hand_in, request, by=scene.clerk, at=scene.at) == ["reason_required"]
    assert scene.project.status == "ACTIVE"


def test_the_section_asks_of_its_own_motion_and_nobody_else_touches_that(scene):
    request = scene.asked("terminate", by=scene.clerk, reason="经核查无法继续实施。")

    assert request.by_section and not ChangeRequest.visible_to(scene.unit).exists()
    for verb in (changes.hand_in, changes.withdraw):
        with pytest.raises(PermissionDenied):
            verb(request, by=scene.unit, at=scene.at)
    changes.approve(changes.hand_in(request, by=scene.clerk, at=scene.at), by=scene.leader, at=scene.at)
    assert scene.project.status == "TERMINATED"


def test_a_new_name_keeps_the_old_one_in_the_history(scene):
    old = scene.project.title
    scene.in_force(scene.waiting_supplement_of("name", title="换了名称的项目"))

    assert scene.project.title == "换了名称的项目"
    assert former_titles(scene.project) == ((old, scene.at),)
    assert [each.number for each in changes_in_force(scene.project)] == [1]


def test_another_organisation_carries_the_project_out(scene):
    unit = scene.cast.units_of(scene.cast.organisations[COMMITTEE])[-1]
    request = scene.asked("organisation", implementing_organisation=unit.name)

    handed_in = changes.hand_in(request, by=scene.unit, at=scene.at)
    scene.in_force(scene.drawn_up(changes.approve(handed_in, by=scene.head, at=scene.at)))
    assert scene.project.implementing_organisation == unit
    assert scene.project.approved_revision.content["implementing_organisation"] == unit.name


# --- the official reply ----------------------------------------------------------------------------------------------
def test_the_reply_is_issued_once_to_the_nominator_with_the_difference(scene):
    request = scene.approved("results", **TAKEN)

    request = changes.issue_reply(request, by=scene.clerk, at=scene.at)
    again = changes.issue_reply(request, by=scene.head, at=scene.at)
    assert request.reply == again.reply == OfficialDocument.objects.get(kind="批复")
    assert request.reply.title == "关于同意变更基层党建创新项目有关事项的批复" and request.reply.subjects == [scene.ref]
    assert [each.name for each in request.reply.addressees.all()] == [scene.project.nominating_organisation.name]
    assert "自批准之日起执行" in str(request.reply.context)
    assert "调研报告一篇" in str(request.reply.context) and events(request)[-1] == "issue_reply"


def test_a_declined_change_is_answered_with_its_reason(scene):
    request = changes.decline(
        scene.handed_in_change("results", **TAKEN), reason="论证不足。", by=scene.head, at=scene.at
    )

    reply = changes.issue_reply(request, by=scene.clerk, at=scene.at).reply
    assert reply.title.startswith("关于不予变更") and "论证不足。" in str(reply.context)


def test_what_the_department_did_not_decide_is_not_answered(scene):
    filed = changes.file(scene.asked("team", team=TEAM), by=scene.unit, at=scene.at)
    waiting = scene.handed_in_change("results", **TAKEN)

    for request in (filed, waiting):
        assert refused(changes.issue_reply, request, by=scene.clerk, at=scene.at) == ["no_reply"]
    with pytest.raises(PermissionDenied):
        changes.issue_reply(waiting, by=scene.nominator, at=scene.at)
    assert not OfficialDocument.objects.filter(kind="批复").exists()


def test_a_closed_request_and_one_that_was_saved_since_name_the_clause_of_their_kind(scene):
    words = {"by": scene.unit, "at": scene.at}
    closed, other = scene.handed_in_change("leader", leader_name="示例乙02"), scene.asked("results", **TAKEN)

    assert told(changes.attach, closed, scan(), name="x.png", **words) == [("not_open", "二.3d")]
    assert told(changes.hand_in, other, seen=0, **words) == [("changed_meanwhile", "二.3d")]


# --- a title put right by a 勘误 ------------------------------------------------------------------------------------
def put_right(scene, title="更正后的名称") -> None:
    """As `correct_title` of the stage of approvals leaves it."""
    Project.objects.filter(ref=scene.ref).update(title=title)
    Revision.objects.filter(pk=scene.project.approved_revision_id).update(corrected_title=title)


def test_a_change_begins_from_the_title_put_right_and_does_not_bring_the_slip_back(scene):
    put_right(scene)

    request = changes.draft(scene.project, ["name"], by=scene.unit, at=scene.at)
    assert opening_values(request) == {"title": "更正后的名称"}
    change = scene.in_force(scene.waiting_supplement()).change

    assert change.revision.content["title"] == scene.project.title == "更正后的名称"
    assert [row.field for row in differences_of(change)] == ["leader_name"]
    assert former_titles(scene.project) == ()


def test_a_title_put_right_while_a_change_waits_for_signature_stands_after_it(scene):
    supplement = scene.waiting_supplement()
    put_right(scene)

    change = scene.in_force(supplement).change

    assert change.revision.content["title"] != scene.project.title == "更正后的名称"
    assert scene.project.approved_revision.standing["title"] == "更正后的名称"
    assert former_titles(scene.project) == ()
