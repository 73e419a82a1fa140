"""Score sheets: saved, handed in frozen with a hash, corrected by a sheet of their own."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, ScoreSheet
from lixiang.appraisal.states.sheets import Status
from lixiang.history.models import Event
from lixiang.projects.rules.content import content_hash
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Refused


def given(scene) -> tuple[int, int]:
    """Judge and project of an assignment that stands."""
    row = Assignment.objects.filter(panel=scene.panel, judge__isnull=False).order_by("pk").first()
    return [user.pk for user in scene.users].index(row.judge.user_id), scene.projects.index(row.project)


def refusals(verb, *things, **words) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        verb(*things, **words)
    return [(finding.code, finding.field) for finding in caught.value.findings]


def test_what_is_typed_is_kept_half_filled_or_not(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)

    sheet = actions.save_sheet(task, {"points-goals": "12.5", "reason-goals": " 好 "}, expected=0, by=by, at=scene.at)

    line = sheet.lines.get(indicator="goals")
    assert (line.points, line.reason, sheet.saves, sheet.status) == (12_500, "好", 1, Status.DRAFT)
    assert sheet.lines.get(indicator="papers").points is None
    assert Event.objects.filter(subject_kind="scoresheet", verb="begin_sheet").count() == 1


def test_who_did_not_declare_does_not_score(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)
    scene.panel.judges.update(declared_at=None)

    with pytest.raises(PermissionDenied):
        scene.save(task, by)
    assert not ScoreSheet.objects.exists()


def test_what_is_no_number_is_refused_at_its_field_and_changes_nothing(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)

    found = refusals(actions.save_sheet, task, {"points-goals": "很好"}, expected=0, by=by, at=scene.at)

    assert found == [("no_number", "points-goals")] and not ScoreSheet.objects.exists()


def test_two_windows_see_both_texts(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)
    scene.save(task, by)

    with pytest.raises(EditedMeanwhile):
        scene.save(task, by, points_goals="1")
    assert scene.save(task, by).saves == 1, "the same values again are no clash"
    assert scene.save(task, by, expected=1, points_goals="1").saves == 2


def test_a_sheet_handed_in_is_frozen_with_its_total_and_its_hash(scene):
    judge, project = given(scene)

    sheet = scene.score(judge, project)

    sheet.refresh_from_db()
    assert sheet.status == Status.HANDED_IN and sheet.total == sum(line.counted for line in sheet.lines.all())
    assert sheet.hash == content_hash(sheet.content) and sheet.content["total"] == sheet.total
    assert sheet.content["revision"] == sheet.revision.hash == scene.projects[project].approved_revision.hash
    assert sheet.handed_in_by == scene.users[judge] and sheet.handed_in_at == scene.at
    assert {line.indicator for line in sheet.lines.all()} >= {"reports", "tasks", "milestones", "late_reports"}


def test_a_sheet_handed_in_can_no_more_be_saved(scene):
    judge, project = given(scene)
    sheet = scene.score(judge, project)
    before = list(sheet.lines.values_list("indicator", "points", "counted"))

    task, by = scene.task(judge, project), scene.user(judge)
    found = refusals(actions.save_sheet, task, {"points-goals": "1"}, expected=1, by=by, at=scene.at)

    assert found == [("handed_in", "")]
    assert list(sheet.lines.values_list("indicator", "points", "counted")) == before


def test_the_same_key_again_gives_the_same_sheet(scene):
    judge, project = given(scene)
    task, by, key = scene.task(judge, project), scene.user(judge), uuid4()
    scene.save(task, by)

    first = actions.hand_in(task, key=key, by=by, at=scene.at)

    assert actions.hand_in(task, key=key, by=by, at=scene.at) == first
    assert refusals(actions.hand_in, task, key=uuid4(), by=by, at=scene.at) == [("no_sheet", "")]


def test_what_is_missing_or_wrong_is_told_all_at_once(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)
    scene.save(task, by, points_leadership="", points_process="11", points_goals="1", points_bonus="3")

    found = refusals(actions.hand_in, task, key=uuid4(), by=by, at=scene.at)

    assert found == [
        ("no_points", "points-leadership"),
        ("out_of_range", "points-process"),
        ("no_reason", "reason-goals"),
        ("no_document", "document-bonus"),
    ]
    assert ScoreSheet.objects.get().status == Status.DRAFT


def test_what_another_window_changed_is_not_handed_in_unseen(scene):
    judge, project = given(scene)
    task, by = scene.task(judge, project), scene.user(judge)
    scene.save(task, by)

    assert refusals(actions.hand_in, task, key=uuid4(), seen=0, by=by, at=scene.at) == [("changed_meanwhile", "")]
    assert actions.hand_in(task, key=uuid4(), seen=1, by=by, at=scene.at).total


def test_a_correction_is_a_new_sheet_that_names_the_old_one_and_why(scene):
    judge, project = given(scene)
    old = scene.score(judge, project)
    task, by = scene.task(judge, project), scene.user(judge)

    assert refusals(actions.correct, task, reason=" ", by=by, at=scene.at) == [("reason_required", "reason")]
    new = actions.correct(task, reason="误将创新性少打2分。", by=by, at=scene.at)

    assert (new.corrects, new.number, new.correction_reason) == (old, 2, "误将创新性少打2分。")
    assert ScoreSheet.current().get() == old, "the old one stands until the new one is handed in"
    assert refusals(actions.correct, task, reason="再改", by=by, at=scene.at) == [("open_sheet", "")]
    scene.save(task, by, points_innovation="18")
    handed = actions.hand_in(task, key=uuid4(), by=by, at=scene.at)
    assert ScoreSheet.current().get() == handed and handed.total == old.total + 2_000
    assert handed.content["corrects"] == old.ref
    old.refresh_from_db()
    assert old.hash == content_hash(old.content)


def test_a_correction_dropped_leaves_the_sheet_as_it_was(scene):
    judge, project = given(scene)
    old = scene.score(judge, project)
    task, by = scene.task(judge, project), scene.user(judge)
    actions.correct(task, reason="试", by=by, at=scene.at)

    dropped = actions.drop_correction(task, by=by, at=scene.at)

    assert dropped.status == Status.DROPPED and ScoreSheet.current().get() == old
    assert refusals(actions.drop_correction, task, by=by, at=scene.at) == [("no_correction", "")]
    assert actions.correct(task, reason="再试", by=by, at=scene.at).number == 3


def test_nothing_to_correct_is_refused(scene):
    judge, project = given(scene)
    words = {"reason": "试", "by": scene.user(judge), "at": scene.at}

    assert refusals(actions.correct, scene.task(judge, project), **words) == [("nothing_to_correct", "")]


def test_another_judge_and_the_section_may_not_write_a_judges_sheet(scene):
    judge, project = given(scene)
    task = scene.task(judge, project)
    others = [scene.user((judge + 1) % 3), scene.clerk, scene.cast.user("judge")]

    for by in others:
        with pytest.raises(PermissionDenied):
            scene.save(task, by)
    assert not ScoreSheet.objects.exists()


def test_nothing_is_written_before_materials_open_or_after_scoring_closed(prepared):
    prepared.ask().declare_all().assign()
    judge, project = given(prepared)
    task, by = prepared.task(judge, project), prepared.user(judge)

    assert refusals(prepared.save, task, by) == [("scoring_closed", "")]
    prepared.open()
    prepared.save(task, by)
    prepared.close()
    assert refusals(prepared.save, task, by) == [("scoring_closed", "")]
    assert refusals(actions.hand_in, task, key=uuid4(), by=by, at=prepared.at) == [("scoring_closed", "")]
    prepared.run(actions.reopen_scoring, prepared.panel, reason="补交。")
    assert actions.hand_in(task, key=uuid4(), by=by, at=prepared.at).total


def test_the_department_scores_as_a_source_of_its_own(scene):
    task = scene.side("department")

    scene.save(task, scene.clerk)
    sheet = actions.hand_in(task, key=uuid4(), by=scene.clerk, at=scene.at)

    assert sheet.content["source"] == "department" and sheet.content["scorer"] == task.organisation.code
    with pytest.raises(PermissionDenied):
        scene.save(scene.side("department", 1), scene.user(0))
