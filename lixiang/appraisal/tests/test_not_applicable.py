"""A sheet that says that the rubric does not apply: done like any other, with its reason, and without a total."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lixiang.appraisal import actions
from lixiang.appraisal.documents import sheet_paper
from lixiang.appraisal.models import Assignment, ScoreSheet
from lixiang.appraisal.queries.results import scored_in, sheet_lines
from lixiang.appraisal.queries.tasks import own_tasks, tasks_page
from lixiang.appraisal.rules.scoring import counted, total_of, total_words
from lixiang.appraisal.states.sheets import Status
from lixiang.appraisal.tests.arranging import Scene, change_settings, scoring
from lixiang.appraisal.tests.test_pages import browser, words
from lixiang.appraisal.tests.test_sheets import given, refusals
from lixiang.history.models import Event
from lixiang.projects.rules.content import content_hash

WHY = "该项目属党建阵地建设，本表指标不适用。"


def found(scene: Scene, judge: int, project: int, reason: str = WHY) -> ScoreSheet:
    task, by = scene.task(judge, project), scene.user(judge)
    return actions.find_not_applicable(task, reason=reason, key=uuid4(), by=by, at=scene.at)


def test_it_is_handed_in_with_its_reason_and_counts_nothing_of_what_was_typed(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)
    scene.save(task, by, points_goals="12")

    sheet = found(scene, judge, project, f" {WHY} ")

    sheet.refresh_from_db()
    assert (sheet.status, sheet.total, sheet.not_applicable) == (Status.HANDED_IN, None, WHY)
    assert sheet.content["not_applicable"] == WHY and sheet.hash == content_hash(sheet.content)
    assert (
        {line.counted for line in sheet.lines.all()} == {line["counted"] for line in sheet.content["lines"]} == {None}
    )
    assert sheet.lines.get(indicator="goals").points == 12_000, "what was typed is kept"
    event = Event.objects.get(subject_kind="scoresheet", verb="find_not_applicable")
    assert (event.reason, event.detail["hash"]) == (WHY, sheet.hash)
    assert refusals(actions.hand_in, task, key=uuid4(), by=by, at=scene.at) == [("no_sheet", "")]


def test_a_sheet_never_begun_may_say_it_and_counts_as_done(scene):
    judge, project = given(scene)
    before = tasks_page(own_tasks(scene.user(judge), scene.panel), shown="all")

    found(scene, judge, project)

    after = tasks_page(own_tasks(scene.user(judge), scene.panel), shown="all")
    assert (after.done, after.all) == (before.done + 1, before.all)
    (line,) = [line for line in after.lines if line.project_ref == scene.projects[project].ref]
    assert (line.word, line.total) == ("已提交", "不适用")


@pytest.mark.parametrize(("reason", "code"), [("  ", "reason_required"), ("长" * 1001, "too_long")])
def test_without_a_reason_that_can_be_kept_it_is_refused_and_changes_nothing(scene, reason, code):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)

    refused = refusals(actions.find_not_applicable, task, reason=reason, key=uuid4(), by=by, at=scene.at)

    assert refused == [(code, "not_applicable")] and not ScoreSheet.objects.exists()


def test_the_same_key_again_gives_the_same_sheet_and_another_is_refused(scene):
    judge, project = given(scene)
    task, said = scene.task(judge, project), {"reason": WHY, "by": scene.user(judge), "at": scene.at}
    key = uuid4()

    first = actions.find_not_applicable(task, key=key, **said)

    assert actions.find_not_applicable(task, key=key, **said) == first
    assert refusals(actions.find_not_applicable, task, key=uuid4(), **said) == [("handed_in", "")]


def test_it_is_corrected_by_a_sheet_of_its_own_either_way(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)
    scored = scene.score(judge, project)

    actions.correct(task, reason="误评。", by=by, at=scene.at)
    none = found(scene, judge, project)
    assert none.content["corrects"] == scored.ref and ScoreSheet.current().get() == none
    begun = actions.correct(task, reason="经复核适用。", by=by, at=scene.at)
    assert begun.not_applicable == "" and begun.lines.get(indicator="goals").points == 12_000
    (line,) = [each for each in tasks_page(own_tasks(by, scene.panel), shown="all").lines if each.ref == task.ref]
    assert (line.word, line.total) == ("更正中", "不适用"), "the old one stands until the new one is handed in"
    again = actions.hand_in(task, key=uuid4(), by=by, at=scene.at)

    assert again.total == scored.total and ScoreSheet.current().get() == again


def test_only_who_scores_says_it_and_only_while_scoring(scene):
    judge, project = given(scene)
    task, said = scene.task(judge, project), {"reason": WHY, "key": uuid4(), "at": scene.at}

    for by in (scene.user((judge + 1) % 3), scene.clerk, scene.cast.user("judge")):
        with pytest.raises(PermissionDenied):
            actions.find_not_applicable(task, by=by, **said)
    scene.close()
    refused = refusals(actions.find_not_applicable, task, by=scene.user(judge), **said)
    assert refused == [("scoring_closed", "")] and not ScoreSheet.objects.exists()


def test_the_database_itself_keeps_a_total_or_a_reason_and_never_both(scene):
    judge, project = given(scene)
    sheet = ScoreSheet.objects.filter(pk=found(scene, judge, project).pk)

    for wrong in ({"total": 1}, {"not_applicable": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            sheet.update(**wrong)


def test_the_ranking_reads_it_as_not_applicable_from_judges_and_from_other_sources(scene):
    judge, project = given(scene)
    found(scene, judge, project)
    own = scene.side("department", project)
    actions.find_not_applicable(own, reason=WHY, key=uuid4(), by=scene.clerk, at=scene.at)
    scene.close()

    scored = scored_in(scene.cast.programme)

    assert {(each.total, each.lines, each.is_not_applicable) for each in scored} == {(None, (), True)}
    assert {each.source for each in scored} == {own.source, scene.task(judge, project).source}


def test_the_rules_count_no_line_of_it(scene):
    judge, project = given(scene)
    lines = counted(found(scene, judge, project).facts(scene.at))

    assert {line.points for line in lines} == {None} and total_of(lines) is None
    assert (total_words(None), total_words(87_500)) == ("不适用", "87.5")


def test_the_pages_take_it_and_show_it(cast, morning):
    change_settings(cast, "appraisal.scoring", on_the_spot=True)
    scene = scoring(cast, morning, judges=2, projects=1, sheets=2)
    client, task = browser(scene.user(0)), scene.task(0, 0)
    own = f"/appraisal/score/{task.ref}/"
    assert "不占份数" in words(client.get(own))

    key = str(uuid4())
    refused = client.post(f"{own}find-not-applicable/", {"not_applicable": "", "key": key})
    assert refused.status_code == 422 and key in refused.content.decode()
    assert client.post(f"{own}find-not-applicable/", {"not_applicable": WHY, "key": key}).status_code == 302

    shown, sheet = client.get(own), ScoreSheet.objects.get()
    assert all(word in words(shown) for word in ("评分表已提交", WHY, "更正评分"))
    assert "find-not-applicable" not in shown.content.decode()
    assert WHY in words(client.get(f"/appraisal/sheets/{sheet.ref}/"))
    said = "".join(str(block) for block in sheet_paper(sheet, "评委1", sheet_lines(sheet)).blocks)
    assert WHY in said and "总分：不适用" in said
    scene.run(actions.draw_order, scene.panel, seed="31")
    scene.score(1, 0)
    scene.run(actions.show_scores, scene.panel.entries.select_related("panel", "project").get())
    live = f"/appraisal/panels/{scene.panel.ref}/live/"
    assert "不适用" in words(client.get(live)) and "2/2份" in words(client.get(live))
    scene.close()
    assert "不适用" in words(browser(scene.clerk).get(f"/appraisal/panels/{scene.panel.ref}/"))
    assert Assignment.objects.filter(sheets__status=Status.HANDED_IN).count() == 2
    assert browser(cast.users["judge"]).post(f"{own}find-not-applicable/", {"not_applicable": WHY}).status_code == 404
