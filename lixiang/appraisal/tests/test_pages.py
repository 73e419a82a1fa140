"""What people see of appraisal: the section, judges, the chair, sides that score, and nobody else anything."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from lixiang.appraisal import actions
from lixiang.appraisal.documents import sheet_paper
from lixiang.appraisal.models import Assignment, Panel, Recusal, ScoreSheet
from lixiang.appraisal.queries import tasks
from lixiang.appraisal.queries.results import sheet_lines
from lixiang.appraisal.tests.arranging import filled, in_appraisal, judge_user, scoring, set_up
from lixiang.people.models import User
from lixiang.people.roles import Role

STRANGERS = ["nominator.county-2", "unit_clerk.county-1", "discipline", "finance", "system_admin", "judge"]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response) -> str:
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def task_of(scene, judge: int = 0) -> Assignment:
    return Assignment.objects.filter(judge=scene.judge(judge)).select_related("project", "panel__version").first()


def test_the_section_sets_a_panel_up_and_leads_it_to_scoring(cast, morning):
    (project,) = in_appraisal(cast, morning)
    user = judge_user(cast, "甲", morning)
    client = browser(cast.user(Role.SECTION_CLERK))

    assert "还没有评审组" in words(client.get("/appraisal/"))
    client.post(f"/appraisal/panels/draw-up/{cast.programme.ref}/", {"title": "第一组", "category": "A", "sheets": "1"})
    panel = Panel.objects.get()
    own = f"/appraisal/panels/{panel.ref}/"
    assert "评委甲（示例）" in words(client.get(own)) and "1个可选" in words(client.get(own))
    client.post(f"{own}add-judge/", {"user": user.pk, "is_chair": "on"})
    client.post(f"{own}add-projects/", {"projects": project.ref})
    client.post(f"{own}ask-to-declare/")
    shown = words(client.get(f"{own}assign/"))
    assert "新增1项评委任务" in shown and "其他来源1项" in shown
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{own}assign/").content.decode())[1]
    client.post(f"{own}assign/", {"seen": seen, "anew": "0"})
    assert client.post(f"{own}open-materials/").status_code == 422, "the judge has not declared"
    actions.declare(panel.judges.get(), {}, by=User.objects.get(pk=user.pk), at=morning)
    assert client.post(f"{own}open-materials/").status_code == 302

    panel.refresh_from_db()
    assert panel.status == "SCORING" and Assignment.objects.count() == 2
    assert "0/2份" in words(client.get(own))


def test_a_judge_scores_beside_the_application_and_hands_in(scene):
    client, task = browser(scene.user(0)), task_of(scene)
    own = f"/appraisal/score/{task.ref}/"
    panel = words(client.get(f"/appraisal/panels/{scene.panel.ref}/"))
    assert str(task.project) in panel and "待我评分" in panel

    page = words(client.get(own))
    assert "工作目标" in page and "满分100分" in page and "应汇报0次" in page
    assert client.post(f"{own}save/", {**filled(task), "version": "0"}).status_code == 302
    look = client.get(f"{own}hand-in/")
    key = re.search(r'name="key" value="([\w-]+)"', look.content.decode())[1]
    assert client.post(f"{own}hand-in/", {"key": key, "seen": "1"}).status_code == 302

    sheet = ScoreSheet.objects.get()
    assert "评分表已提交" in words(client.get(own)) and sheet.hash[:12] in words(client.get(own))
    assert "已提交" in words(client.get(f"/appraisal/panels/{scene.panel.ref}/?shown=all"))
    assert client.get(f"/appraisal/sheets/{sheet.ref}/").status_code == 200


def test_typing_saves_by_itself_and_says_the_total_so_far(scene):
    client, task = browser(scene.user(0)), task_of(scene)
    address, headers = f"/appraisal/score/{task.ref}/save/", {"X-Autosave": "1"}

    answer = client.post(address, {"points-goals": "12", "version": "0"}, headers=headers)
    assert answer.status_code == 200 and answer["X-Version"] == "1" and "已评部分合计" in words(answer)
    wrong = client.post(address, {"points-goals": "十二", "version": "1"}, headers=headers)
    assert wrong.status_code == 422 and "请填写数字" in words(wrong)
    clash = client.post(address, {"points-goals": "9", "version": "0"}, headers=headers)
    assert clash.status_code == 409 and clash["X-Version"] == "1" and "12" in words(clash)
    assert ScoreSheet.objects.get().lines.get(indicator="goals").points == 12_000


def test_a_refusal_keeps_what_was_typed(scene):
    client, task = browser(scene.user(0)), task_of(scene)

    answer = client.post(f"/appraisal/score/{task.ref}/save/", {"points-goals": "十二", "version": "0"})

    assert answer.status_code == 422 and 'value="十二"' in answer.content.decode()


def test_a_sheet_that_is_not_complete_says_what_is_missing(scene):
    client, task = browser(scene.user(0)), task_of(scene)
    own = f"/appraisal/score/{task.ref}/"
    client.post(f"{own}save/", {"points-goals": "12", "version": "0"})

    assert "“组织领导”还没有打分" in words(client.get(f"{own}hand-in/"))
    answer = client.post(f"{own}hand-in/", {"key": str(uuid4()), "seen": "1"})
    assert answer.status_code == 422 and "“组织领导”还没有打分" in words(answer)


def test_a_correction_names_the_old_sheet_and_keeps_it(scene):
    client, task = browser(scene.user(0)), task_of(scene)
    own = f"/appraisal/score/{task.ref}/"
    client.post(f"{own}save/", {**filled(task), "version": "0"})
    client.post(f"{own}hand-in/", {"key": str(uuid4()), "seen": "1"})

    client.post(f"{own}correct/", {"reason": "少打两分。"})
    assert "正在更正" in words(client.get(own)) and "少打两分。" in words(client.get(own))
    client.post(f"{own}drop-correction/")
    assert "正在更正" not in words(client.get(own))


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_nothing(scene, who):
    client, task = browser(scene.cast.users[who]), task_of(scene)
    sheet = scene.score(0, scene.projects.index(task.project))

    for address in (
        f"/appraisal/panels/{scene.panel.ref}/",
        f"/appraisal/panels/{scene.panel.ref}/declare/",
        f"/appraisal/panels/{scene.panel.ref}/assign/",
        f"/appraisal/score/{task.ref}/",
        f"/appraisal/score/{task.ref}/hand-in/",
        f"/appraisal/sheets/{sheet.ref}/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/appraisal/score/{task.ref}/save/", {"version": "0"}).status_code == 404


def test_a_conflict_hides_the_project_exactly_as_if_there_were_none(cast, morning):
    scene = set_up(cast, morning, judges=2, projects=2, sheets=2)
    hidden = scene.projects[0]
    scene.ask().assign().declare_all(judge_0={hidden.ref: "本人曾指导该项目。"}).open()
    task = Assignment.objects.filter(project=hidden).first()
    own = Assignment.objects.filter(project=hidden, judge=scene.judge(0)).first()
    client, stranger = browser(scene.user(0)), browser(cast.users["judge"])

    for ref in {task.ref, own.ref if own else task.ref}:
        for way in ("", "hand-in/", "attachments/1/"):
            mine, theirs = (each.get(f"/appraisal/score/{ref}/{way}") for each in (client, stranger))
            assert mine.status_code == theirs.status_code == 404
            assert _plain(mine, scene.user(0)) == _plain(theirs, cast.users["judge"])
    listed = words(client.get(f"/appraisal/panels/{scene.panel.ref}/?shown=all"))
    assert f"{hidden} " not in listed and str(scene.projects[1]) in listed
    assert client.get(f"/projects/{hidden.ref}/").status_code == 404


def _plain(response, user) -> str:
    """The body without what names the reader."""
    text = re.sub(r'value="[^"]*"|"x-csrftoken": "[^"]*"', "", response.content.decode())
    return text.replace(f'data-user="{user.pk}"', "").replace(user.name, "")


def test_a_conflict_that_arises_later_hides_the_project_at_once(scene):
    from lixiang.people.models import RoleHeld

    client, task = browser(scene.user(0)), task_of(scene)
    own, county = f"/appraisal/score/{task.ref}/", task.project.nominating_organisation
    assert client.get(own).status_code == 200

    words_held = {"role": Role.INSPECTOR, "organisation": county, "valid_from": scene.at, "granted_at": scene.at}
    RoleHeld.objects.create(user=scene.users[0], **words_held)

    assert client.get(own).status_code == 404
    assert client.get(f"{own}hand-in/").status_code == 404
    assert client.post(f"{own}save/", {**filled(task), "version": "0"}).status_code == 403
    assert str(task.project) not in words(client.get(f"/appraisal/panels/{scene.panel.ref}/?shown=all"))


def test_keeping_away_while_scoring_closes_the_door_and_counts_nothing(scene):
    client, task = browser(scene.user(0)), task_of(scene)
    own = f"/appraisal/score/{task.ref}/"
    scene.score(0, scene.projects.index(task.project))

    assert client.post(f"{own}recuse/", {"reason": ""}).status_code == 422
    assert client.post(f"{own}recuse/", {"reason": "发现亲属参与。"}).status_code == 302

    assert Recusal.objects.get().reason == "发现亲属参与。"
    assert client.get(own).status_code == 404 and not ScoreSheet.current().exists()
    assert f"“{task.project}”" in words(browser(scene.clerk).get(f"/appraisal/panels/{scene.panel.ref}/"))


def test_a_judge_declares_before_anything_is_read(prepared):
    prepared.ask().assign()
    client, own = browser(prepared.user(0)), f"/appraisal/panels/{prepared.panel.ref}/"
    hidden = prepared.projects[0]

    assert "请先申报应当回避的项目" in words(client.get(own))
    page = words(client.get(f"{own}declare/"))
    assert str(hidden) in page and hidden.nominating_organisation.name in page
    assert client.post(f"{own}declare/", {f"away-{hidden.ref}": "on", "confirmed": "on"}).status_code == 422
    answer = client.post(
        f"{own}declare/", {f"away-{hidden.ref}": "on", f"reason-{hidden.ref}": "曾任顾问", "confirmed": "on"}
    )
    assert answer.status_code == 302 and Recusal.objects.get().project == hidden
    assert "可以重新申报" in words(client.get(own))


def test_a_panel_in_preparation_is_the_sections_alone(prepared):
    assert browser(prepared.user(0)).get(f"/appraisal/panels/{prepared.panel.ref}/").status_code == 404


def test_scores_are_shown_only_when_the_phase_allows(scene):
    chair = scene.judge(0)
    scene.run(actions.name_chair, chair)
    task = task_of(scene)
    sheet = scene.score(0, scene.projects.index(task.project))
    section, own = browser(scene.clerk), f"/appraisal/panels/{scene.panel.ref}/"
    others = browser(scene.user(1))

    assert "评分情况" not in words(section.get(own))
    assert section.get(f"/appraisal/sheets/{sheet.ref}/").status_code == 404
    assert "全组进度" in words(browser(scene.user(0)).get(own)) and "全组进度" not in words(others.get(own))
    scene.close()
    assert "评分情况" in words(section.get(own)) and section.get(f"/appraisal/sheets/{sheet.ref}/").status_code == 200
    assert "评分情况" in words(browser(scene.user(0)).get(own)) and "评分情况" not in words(others.get(own))
    assert others.get(f"/appraisal/sheets/{sheet.ref}/").status_code == 404


def test_a_sheet_that_was_handed_in_is_printed_to_be_signed_for_whoever_reads_it(scene):
    task = task_of(scene)
    scene.save(task, scene.user(0), reason_goals="目标全部完成。")
    sheet = actions.hand_in(task, key=uuid4(), by=scene.user(0), at=scene.at)
    own = f"/appraisal/sheets/{sheet.ref}/pdf/"

    assert browser(scene.user(0)).get(own).content.startswith(b"%PDF")
    said = "".join(str(block) for block in sheet_paper(sheet, "评委1", sheet_lines(sheet)).blocks)
    assert "目标全部完成" in said and sheet.hash in said and "评分人签字" in said
    assert browser(scene.cast.users["discipline"]).get(own).status_code == 404


def test_the_department_finds_its_own_sheets(scene):
    client = browser(scene.clerk)
    task = scene.side("department")

    assert "本单位评分" in words(client.get("/appraisal/"))
    assert client.get(f"/appraisal/score/{task.ref}/").status_code == 200
    scene.save(task, scene.clerk)
    sheet = actions.hand_in(task, key=uuid4(), by=scene.clerk, at=scene.at)
    assert task.organisation.short_name in words(client.get(f"/appraisal/sheets/{sheet.ref}/"))


def test_a_list_of_tasks_ends_with_its_key_and_says_which_sheet_is_being_corrected(scene, monkeypatch):
    monkeypatch.setattr(tasks, "PER_PAGE", 1)
    task, by = scene.side("department"), {"by": scene.clerk, "at": scene.at}
    scene.save(task, scene.clerk)
    actions.hand_in(task, key=uuid4(), **by)
    actions.correct(task, reason="计分有误。", **by)

    rows = tasks.side_tasks(scene.clerk, scene.cast.programme)
    first = tasks.tasks_page(rows, shown="all")
    rest = tasks.tasks_page(rows, shown="all", after=first.next_key)

    assert sorted(each.project for each in (*first.lines, *rest.lines)) == sorted(p.title for p in scene.projects)
    assert rest.next_key == "" and "更正中" in {each.word for each in (*first.lines, *rest.lines)}


def test_the_section_names_a_chair_and_takes_a_judge_off(prepared):
    client, own = browser(prepared.clerk), f"/appraisal/panels/{prepared.panel.ref}/judges/"
    chair, other = prepared.judge(0), prepared.judge(1)

    assert client.post(f"{own}{chair.pk}/name-chair/").status_code == 302
    assert client.post(f"{own}{other.pk}/remove/").status_code == 302
    assert client.post(f"{own}{other.pk}/remove/").status_code == 404

    assert prepared.judge(0).is_chair and prepared.panel.judges.count() == 2


def test_a_judge_fetches_no_file_that_the_application_does_not_name(scene):
    client, own = browser(scene.user(0)), f"/appraisal/score/{task_of(scene).ref}/"

    assert client.get(own).status_code == 200
    assert client.get(f"{own}attachments/1/").status_code == 404


def test_the_section_sees_of_one_project_what_the_record_counts_and_how(scene):
    project = scene.projects[0]
    client = browser(scene.clerk)

    page = words(client.get(f"/projects/{project.ref}/appraisal/"))
    assert "里程碑完成" in page and "完成0个" in page and "0/3份" in page
    assert "验收" in words(client.get(f"/projects/{project.ref}/"))
    for who in ("nominator.county-1", "unit_clerk.county-1"):
        assert browser(scene.cast.users[who]).get(f"/projects/{project.ref}/appraisal/").status_code == 403
    for user in (scene.user(0), scene.cast.users["nominator.county-2"]):
        assert browser(user).get(f"/projects/{project.ref}/appraisal/").status_code == 404


@pytest.mark.parametrize("projects", [1, 3, 30])
def test_pages_ask_the_same_number_of_queries_however_many_projects(cast, morning, projects, django_assert_num_queries):
    scene = scoring(cast, morning, projects=projects, judges=3, sheets=3)
    task = task_of(scene)
    section, judge = browser(scene.clerk), browser(scene.user(0))
    own = f"/appraisal/panels/{scene.panel.ref}/"
    pages = (
        (section, own, 12),
        (section, "/appraisal/", 9),
        (section, f"{own}assign/", 16),
        (judge, own, 17),
        (judge, "/appraisal/", 8),
        (judge, f"/appraisal/score/{task.ref}/", 18),
    )
    for client, address, _ in pages:
        client.get(address)

    for client, address, count in pages:
        with django_assert_num_queries(count, info=address):
            client.get(address)
