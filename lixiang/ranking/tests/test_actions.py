"""From sheets to a ranking, its certificate, its 公示, its 通报; what is refused, and what a correction leaves."""

import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.appraisal import actions as appraisal
from lixiang.appraisal.models import ScoreSheet
from lixiang.appraisal.tests.arranging import change_settings, drop_settings
from lixiang.documents.models import OfficialDocument
from lixiang.history.models import Event
from lixiang.people.roles import Role
from lixiang.ranking import actions
from lixiang.ranking.models import Place, PlaceObjection, Ranking, ScoreCertificate
from lixiang.ranking.queries.certificates import anchored, certificate_of
from lixiang.ranking.rules.reading import read
from lixiang.ranking.rules.verifying import verify
from lixiang.ranking.tests.arranging import scored as arrange
from lixiang.rehearsal.appraisal_invariants import sheets_equal_the_history, totals_recompute_from_their_lines
from lixiang.work.jobs import perform
from lixiang.work.models import Run
from lixiang.workflow.findings import Refused


def codes(refused) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def content_of(certificate: ScoreCertificate) -> bytes:
    with certificate.file.open() as stream:
        return stream.read()


# --- computing -------------------------------------------------------------------------------------------------------
def test_a_ranking_keeps_every_place_with_its_workings_and_a_certificate_that_verifies(scored):
    ranking = scored.compute().again()

    places = list(ranking.places.all())
    assert [place.place for place in places] == [1, 2, 3]
    assert [place.project for place in places] == scored.scene.projects[::-1]
    assert places[0].raw == places[0].total and places[0].grade and places[0].workings["sources"][0]["rows"]
    certificate = certificate_of(ranking)
    content = content_of(certificate)
    assert verify(content) == () and read(content).certificate.hash == certificate.hash
    assert Event.objects.filter(subject_kind="ranking", subject_id=ranking.pk).get().verb == "compute"


def test_every_stored_score_recomputes_from_the_sheets_themselves(scored):
    """An independent computation: trimmed mean of three is the middle one; four fifths and one fifth."""
    scored.compute()

    for place in Place.objects.all():
        sheets = ScoreSheet.current().filter(project=place.project)
        middle = sorted(sheets.filter(assignment__source="panel").values_list("total", flat=True))[1]
        own = sheets.get(assignment__source="department").total
        assert place.total == (2 * (800 * middle + 200 * own) + 1000) // 2000


def test_computing_again_replaces_a_draft_and_keeps_it(scored):
    first = scored.compute().again()
    second = scored.compute().again()

    first.refresh_from_db()
    assert (first.status, second.status, second.number, second.corrects) == ("SUPERSEDED", "DRAFT", 2, None)
    assert first.places.count() == 3 and ScoreCertificate.objects.count() == 2


def test_one_seed_gives_the_same_places_again(scored):
    said = [list(scored.compute().again().places.values_list("project", "total", "best", "worst")) for _ in range(2)]

    assert said[0] == said[1]


def test_a_recusal_counts_neither_for_nor_against_a_project(cast, morning):
    scored = arrange(cast, morning, judges=4, closed=False)
    scene = scored.scene
    appraisal.recuse(scene.task(0, 0), reason="亲属参与。", by=scene.user(0), at=scene.at)
    scene.close()
    scored.compute()

    rows = scored.place(0).workings["sources"][0]["rows"]
    assert sorted(row["use"] for row in rows if row["raw"] == "—") == ["回避，不计"]
    totals = ScoreSheet.current().filter(project=scene.projects[0], assignment__source="panel")
    assert totals.count() == 3 and scored.place(0).total is not None


def test_a_sheet_that_does_not_apply_counts_exactly_as_if_there_were_none(cast, morning):
    scored = arrange(cast, morning, projects=2, judges=4, closed=False)
    scene = scored.scene
    task, by = scene.task(0, 0), {"by": scene.user(0), "at": scene.at}
    appraisal.correct(task, reason="误评。", **by)
    appraisal.find_not_applicable(task, reason="指标不适用于该项目。", key=uuid4(), **by)
    scene.close()

    ranking = scored.compute().again()

    rows = scored.place(0).workings["sources"][0]["rows"]
    assert [(row["use"], row["raw"], row["lines"]) for row in rows if row["raw"] == "—"] == [("不适用，不计", "—", [])]
    content = content_of(certificate_of(ranking))
    assert verify(content) == ()
    assert [sheet.project for sheet in read(content).certificate.sheets if sheet.is_not_applicable] == [
        task.project.ref
    ]
    assert [*totals_recompute_from_their_lines(), *sheets_equal_the_history()] == []
    found = list(ranking.places.values_list("project", "place", "total", "raw"))
    scene.run(appraisal.reopen_scoring, scene.again(), reason="复核。")
    appraisal.recuse(scene.task(0, 0), reason="亲属参与。", **by)
    scene.again()
    scene.close()
    assert list(scored.compute().again().places.values_list("project", "place", "total", "raw")) == found


