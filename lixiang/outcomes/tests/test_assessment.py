"""From an issued ranking to the annual assessment: what is kept, what is refused, what a correction leaves."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.appraisal.tests.arranging import drop_settings
from lixiang.documents.models import OfficialDocument
from lixiang.history.models import Event
from lixiang.outcomes.models import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.models.awards import Award
from lixiang.outcomes.models.cases import Adoption, CaseStudy
from lixiang.outcomes.models.recommendations import Recommendation
from lixiang.outcomes.tests.assessing import TABLE, paper, with_table, year_of
from lixiang.people.actions import merge_organisation
from lixiang.people.roles import Role
from lixiang.ranking.models import Ranking
from lixiang.workflow.findings import Refused


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def year(cast, morning):
    """Two projects of the first county, 优秀 and 合格, one of the second, 合格."""
    return year_of(cast, morning)


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def said(result: AssessedOrganisation) -> tuple:
    return result.approved, result.ranked, result.grades, result.points


def test_a_notice_without_points_gives_projects_grades_and_places_by_organisation(year):
    made = year.compute().again()

    assert (made.status, made.number, made.has_points, made.ranking) == ("DRAFT", 1, False, year.rankings[0])
    assert said(year.result(0)) == (2, 2, [["优秀", 1], ["合格", 1]], None)
    assert said(year.result(1)) == (1, 1, [["合格", 1]], None)
    lines = AssessmentLine.objects.filter(result=year.result(0))
    assert [(line.project, line.place, line.grade, line.points, line.clause) for line in lines] == [
        (year.projects[0], 1, "优秀", None, "二.5f"),
        (year.projects[1], 2, "合格", None, "二.5f"),
    ]
    event = Event.objects.get(subject_kind="assessment", subject_id=made.pk)
    assert event.verb == "compute" and event.detail["ranking"] == year.rankings[0].ref


def test_with_a_table_every_organisation_has_the_sum_of_its_lines(year):
    with_table(year.cast, *TABLE, at_most=3_500)

    year.compute()

    assert (year.result(0).points, year.result(1).points) == (3_500, 1_000)
    for row in AssessedOrganisation.objects.all():
        assert row.points == sum(row.lines.values_list("points", flat=True))
    assert [line.points for line in year.result(0).lines.all()] == [3_000, 1_000, -500]


def test_an_organisation_whose_projects_were_not_ranked_stands_there_with_nothing(cast, morning):
    year = year_of(cast, morning)
    year.rankings[0].places.filter(project=year.projects[2]).delete()
    with_table(cast, *TABLE)

    year.compute()

    assert said(year.result(1)) == (1, 0, [], 0) and not year.result(1).lines.exists()


def test_a_project_that_was_terminated_after_the_ranking_gives_nothing(year):
    with_table(year.cast, *TABLE)
    year.terminate(0)

    year.compute()

    assert said(year.result(0)) == (2, 1, [["合格", 1]], 1_000)
    assert "项目已终止，不计入" in year.result(0).lines.values_list("words", flat=True)


def test_what_was_merged_counts_for_its_successor(year):
    first, second = year.cast.nominators[:2]
    merge_organisation(first, second, by=year.clerk, at=year.at, reason="机构改革方案")

    year.compute()

    (result,) = year.again().organisations.all()
    assert result.organisation == second and said(result) == (3, 3, [["优秀", 1], ["合格", 2]], None)


def test_an_issued_version_keeps_the_name_of_then_beside_the_name_of_today(year):
    year.compute().shown()
    first, second = year.cast.nominators[:2]
    merge_organisation(first, second, by=year.clerk, at=year.at, reason="机构改革方案")

    assert year.result(0).both_names == f"{first.name}（现{second.name}）"
    assert Assessment.visible_to(year.nominator(1)).exists()


def test_nothing_is_computed_before_the_ranking_is_issued_or_while_it_is_corrected(year):
    Ranking.objects.update(status="SUPERSEDED")

    with pytest.raises(Refused) as refused:
        year.compute()

    assert codes(refused) == ["no_ranking"] and not Assessment.objects.exists()
    assert refused.value.findings[0].clause == "二.5f"


def test_a_programme_that_says_nothing_of_the_assessment_gets_none_but_a_sentence(year):
    drop_settings(year.cast, "outcomes.assessment")

    with pytest.raises(Refused) as refused:
        year.compute()

    assert codes(refused) == ["no_assessment"] and not Assessment.objects.exists()


@pytest.mark.parametrize("role", [Role.DEPARTMENT_LEADER, Role.JUDGE, Role.FINANCE, Role.INSPECTOR])
def test_only_the_clerk_and_the_head_compute(year, role):
    with pytest.raises(PermissionDenied):
        year.compute(by=year.cast.user(role))
    assert not Assessment.objects.exists()


def test_computing_again_replaces_what_was_not_issued_and_keeps_it(year):
    first = year.compute().confirm().again()
    second = year.compute().again()

    first.refresh_from_db()
    assert (first.status, second.status, second.number, second.corrects) == ("SUPERSEDED", "DRAFT", 2, None)
    assert first.organisations.count() == 2


def test_one_that_is_outdated_is_neither_confirmed_nor_issued(year):
    with_table(year.cast, *TABLE)
    year.compute()
    year.ranked("合格", "合格", "合格")
    with pytest.raises(Refused) as refused:
        year.confirm()
    assert codes(refused) == ["outdated"]

    year.compute().confirm()
    year.terminate(0)
    with pytest.raises(Refused) as refused:
        year.issue()
    assert codes(refused) == ["outdated"]
    assert OfficialDocument.objects.filter(programme_code=year.cast.programme.ref, kind="通报").count() == 0


def test_the_clerk_neither_confirms_nor_issues_and_takes_no_number(year):
    year.compute()
    with pytest.raises(PermissionDenied):
        year.confirm(by=year.clerk)
    year.confirm()
    before = OfficialDocument.objects.count()
    with pytest.raises(PermissionDenied):
        year.issue(by=year.clerk)
    assert OfficialDocument.objects.count() == before and year.again().status == "CONFIRMED"


def test_it_is_issued_with_the_summary_as_its_annex_and_corrected_by_a_document_that_names_it(year):
    with_table(year.cast, *TABLE)
    first = year.compute().confirm().issue().again()
    paper = first.document
    assert first.status == "ISSUED" and paper.number_text in str(paper)
    printed = str(paper.context)
    for words in ("作为年度党建考核参考依据", "示组通字〔2018〕901号", "3个项目", "优秀1个、合格2个", "折算得分", "4"):
        assert words in printed, words
    assert set(paper.subjects) == {project.ref for project in year.projects}

    year.ranked("合格", "优秀", "不合格")
    with pytest.raises(Refused) as refused:
        year.compute()
    assert codes(refused) == ["reason_required"]
    second = year.compute(reason="异议成立。").confirm().issue().again()
    first.refresh_from_db()
    assert (first.status, second.status, second.corrects) == ("SUPERSEDED", "ISSUED", first)
    assert second.document.corrects == paper and paper.number_text in str(second.document.context)
    assert year.result(1).points == 0 and first.organisations.get(organisation=year.cast.nominators[1]).points == 1_000


def with_extras(year) -> None:
    """An award that was made known and one that was not, a recommendation taken up, an adoption written twice."""
    cast, project = year.cast, year.projects[2]
    common = {"programme": cast.programme, "project": project, "status_since": year.at, "clause": "二.5a"}
    award = {"tier": "first", "title": "一等奖", "reason": "示例", "proposed_at": year.at, "proposed_by": year.clerk}
    Award.objects.create(ref="w1", status="PUBLISHED", document=paper(year, 981), **award, **common)
    Award.objects.create(ref="w2", status="GRANTED", **award, **(common | {"project": year.projects[0]}))
    Recommendation.objects.create(
        ref="u1",
        level="province",
        receiver="示例省委组织部",
        reason="示例",
        status="ADOPTED",
        drafted_at=year.at,
        document=paper(year, 982),
        answered_on=year.at.date(),
        answer_paper="（示组函〔2018〕1号）",
        **common,
    )
    common.pop("clause")
    case = CaseStudy.objects.create(ref="c1", title="示例案例", **common)
    for _ in range(2):
        Adoption.objects.create(
            case=case,
            organisation=cast.nominators[0],
            what="示例",
            effect="示例",
            adopted_on=year.at.date(),
            recorded_at=year.at,
            recorded_by=year.clerk,
        )


ADDED = (
    ("outcomes.addition", {"source": "award", "points": 1500}),
    ("outcomes.addition", {"source": "recommendation", "level": "state", "points": 4000}),
    ("outcomes.addition", {"source": "recommendation", "level": "province", "points": 2000}),
    ("outcomes.addition", {"source": "adoption", "points": 500}),
)


def test_awards_recommendations_and_adoptions_that_the_record_has_are_added_each_with_its_line(year):
    with_table(year.cast, *TABLE, *ADDED)
    with_extras(year)

    year.compute()

    assert (year.result(0).points, year.result(1).points) == (4_000, 5_000)
    lines = year.result(1).lines.filter(part="addition")
    assert [(line.words, line.points) for line in lines] == [
        ("奖励（一等奖）：示组通字〔2018〕981号，加1.5分", 1_500),
        ("向上推荐被采纳（省）：示例省委组织部（示组函〔2018〕1号），加2分", 2_000),
        (f"被其他单位采用：{year.cast.nominators[0].name}，加0.5分", 500),
    ]
    assert {line.project for line in lines} == {year.projects[2]}


def test_an_award_after_it_was_issued_asks_for_a_correction_where_the_programme_adds_for_it(year):
    with_table(year.cast, *TABLE, ADDED[0])
    year.compute().shown()
    assert year.again().facts(year.at).is_current

    with_extras(year)

    assert not year.again().facts(year.at).is_current


def test_a_reason_that_is_too_long_is_refused_and_changes_nothing(year):
    year.compute().shown()

    with pytest.raises(Refused) as refused:
        year.compute(reason="长" * 1001)

    assert codes(refused) == ["too_long"] and Assessment.objects.count() == 1
