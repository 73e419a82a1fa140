"""The dossier: where a project stands, who has it since when, what the reader may do, and the trail in words."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.agreements import actions as agreements
from lixiang.approvals.tests.arranging import nominated
from lixiang.desk.queries import dossier
from lixiang.desk.queries.dossier import WAYS, standing_of, ways_for
from lixiang.desk.queries.trail import words_of
from lixiang.history.models import Event
from lixiang.history.tests.conftest import run_sql
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, Scene
from lixiang.nominations import actions as nominations
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import TRANSITIONS, Status
from lixiang.ui.addresses import address
from lixiang.ui.written import SHANGHAI

CLOSING = datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)


def standing(scene: Scene, project: Project, role: str, code: str | None = None, at: datetime | None = None):
    user = scene.user(role, code)
    return standing_of(user, Project.visible_to(user).get(pk=project.pk), at or scene.at)


def test_whoever_has_a_draft_reads_what_to_do_and_the_others_who_has_it(scene):
    project = scene.draft(COUNTY)

    mine = standing(scene, project, Role.UNIT_CLERK, COUNTY)
    assert (mine.is_mine, mine.words, mine.due_at, mine.clause) == (True, "填完申报书并提交", CLOSING, "二.3c")
    theirs = standing(scene, project, Role.NOMINATOR, COUNTY)
    assert (theirs.is_mine, theirs.holder, theirs.words) == (False, "演练第一县委", "正在填写申报书")
    assert (theirs.tone(scene.at), theirs.due_words(scene.at)) == ("active", "还剩9天")


def test_a_return_by_the_department_carries_its_own_date(scene):
    (project,) = scene.nominated(COMMITTEE)
    scene.send_back(project, scene.later(days=2))

    found = standing(scene, project, Role.UNIT_CLERK, COMMITTEE, scene.later(days=3))
    assert (found.due_at, found.clause) == (scene.later(days=2), "二.3e")
    assert (found.tone(scene.later(days=3)), found.due_words(scene.later(days=3))) == ("bad", "已逾期1天")


@pytest.mark.parametrize(
    ("spoken", "role", "is_mine", "words"),
    [
        ((), Role.SECTION_CLERK, True, "初审：提出意见"),
        ((), Role.SECTION_HEAD, False, "待初审"),
        (("first_check",), Role.SECTION_HEAD, True, "集体研究：提出意见"),
        (("first_check", "collective_study"), Role.DEPARTMENT_LEADER, True, "部领导批准：作出决定"),
        (("first_check", "collective_study"), Role.SECTION_CLERK, False, "待部领导批准"),
    ],
)
def test_the_section_reads_whose_step_of_the_review_it_is(scene, spoken, role, is_mine, words):
    (project,) = scene.nominated(COMMITTEE)
    if spoken:
        scene.speak(project, *spoken)

    found = standing(scene, project, role)
    assert (found.is_mine, found.words, found.clause) == (is_mine, words, "二.3e")
    outside = standing(scene, project, Role.NOMINATOR, COMMITTEE)
    assert (outside.words, outside.is_mine, outside.due_at) == ("正在审核", False, None)


def test_an_agreement_has_its_turns(scene):
    agreement = scene.agreed(COMMITTEE)
    project = scene.again(agreement.project)
    mine = standing(scene, project, Role.NOMINATOR, COMMITTEE)
    assert (mine.is_mine, mine.due_at, mine.clause) == (True, agreement.sign_by, "二.3f")
    assert mine.words == "签订项目责任书：打印、签字盖章、上传扫描件，或者电子签名"

    scene.signed(agreement)
    section = standing(scene, project, Role.SECTION_CLERK)
    assert (section.is_mine, section.words) == (True, "核对后确认责任书生效")
    agreement.refresh_from_db()
    agreements.countersign(agreement, by=scene.user(Role.SECTION_CLERK), at=scene.at)
    assert standing(scene, project, Role.SECTION_CLERK).words == "正在组织实施"


def test_a_project_that_ended_says_how(scene):
    project = scene.handed_in(COUNTY)
    nominations.pass_over(project, reason="同类较多。", by=scene.user(Role.NOMINATOR, COUNTY), at=scene.at)

    found = standing(scene, project, Role.UNIT_CLERK, COUNTY)
    assert (found.words, found.holder, found.is_mine) == ("未推荐", "", False)


# --- the ways on -----------------------------------------------------------------------------------------------------
def test_every_way_exists_and_belongs_to_a_move_of_the_table():
    for (verb, status), way in WAYS.items():
        assert address(way.route, **({"ref": "x"} if way.is_of_the_project else {})), way.route
        assert any(row.verb == verb and (not status or status in row.from_) for row in TRANSITIONS)


@pytest.mark.parametrize("status", [status for status in Status if status not in TRANSITIONS.finals])
def test_from_every_status_whoever_may_move_the_project_finds_a_way(status):
    verbs = {row.verb for row in TRANSITIONS if status in row.from_}

    assert not verbs or any((verb, key) in WAYS for verb in verbs for key in (status, ""))


def ways(scene: Scene, project: Project, role: str, code: str | None = None) -> list[str]:
    return [way.label for way in ways_for(scene.user(role, code), scene.again(project))]


def test_each_person_is_offered_the_pages_where_they_may_act(scene):
    waiting = scene.handed_in(COUNTY)
    assert ways(scene, waiting, Role.NOMINATOR, COUNTY) == ["列入推荐名单", "退回填报单位", "不予推荐", "撤回"]
    assert ways(scene, waiting, Role.NOMINATOR_LEADER, COUNTY) == ["列入推荐名单"]
    assert ways(scene, waiting, Role.UNIT_CLERK, COUNTY) == ["撤回"]
    assert ways(scene, waiting, Role.NOMINATOR, "county-2") == []

    (project,) = scene.nominated(COMMITTEE)
    assert ways(scene, project, Role.SECTION_CLERK) == ["去审核"]
    assert ways(scene, project, Role.UNIT_CLERK, COMMITTEE) == []
    scene.send_back(project, scene.later(days=5))
    assert ways(scene, project, Role.NOMINATOR, COMMITTEE) == ["重新申报", "撤回"]


def test_a_draft_leads_its_clerk_to_the_form(scene):
    project = scene.draft(COUNTY)
    user = scene.user(Role.UNIT_CLERK, COUNTY)

    (way,) = ways_for(user, project)
    assert (way.label, way.url) == ("填写并提交申报书", f"/projects/{project.ref}/application/")


# --- the page --------------------------------------------------------------------------------------------------------
TABS = [name for name, _ in dossier.TABS]


def show(scene: Scene, project: Project, role: str, code: str | None = None, tab: str = "") -> str:
    answer = scene.client(role, code).get(f"/projects/{project.ref}/", {"tab": tab} if tab else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_whose_and_since_when(scene):
    (project,) = scene.nominated(COMMITTEE)

    html = show(scene, project, Role.NOMINATOR, COMMITTEE)

    assert html.startswith("<!doctype")
    assert all(words in html for words in (str(project), "已申报", "现在由谁办理", "市委组织部", "正在审核", "已等"))
    assert "回执" in html
    assert f"{project.ref}-1".upper() in html


def test_a_project_without_a_hand_in_says_what_will_appear(scene):
    project = scene.draft(COUNTY)

    assert "申报书还没有提交" in show(scene, project, Role.UNIT_CLERK, COUNTY)
    for tab, words in (("opinions", "还没有审核结果"), ("documents", "还没有有关公文"), ("agreement", "还没有责任书")):
        assert words in show(scene, project, Role.UNIT_CLERK, COUNTY, tab)


def test_the_trail_tells_who_did_what_for_whom_and_why(scene):
    agreement = scene.signed(scene.agreed(COMMITTEE))
    project = agreement.project

    html = show(scene, project, Role.NOMINATOR, COMMITTEE, "history")
    for words in (
        "提交申报书第1稿，回执",
        "演练第一工委填报员（示例）（演练第一工委）",
        "推荐申报",
        "批准立项",
        "拟制项目责任书，2018-04-10前签订",
        "上传责任书扫描件“责任书.png”",
        "乙方确认签订",
    ):
        assert words in html, words
    assert html.index("乙方确认签订") < html.index("批准立项") < html.index("提交申报书")


def test_the_section_reads_the_review_in_the_trail_and_under_its_tab(scene):
    (project,) = scene.nominated(COMMITTEE)
    scene.decide(project)

    trail = show(scene, project, Role.SECTION_CLERK, tab="history")
    assert all(words in trail for words in ("初审：同意", "集体研究：同意", "作出决定（未公布）"))
    opinions = show(scene, project, Role.SECTION_HEAD, tab="opinions")
    assert all(words in opinions for words in ("未公布的决定：批准立项", "请勿外传", "集体研究", "同意。"))


def test_an_agreement_and_a_published_decision_have_their_tabs(scene):
    agreement = scene.agreed(COMMITTEE)
    project = agreement.project

    html = show(scene, project, Role.UNIT_CLERK, COMMITTEE, "agreement")
    assert all(words in html for words in ("待签订", "打开责任书", f"/agreements/{agreement.ref}/"))
    assert "批准立项" in show(scene, project, Role.UNIT_CLERK, COMMITTEE, "opinions")


def test_an_old_event_without_details_still_has_its_sentence(scene):
    for verb, kind in (("hand_in", "project"), ("remind", "slate"), ("publish", "publication"), ("never_heard", "x")):
        words = words_of(Event(subject_kind=kind, verb=verb, detail={}))
        assert words, verb
    assert words_of(Event(subject_kind="x", verb="never_heard", detail={})) == "办理"


def test_words_that_people_typed_are_never_markup(scene):
    event = Event(subject_kind="project", verb="attach", detail={"name": "<script>alert(1)</script>.pdf"})

    assert "<script>" not in words_of(event)


@pytest.mark.parametrize("tab", ["", *TABS, "senseless"])
def test_every_tab_takes_few_queries_and_no_more_for_a_longer_life(scene, tab):
    client, counts = scene.client(Role.SECTION_CLERK), set()
    short = nominated(scene.cast, scene.at, 1)[0]
    long = scene.agreed(COMMITTEE).project
    for project in (short, long):
        for place in range(2):
            Event.objects.bulk_create(
                Event(
                    **{**event.chained_values(), "at": event.at, "sequence": 100 + 40 * place + number},
                    previous_hash="",
                    hash="",
                )
                for event in Event.objects.filter(subject_kind="project", subject_id=short.pk, sequence=1)
                for number in range(1 if project is short else 30)
            )
        client.get(f"/projects/{project.ref}/", {"tab": tab})
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/projects/{project.ref}/", {"tab": tab})
        counts.add(len(captured))
        run_sql("DELETE FROM history_event WHERE sequence >= 100")

    assert max(counts) <= 12


def test_one_page_late_after_the_deadline_still_stands(scene):
    project = scene.handed_in(COUNTY)

    found = standing(scene, project, Role.NOMINATOR, COUNTY, CLOSING + timedelta(days=1))
    assert (found.due_words(CLOSING + timedelta(days=1)), found.words) == ("已逾期1天", "列入推荐名单，或者退回修改")