def test_nothing_is_computed_while_a_panel_still_scores(cast, morning):
    scored = arrange(cast, morning, projects=1, closed=False)

    with pytest.raises(Refused) as refused:
        scored.compute()
    assert codes(refused) == {"panel_not_closed"} and not Ranking.objects.exists()


def test_a_programme_without_a_method_is_not_ranked(scored):
    drop_settings(scored.cast, "ranking.method")

    with pytest.raises(Refused) as refused:
        scored.compute()
    assert "no_setting" in codes(refused) and not Ranking.objects.exists()


def test_without_any_scored_project_there_is_nothing_to_rank(cast, morning):
    with pytest.raises(Refused) as refused:
        actions.compute(cast.programme, by=cast.user(Role.SECTION_CLERK), at=morning)
    assert codes(refused) == {"no_projects"}


def test_a_reason_that_cannot_be_kept_whole_is_refused(cast, morning):
    with pytest.raises(Refused) as refused:
        actions.compute(cast.programme, by=cast.user(Role.SECTION_CLERK), at=morning, reason="字" * 1001)
    assert codes(refused) == {"too_long"}


@pytest.mark.parametrize("role", [Role.DEPARTMENT_LEADER, Role.JUDGE])
def test_only_the_clerk_and_the_head_have_a_ranking_computed(scored, role):
    with pytest.raises(PermissionDenied):
        scored.compute(by=scored.cast.user(role))
    assert not Ranking.objects.exists()


def test_in_the_background_the_same_sheets_and_seed_give_the_same_ranking_and_say_how_far_it_is(scored, monkeypatch):
    now = scored.compute().again()
    monkeypatch.setattr(secrets, "randbelow", lambda _: 7)
    run = actions.begin_computing(scored.cast.programme, by=scored.clerk, at=scored.at)
    with pytest.raises(Refused) as refused:
        actions.begin_computing(scored.cast.programme, by=scored.head, at=scored.at)
    assert codes(refused) == {"already_computing"}
    assert perform.func(run.pk) == "done"

    run.refresh_from_db()
    later = Ranking.objects.get(number=2)
    columns = ("project", "position", "place", "total", "grade", "best", "worst", "workings")
    assert list(later.places.values_list(*columns)) == list(now.places.values_list(*columns))
    assert certificate_of(later).hash == certificate_of(now).hash
    assert (run.done, run.total) == (6, 6) and "3个项目" in run.message


def test_what_is_refused_in_the_background_is_said_once_and_computes_nothing(scored):
    run = actions.begin_computing(scored.cast.programme, by=scored.clerk, at=scored.at)
    scored.scene.run(appraisal.reopen_scoring, scored.scene.again(), reason="复核。")

    assert perform.func(run.pk) == "done"
    run.refresh_from_db()
    assert "还没有结束评分" in run.message and not Ranking.objects.exists()


@pytest.mark.parametrize("role", [Role.DEPARTMENT_LEADER, Role.JUDGE])
def test_only_the_clerk_and_the_head_begin_a_computation(scored, role):
    with pytest.raises(PermissionDenied):
        actions.begin_computing(scored.cast.programme, by=scored.cast.user(role), at=scored.at)
    assert not Run.objects.exists()


# --- confirming, showing, issuing ------------------------------------------------------------------------------------
def test_a_ranking_is_confirmed_shown_and_issued_with_a_circular(scored):
    scored.compute().confirm().publish()
    assert scored.again().public_until > scored.at

    ranking = scored.issue().again()
    document = ranking.document
    assert (ranking.status, document.kind) == ("FINAL", "通报")
    assert document.subjects == [place.project.ref for place in ranking.places.select_related("project")]
    issued = content_of(certificate_of(ranking))
    heading = read(issued).certificate.heading
    assert verify(issued) == () and heading.document_number == document.number_text and len(heading.history_head) == 64
    sentence, findings = anchored(certificate_of(ranking).hash)
    assert findings == () and document.number_text in sentence


