"""What waits for whom: in words, with reason, clause and date; nothing of others; a constant number of queries."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.agreements import actions as agreements
from lixiang.approvals.actions import issue_papers
from lixiang.approvals.tests.arranging import nominated
from lixiang.desk.queries.deeds import deeds_page
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.worklist import begun_page, calendar_of
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, OTHER_COUNTY
from lixiang.nominations import actions as nominations
from lixiang.people.models import RoleHeld
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.projects.models import Project
from lixiang.ui.written import SHANGHAI

CLOSING = datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)


def words(worklist) -> list[str]:
    return [item.words for item in worklist.items]


# --- those who draft -------------------------------------------------------------------------------------------------
def test_a_clerk_without_a_project_is_offered_the_first_step_until_the_deadline(desk):
    (item,) = desk(Role.UNIT_CLERK, COUNTY).items

    assert (item.words, item.due_at, item.clause) == ("起草本单位的第一个申报项目", CLOSING, "二.3c")
    assert item.url == "/projects/"
    assert desk(Role.UNIT_CLERK, COUNTY, at=CLOSING + timedelta(hours=1)).items == ()


def test_a_clerk_sees_drafts_and_returns_with_reason_and_date(scene, desk):
    draft = scene.draft(COUNTY, title="党员积分管理的探索")
    back = scene.handed_in(COUNTY)
    by = scene.user(Role.NOMINATOR, COUNTY)
    nominations.send_back(back, sections=["goals"], reason="目标不清。", by=by, at=scene.at)

    found = {item.url: item for item in desk(Role.UNIT_CLERK, COUNTY).items}

    writing = found[f"/projects/{draft.ref}/application/"]
    assert (writing.words, writing.due_at, writing.clause) == (
        "填完“党员积分管理的探索”申报书并提交",
        CLOSING,
        "二.3c",
    )
    returned = found[f"/projects/{back.ref}/application/"]
    assert (returned.words, returned.reason) == (f"修改“{back}”后重新提交", "退回意见：目标不清。")


def test_a_return_by_the_department_has_its_own_date_for_clerk_and_nominator(scene, desk):
    (project,) = scene.nominated(COMMITTEE)
    scene.send_back(project, scene.later(days=5))

    (mine,) = desk(Role.UNIT_CLERK, COMMITTEE).items
    assert mine.words == f"改好“{project}”中标明的部分，交申报单位重新申报"
    assert (mine.due_at, mine.reason) == (scene.later(days=5), "退回意见：目标不够具体。")
    (theirs,) = desk(Role.NOMINATOR, COMMITTEE).items
    assert theirs.words == f"督促演练第一工委修改“{project}”，并重新申报"
    assert theirs.due_at == scene.later(days=5)


def test_a_draft_that_missed_the_deadline_says_what_is_still_possible(scene, desk):
    scene.draft(COUNTY)

    worklist = desk(Role.UNIT_CLERK, COUNTY, at=CLOSING + timedelta(hours=1))

    assert worklist.counts["overdue"] == "1"
    assert worklist.items[0].reason == "已过报送截止时间，确需补报的，请由申报单位申请延期"


# --- those who nominate ----------------------------------------------------------------------------------------------
def test_a_nominator_reads_what_the_slate_lacks_and_by_when(scene, desk):
    scene.handed_in(COUNTY)

    items = {item.label: item for item in desk(Role.NOMINATOR, COUNTY).items}
    slate, project = items["去编制"], items["去研究"]

    assert slate.words == "编好推荐名单并报送，还差2个项目（其中A类1个）"
    assert (slate.due_at, slate.clause) == (CLOSING, "二.3c")
    assert project.words.startswith("研究演练第一县委提交的“")


def test_a_slate_that_is_full_waits_for_its_leader_then_for_its_clerk(scene, desk):
    project = scene.handed_in(COMMITTEE)
    slate = scene.slate(COMMITTEE)
    nominations.take_up(slate, project, by=scene.user(Role.NOMINATOR, COMMITTEE), at=scene.at)
    assert words(desk(Role.NOMINATOR, COMMITTEE)) == ["推荐名单已够数，请主要负责同志审签后报送"]
    assert words(desk(Role.NOMINATOR_LEADER, COMMITTEE)) == ["审签本单位推荐名单"]

    nominations.endorse(slate, by=scene.user(Role.NOMINATOR_LEADER, COMMITTEE), at=scene.at)
    (item,) = desk(Role.NOMINATOR, COMMITTEE).items
    assert (item.words, item.url) == ("推荐名单可以报送", f"/slates/{slate.ref}/")


def test_a_slate_handed_in_waits_for_nobody_there(scene, desk):
    scene.nominated(COMMITTEE)

    assert desk(Role.NOMINATOR, COMMITTEE).items == ()


def test_an_extension_moves_the_date_of_that_organisation_alone(scene, desk):
    until = CLOSING + timedelta(days=5)
    by = scene.user(Role.SECTION_CLERK)
    organisation = scene.cast.organisations[COUNTY]
    words = {"step": "nomination", "until": until, "reason": "汛期。", "by": by, "at": scene.at}
    programmes.extend(scene.cast.programme, organisation=organisation, **words)

    assert desk(Role.NOMINATOR, COUNTY).items[0].due_at == until
    assert desk(Role.NOMINATOR, OTHER_COUNTY).items[0].due_at == CLOSING
    labels = [
        day.label for day in calendar_of(viewpoint(scene.user(Role.NOMINATOR, COUNTY), scene.cast.programme, scene.at))
    ]
    assert "报送截止（已延期）" in labels


def test_an_agreement_waits_for_the_signature_of_the_nominator_with_its_date(scene, desk):
    agreement = scene.agreed(COMMITTEE)

    (item,) = desk(Role.NOMINATOR_LEADER, COMMITTEE).items
    assert item.words == f"签订“{agreement.project}”的项目责任书：打印、签字盖章、上传扫描件，或者电子签名"
    assert (item.due_at, item.clause, item.url) == (agreement.sign_by, "二.3f", f"/agreements/{agreement.ref}/")
    late = desk(Role.NOMINATOR, COMMITTEE, at=agreement.sign_by + timedelta(seconds=1))
    assert late.counts["overdue"] == "1"


def test_documents_wait_for_a_signature(scene, desk):
    (project,) = scene.nominated(COMMITTEE)
    publication = scene.publish(scene.decide(project))
    issue_papers(publication, by=scene.user(Role.SECTION_HEAD), at=scene.at)

    assert "签收2份公文" in words(desk(Role.NOMINATOR, COMMITTEE))
    assert "签收1份公文" in words(desk(Role.NOMINATOR, COUNTY))
    assert [line for line in words(desk(Role.SECTION_CLERK)) if "公文未签收" in line] == ["5份公文未签收"]


# --- the section -----------------------------------------------------------------------------------------------------
def test_each_step_of_the_review_waits_for_its_own_role(scene, desk):
    (project,) = scene.nominated(COMMITTEE)
    assert "初审：1个项目待提出意见" in words(desk(Role.SECTION_CLERK))
    assert [line for line in words(desk(Role.SECTION_HEAD)) if "集体研究" in line] == []

    scene.speak(project, "first_check")
    assert [line for line in words(desk(Role.SECTION_CLERK)) if "初审" in line] == []
    assert "集体研究：1个项目待提出意见" in words(desk(Role.SECTION_HEAD))
    assert desk(Role.DEPARTMENT_LEADER).items == ()

    scene.speak(project, "collective_study")
    (item,) = desk(Role.DEPARTMENT_LEADER).items
    assert (item.words, item.clause, item.since) == ("部领导批准：1个项目待决定", "二.3e", project.status_since)
    assert item.url == "/reviews/?step=leader_approval"


def test_a_decision_waits_to_be_published_by_those_who_may(scene, desk):
    (project,) = scene.nominated(COMMITTEE)
    decision = scene.decide(project)

    assert words(desk(Role.DEPARTMENT_LEADER)) == ["1个项目的决定待公布"]
    assert "1个项目的决定待公布" in words(desk(Role.SECTION_HEAD))
    assert [line for line in words(desk(Role.SECTION_CLERK)) if "决定" in line] == []

    scene.publish(decision)
    assert "1个已立项项目待拟制责任书" in words(desk(Role.SECTION_CLERK))


def test_agreements_wait_to_be_drawn_up_confirmed_and_chased(scene, desk):
    agreement = scene.agreed(COMMITTEE)
    late = agreement.sign_by + timedelta(days=1)
    assert "1份责任书逾期待签，请催办或者按逾期未签处理" in words(desk(Role.SECTION_CLERK, at=late))

    scene.signed(agreement)
    assert "1份责任书乙方已签，待核对生效" in words(desk(Role.SECTION_CLERK))
    agreement.refresh_from_db()
    agreements.countersign(agreement, by=scene.user(Role.SECTION_CLERK), at=scene.at)
    assert [line for line in words(desk(Role.SECTION_CLERK)) if "责任书" in line] == []


def test_the_section_sees_who_has_not_handed_in_and_may_remind_them_at_one_click(scene, desk):
    scene.nominated(COMMITTEE)

    item = next(item for item in desk(Role.SECTION_CLERK).items if "推荐名单" in item.words)

    assert (item.words, item.count, item.due_at) == ("3个申报单位尚未报送推荐名单", 3, CLOSING)
    assert item.remind_url == f"/programmes/{scene.cast.programme.ref}/slates/remind/"


def test_a_return_that_is_late_shows_at_the_section(scene, desk):
    (project,) = scene.nominated(COMMITTEE)
    scene.send_back(project, scene.later(days=2))

    assert [line for line in words(desk(Role.SECTION_CLERK)) if "退回" in line] == []
    late = desk(Role.SECTION_CLERK, at=scene.later(days=3))
    assert "1个退回项目逾期未重新申报" in words(late)
    assert late.shown("overdue", scene.later(days=3))[0].words == "1个退回项目逾期未重新申报"


def test_a_badge_never_counts_beyond_99(scene, desk):
    nominated(scene.cast, scene.at, 120)

    item = next(item for item in desk(Role.SECTION_CLERK).items if "初审" in item.words)
    assert item.words == "初审：99+个项目待提出意见"


@pytest.mark.parametrize("role", ["judge", "finance", "system_admin"])
def test_whoever_has_no_part_in_the_business_has_an_empty_desk(scene, desk, role):
    scene.nominated(COMMITTEE)

    assert desk(role).items == ()


# --- done and begun --------------------------------------------------------------------------------------------------
def test_what_was_done_is_listed_with_its_thing_as_far_as_one_may_still_see_it(scene):
    project = scene.handed_in(COUNTY)
    clerk = scene.user(Role.UNIT_CLERK, COUNTY)

    deeds, _ = deeds_page(clerk, None)
    assert [(deed.title, str(deed.words)) for deed in deeds] == [
        (str(project), f"提交申报书第1稿，回执 {project.ref.upper()}-1"),
        (str(project), "起草申报书"),
    ]
    assert deeds[0].url == f"/projects/{project.ref}/"

    RoleHeld.objects.filter(user=clerk).update(valid_to=scene.at)
    clerk.forget_roles()
    assert deeds_page(clerk, None)[0] == []


def test_every_kind_of_deed_has_its_words(scene):
    agreement = scene.signed(scene.agreed(COMMITTEE))
    agreements.countersign(agreement, by=scene.user(Role.SECTION_CLERK), at=scene.at)
    deeds = {
        (role, deed.title, str(deed.words))
        for role in ("section_clerk", "section_head", "department_leader")
        for deed in deeds_page(scene.user(role), None)[0]
    }
    title = str(agreement.project)

    assert ("section_clerk", title, "初审：同意") in deeds
    assert ("section_head", title, "集体研究：同意") in deeds
    assert ("department_leader", title, "作出决定（未公布）") in deeds
    assert ("section_clerk", f"“{title}”责任书", "甲方确认生效") in deeds
    assert ("section_clerk", title, "启动实施") in deeds
    nominator = {(deed.title, str(deed.words)) for deed in deeds_page(scene.user(Role.NOMINATOR, COMMITTEE), None)[0]}
    assert ("演练第一工委推荐名单", "移出推荐名单：x") not in nominator
    assert any(title == "演练第一工委推荐名单" and "报送推荐名单，回执" in words for title, words in nominator)


def test_done_and_begun_go_on_by_key_without_a_gap(scene, monkeypatch):
    for _ in range(3):
        scene.handed_in(COUNTY)
    clerk = scene.user(Role.UNIT_CLERK, COUNTY)
    monkeypatch.setattr("lixiang.desk.queries.deeds.PER_PAGE", 4)
    monkeypatch.setattr("lixiang.desk.queries.worklist.PER_PAGE", 2)

    first, key = deeds_page(clerk, None)
    second, last = deeds_page(clerk, key)
    assert (len(first), len(second), last) == (4, 2, None)
    begun, key = begun_page(clerk, None)
    rest, last = begun_page(clerk, key)
    assert [each.ref for each in (*begun, *rest)] == [p.ref for p in Project.objects.order_by("-pk")]
    assert (begun[0].status, begun[0].tone, last) == ("待推荐", "waiting", None)


def test_the_year_shows_the_dates_of_the_notice_and_today(scene):
    view = viewpoint(scene.user(Role.SECTION_CLERK), scene.cast.programme, scene.at)

    assert [(day.label, f"{day.on:%m-%d}", day.state) for day in calendar_of(view)] == [
        ("通知印发", "03-23", "done"),
        ("今天", "03-26", "now"),
        ("申报单位报送推荐名单截止", "04-04", "to_come"),
        ("项目完成期限", "12-31", "to_come"),
        ("经费使用期限", "12-31", "to_come"),
    ]


# --- queries ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "code", "queries"),
    [
        (Role.UNIT_CLERK, COUNTY, 18),
        (Role.NOMINATOR, COUNTY, 20),
        (Role.NOMINATOR_LEADER, COUNTY, 16),
        (Role.SECTION_CLERK, None, 12),
        (Role.SECTION_HEAD, None, 12),
        (Role.DEPARTMENT_LEADER, None, 8),
    ],
)
def test_the_page_takes_the_same_few_queries_at_1_3_and_30_rows(scene, role, code, queries):
    """The section reads counts, all of them in one query; a unit reads lines, and each noun has columns of its own.

    One query for all its nouns would be a union of texts put together by the database, longer than what it saves.
    """
    client, counts = scene.client(role, code), set()
    for many in (1, 2, 27):
        nominated(scene.cast, scene.at, many)
        for _ in range(2 if many > 2 else 1):
            scene.handed_in(COUNTY)
        client.get("/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/").status_code == 200
        counts.add(len(captured))

    assert counts == {queries}
