"""An annual assessment on the moved clock, and what the checks say of one whose figures are not right."""

import pytest

from lixiang.appraisal.tests.arranging import drop_settings
from lixiang.outcomes.models import AssessedOrganisation, AssessmentLine
from lixiang.outcomes.tests.assessing import TABLE, with_table, year_of
from lixiang.ranking.models import Ranking
from lixiang.rehearsal.assessment import rehearse_assessment, write_assessment_workbooks
from lixiang.rehearsal.assessment_invariants import ASSESSMENT_CHECKS, issued_assessments_recompute
from lixiang.rehearsal.cycle import Cycle


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_it_is_issued_on_the_moved_clock_and_written_as_a_workbook(cast, morning, tmp_path):
    cycle = Cycle(cast, 7, year_of(cast, morning).at, "演练")
    (tmp_path / "workbooks").mkdir()

    rehearse_assessment(cycle)
    write_assessment_workbooks(tmp_path, cycle)

    assert {code for code, _ in cycle.refusals} == {"not_in_this_status", "reason_required"}
    assert [path.name for path in (tmp_path / "workbooks").iterdir()] == ["年度考核结果第1版.xlsx"]
    assert told() == []


@pytest.mark.parametrize(("lacks", "code"), [("ranking", "no_ranking"), ("setting", "no_assessment")])
def test_what_makes_no_assessment_is_refused_one(cast, morning, lacks, code):
    cycle = Cycle(cast, 7, year_of(cast, morning).at, "")
    if lacks == "ranking":
        Ranking.objects.update(status="SUPERSEDED")
    else:
        drop_settings(cast, "outcomes.assessment")

    rehearse_assessment(cycle)

    assert [found for found, _ in cycle.refusals] == [code]


def told() -> list[str]:
    return [said for check in ASSESSMENT_CHECKS for said in check()]


def test_a_figure_that_is_not_what_it_comes_to_is_found(cast, morning):
    with_table(cast, *TABLE)
    year = year_of(cast, morning).compute().shown()
    name, ref = cast.nominators[1].name, year.again().ref
    assert told() == []

    rows = AssessedOrganisation.objects.filter(pk=year.result(1).pk)
    rows.update(points=9_000)
    assert told() == [f"{ref}中{name}的得分与逐项依据之和不符", f"{ref}中{name}的得分重新计算不符"]
    AssessmentLine.objects.filter(result__in=rows).update(points=9_000)
    assert told() == [f"{ref}中{name}的得分重新计算不符"], "the line alone does not make it right"
    year.ranked("合格", "合格", "合格")
    assert list(issued_assessments_recompute()) == [], "what is outdated waits for its correction"
