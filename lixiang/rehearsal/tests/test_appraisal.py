"""Appraisal in the rehearsal meets its rules, and the invariants find what is spoiled."""

from datetime import timedelta

import pytest

from lixiang.appraisal.models import Assignment, Judge, Panel, Recusal, ScoreLine, ScoreSheet
from lixiang.appraisal.queries.results import scored_in
from lixiang.appraisal.rules.kinds import KINDS
from lixiang.appraisal.tests.arranging import accepted, drop_settings, in_appraisal, scoring
from lixiang.delivery.tests import underway
from lixiang.people.models import RoleHeld
from lixiang.people.roles import Role
from lixiang.programmes.queries import read_pack
from lixiang.programmes.tests.conftest import OTHER_NOTICES
from lixiang.rehearsal.appraisal import rehearse_appraisal
from lixiang.rehearsal.appraisal_invariants import APPRAISAL_CHECKS
from lixiang.rehearsal.cycle import Cycle

pytestmark = pytest.mark.django_db
MET = {
    "no_judges",
    "no_projects",
    "runs_the_programme",
    "sits_already",
    "on_a_panel",
    "undeclared",
    "changed_meanwhile",
    "not_drawn",
    "drawn_already",
    "no_number",
    "no_sheet",
    "nothing_to_correct",
    "out_of_range",
    "no_points",
    "scoring_closed",
    "not_scoring",
}


def broken() -> list[str]:
    return [what for check in APPRAISAL_CHECKS for what in check()]


@pytest.fixture
def cycle(cast, morning) -> Cycle:
    in_appraisal(cast, morning, 3)
    for project in underway.planned(cast, morning, 1, county=1):
        accepted(cast, project, morning)
    return Cycle(cast, 1, morning + timedelta(days=1), "演练，非正式文件")


def test_the_rehearsal_scores_every_project_and_runs_into_every_rule(cycle):
    rehearse_appraisal(cycle)

    assert {code for code, _ in cycle.refusals} >= MET
    assert {clause for code, clause in cycle.refusals if code in MET} <= {"二.5d", ""}
    assert set(Panel.objects.values_list("status", flat=True)) == {"CLOSED"}
    assert ScoreSheet.objects.filter(corrects__isnull=False, status="HANDED_IN").exists()
    assert Recusal.objects.filter(ground="same_organisation").exists()
    assert Recusal.objects.filter(ground="declared").exists()
    rows = scored_in(cycle.programme)
    assert {row.project for row in rows} == {project.ref for project in cycle.programme.projects.all()}
    assert all(row.is_recused or sum(points for _, points in row.lines) == row.total for row in rows)
    assert broken() == []


def test_a_programme_without_scoring_is_refused_a_panel(cycle):
    drop_settings(cycle.cast, "appraisal.scoring")

    rehearse_appraisal(cycle)

    assert not Panel.objects.exists() and {code for code, _ in cycle.refusals} == {"no_scoring"}


@pytest.mark.parametrize("path", OTHER_NOTICES, ids=lambda path: path.stem)
def test_other_notices_score_in_their_own_way_or_not_at_all(path):
    pack = read_pack(path.read_text("utf-8"))

    sentences = [setting.in_words(lambda _, code: code) for kind, setting in pack.settings if kind in KINDS]
    assert bool(sentences) == (path.stem == "shuji-2024")
    assert all(sentence.endswith("。") for sentence in sentences)


@pytest.fixture
def scored(cast, morning):
    """A sheet that counts."""
    scene = scoring(cast, morning, judges=2, sheets=2)
    scene.score(0, 0)
    assert broken() == []
    return scene


def test_a_total_changed_by_hand_is_found(scored):
    ScoreSheet.objects.update(total=99_000)

    (found,) = broken()
    assert found.endswith("的总分不能由明细算出")


def test_a_line_changed_by_hand_is_found(scored):
    ScoreLine.objects.filter(indicator="goals").update(counted=15_000)

    (found,) = broken()
    assert found.endswith("的明细与提交的内容不符")


def test_a_sheet_rewritten_with_a_fresh_hash_is_found(scored):
    ScoreSheet.objects.update(hash="0" * 64)

    assert [what[-7:] for what in broken()] == ["内容与校验值不符"[-7:], "与办理轨迹不符"[-7:]]


def test_a_judge_in_a_conflict_is_found(scored):
    county = scored.projects[0].nominating_organisation
    words = {"role": Role.INSPECTOR, "organisation": county, "valid_from": scored.at, "granted_at": scored.at}
    RoleHeld.objects.create(user=scored.users[0], **words)

    assert len(broken()) == 2 and all(what.endswith("应当回避而仍有评分任务") for what in broken())


def test_a_sheet_handed_in_after_its_judge_kept_away_is_found(scored):
    judge = Judge.objects.get(user=scored.users[0])
    before = scored.at - timedelta(days=1)
    Recusal.objects.create(judge=judge, project=scored.projects[0], ground="declared", at=before, by_name="示例")

    (found,) = broken()
    assert found.endswith("在评委回避之后提交") and not Assignment.living().filter(
        judge=judge, project=scored.projects[0]
    )


def test_who_runs_the_programme_and_judges_is_found(scored):
    words = {"role": Role.SECTION_HEAD, "organisation": scored.cast.programme.managing_organisation}
    RoleHeld.objects.create(user=scored.users[1], valid_from=scored.at, granted_at=scored.at, **words)

    (found,) = broken()
    assert found.endswith("同时经办本批次")