def test_what_changed_after_computing_is_not_confirmed(scored):
    scored.compute()
    scored.correct(0, 0, points_goals="15")

    with pytest.raises(Refused) as refused:
        scored.confirm()
    assert codes(refused) == {"outdated"} and scored.again().status == "DRAFT"


def test_projects_without_a_score_want_a_reason_when_confirmed(scored):
    change_settings(scored.cast, "ranking.method", minimum_sheets=4)
    scored.compute()
    assert set(scored.again().places.values_list("place", "total", "grade")) == {(None, None, "")}

    with pytest.raises(Refused) as refused:
        scored.confirm()
    assert codes(refused) == {"without_score"}
    assert scored.confirm(reason="评委不足。").again().status == "CONFIRMED"


def test_a_programme_without_publicity_shows_no_ranking(scored):
    drop_settings(scored.cast, "ranking.publicity")
    scored.compute().confirm()

    with pytest.raises(Refused) as refused:
        scored.publish()
    assert codes(refused) == {"no_publicity"} and scored.again().published_at is None


def test_no_circular_goes_out_before_publicity_is_over(scored):
    scored.compute().confirm().publish()

    with pytest.raises(Refused) as refused:
        scored.issue(at=scored.at + timedelta(days=1))
    assert codes(refused) == {"in_publicity"} and not OfficialDocument.objects.filter(kind="通报").exists()


@pytest.mark.parametrize("verb", ["confirm", "publish", "issue"])
def test_the_clerk_makes_nothing_known(scored, verb):
    scored.compute()
    if verb != "confirm":
        scored.confirm()
    if verb == "issue":
        scored.publish()

    with pytest.raises(PermissionDenied):
        getattr(scored, verb)(by=scored.clerk)
    assert not OfficialDocument.objects.filter(kind="通报").exists()


# --- objections ------------------------------------------------------------------------------------------------------
def objected(scored) -> PlaceObjection:
    return actions.object_to(scored.place(0), text="第一项计分有误。", by=scored.unit(0), at=scored.at)


def test_an_open_objection_holds_the_circular(scored):
    scored.compute().confirm().publish()
    objection = objected(scored)

    with pytest.raises(Refused) as refused:
        scored.issue()
    assert codes(refused) == {"open_objections"}
    actions.dismiss(objection, answer="经复核，计分无误。", by=scored.clerk, at=scored.at)
    assert scored.issue().again().status == "FINAL"


def test_the_same_words_again_are_the_objection_that_there_is(scored):
    scored.compute().confirm().publish()

    assert objected(scored) == objected(scored) and PlaceObjection.objects.count() == 1


@pytest.mark.parametrize(("text", "code"), [("  ", "no_words"), ("字" * 2001, "too_long")])
def test_an_objection_says_why_and_is_kept_whole(scored, text, code):
    scored.compute().confirm().publish()

    with pytest.raises(Refused) as refused:
        actions.object_to(scored.place(0), text=text, by=scored.unit(0), at=scored.at)
    assert codes(refused) == {code} and not PlaceObjection.objects.exists()


def test_objections_come_in_publicity_alone_and_from_those_concerned(scored):
    scored.compute().confirm()
    with pytest.raises(Refused) as refused:
        objected(scored)
    assert codes(refused) == {"not_in_publicity"}
    scored.publish()

    with pytest.raises(PermissionDenied):
        actions.object_to(scored.place(0), text="有误。", by=scored.clerk, at=scored.at)
    with pytest.raises(Refused):
        actions.object_to(scored.place(0), text="有误。", by=scored.unit(0), at=scored.after)
    assert not PlaceObjection.objects.exists()


def test_an_answer_says_why(scored):
    scored.compute().confirm().publish()
    objection = objected(scored)

    with pytest.raises(Refused) as refused:
        actions.uphold(objection, answer=" ", by=scored.clerk, at=scored.at)
    assert codes(refused) == {"reason_required"}
    with pytest.raises(PermissionDenied):
        actions.uphold(objection, answer="成立。", by=scored.unit(0), at=scored.at)


