"""What the checks say of an annual assessment: nothing as it was issued, and each figure that is not right."""

from lixiang.outcomes.models import AssessedOrganisation, AssessmentLine
from lixiang.outcomes.tests.assessing import TABLE, with_table, year_of
from lixiang.rehearsal.assessment_invariants import ASSESSMENT_CHECKS, issued_assessments_recompute


def told() -> list[str]:
    return [said for check in ASSESSMENT_CHECKS for said in check()]


def test_a_figure_that_is_not_what_it_comes_to_is_found(cast, morning, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
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