def test_an_upheld_objection_changes_a_place_by_a_new_ranking_that_names_the_old(scored):
    scored.compute().confirm().publish()
    old = scored.again()
    assert scored.place(0).place == 3
    actions.uphold(objected(scored), answer="异议成立。", by=scored.clerk, at=scored.at)
    for judge in range(3):
        scored.correct(judge, 0, points_goals="15")
    with pytest.raises(Refused) as refused:
        scored.issue()
    assert codes(refused) == {"outdated", "upheld_objections"}

    with pytest.raises(Refused) as refused:
        scored.compute()
    assert codes(refused) == {"reason_required"}
    new = scored.compute(reason="复核后更正计分。").again()
    old.refresh_from_db()
    assert (new.corrects, old.status) == (old, "PUBLISHED")
    scored.confirm().publish()
    old.refresh_from_db()
    assert (old.status, scored.again().status, scored.place(0).place) == ("SUPERSEDED", "PUBLISHED", 1)
    assert scored.issue().again().status == "FINAL"


def test_a_circular_that_was_issued_is_corrected_by_a_new_one_that_names_it(scored):
    old = scored.compute().confirm().publish().issue().again()
    scored.correct(0, 0, points_goals="15")
    late = scored.after + timedelta(days=60)
    scored.compute(reason="复核后更正计分。", at=scored.after).confirm(at=scored.after).publish(at=scored.after)
    new = scored.issue(at=late).again()

    assert new.document.corrects == old.document and OfficialDocument.objects.filter(kind="通报").count() == 2
    assert anchored(certificate_of(old).hash)[1][0].code == "superseded"
    assert anchored(certificate_of(new).hash)[1] == ()


# --- the certificate -------------------------------------------------------------------------------------------------
def test_the_database_knows_which_certificate_is_the_issued_one(scored):
    scored.compute()
    draft = certificate_of(scored.again()).hash
    assert [finding.code for finding in anchored(draft)[1]] == ["not_final"]
    scored.confirm().publish().issue()

    assert [finding.code for finding in anchored(draft)[1]] == ["not_the_last"]
    assert [finding.code for finding in anchored("0" * 64)[1]] == ["not_issued"]


# --- results ---------------------------------------------------------------------------------------------------------
def test_the_grade_of_an_issued_ranking_concludes_or_orders_rectification(scored):
    scored.compute().confirm().publish()
    project = scored.project(0)
    with pytest.raises(Refused) as refused:
        actions.conclude(project, by=scored.head, at=scored.after)
    assert codes(refused) == {"no_ranking"}
    scored.issue()

    with pytest.raises(Refused) as refused:
        actions.order_rectification(project, reason="不合格。", by=scored.head, at=scored.after)
    assert codes(refused) == {"must_conclude"}
    with pytest.raises(PermissionDenied):
        actions.conclude(project, by=scored.clerk, at=scored.after)
    assert actions.conclude(project, by=scored.head, at=scored.after).status == "CONCLUDED"
    assert actions.settle(scored.again(), by=scored.head, at=scored.after) == 2
    assert {scored.project(n).status for n in range(3)} == {"CONCLUDED"}
    assert actions.settle(scored.again(), by=scored.head, at=scored.after) == 0


def test_a_failing_grade_orders_rectification_by_a_day(scored):
    change_settings(scored.cast, "ranking.grade_cut", minimum=0)
    drop_settings(scored.cast, "ranking.grade_cut", title="优秀")
    drop_settings(scored.cast, "ranking.grade_cut", title="合格")
    scored.compute().confirm().publish().issue()
    project = scored.project(0)

    with pytest.raises(Refused) as refused:
        actions.conclude(project, by=scored.head, at=scored.after)
    assert codes(refused) == {"must_rectify"}
    with pytest.raises(Refused) as refused:
        actions.order_rectification(project, reason="", by=scored.head, at=scored.after)
    assert codes(refused) == {"reason_required"}
    ordered = actions.order_rectification(project, reason="目标未完成。", by=scored.head, at=scored.after)
    assert ordered.status == "RECTIFYING" and ordered.due_at.date().isoformat() == "2018-07-25"
    assert actions.settle(scored.again(), by=scored.head, at=scored.after) == 2
    assert scored.project(1).status == "RECTIFYING"


def test_a_project_without_a_grade_has_no_result(scored):
    change_settings(scored.cast, "ranking.method", minimum_sheets=4)
    scored.compute().confirm(reason="评委不足。").publish().issue()

    with pytest.raises(Refused) as refused:
        actions.conclude(scored.project(0), by=scored.head, at=scored.after)
    assert codes(refused) == {"no_grade"} and actions.settle(scored.again(), by=scored.head, at=scored.after) == 0


def test_only_those_who_decide_settle(scored):
    scored.compute().confirm().publish().issue()

    with pytest.raises(PermissionDenied):
        actions.settle(scored.again(), by=scored.clerk, at=scored.after)
