"""The matrix, the claims against the record, and what stands against a dossier: tables of cases, no database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.closing.rules.claims import Figure, Record, ReportText, claim_findings, computed_share, same_value
from lixiang.closing.rules.dossiers import (
    DossierView,
    Piece,
    Registered,
    Terms,
    blockers_to_acceptance,
    blockers_to_checking,
    blockers_to_hand_in,
    completion_day,
    findings,
    return_findings,
    since_words,
)
from lixiang.closing.rules.kinds import (
    EvidenceKind,
    FirstCheck,
    HandInTime,
    MatrixTerms,
    ResultRegister,
    TextRule,
    WrittenPart,
)
from lixiang.closing.rules.matrix import Proof, gap_findings, matrix_of, shortened
from lixiang.closing.rules.promises import Promise, promises_of
from lixiang.workflow.findings import Strictness

CONTENT = {
    "goals": [{"indicator": "示范支部", "baseline": "2个", "target": "12个"}, {"indicator": " "}],
    "measures": "建立网格。\n\n开展主题党日。",
    "results": [{"kind": "institution", "form": "管理办法"}, {"kind": "practice", "form": ""}],
}
AT = datetime(2018, 12, 20, 4, tzinfo=UTC)
TODAY = date(2018, 12, 20)
MATRIX = MatrixTerms(clause="二.4e", promises=("goal", "measure", "result"))


def view(**changed) -> DossierView:
    """A dossier against which nothing stands, but for what is changed."""
    promises = promises_of(CONTENT)
    keys = frozenset(promise.key for promise in promises)
    terms = changed.pop("terms", Terms("二.4e", matrix=MATRIX))
    (goal,) = (promise for promise in promises if promise.kind == "goal")
    own = {
        "terms": terms,
        "answers": {},
        "promises": promises,
        "figures": (Figure(goal.key, goal.words, goal.baseline, goal.target, "12个", 100),),
        "pieces": (Piece(1, "report", "总结.pdf"),),
        "results": (Registered("institution", "管理办法", promises[-1].key),),
        "matrix": matrix_of(promises, (Proof(1, "report", keys),), {}, terms.matrix),
        "record": Record(),
        "completed_on": date(2018, 12, 10),
        "today": TODAY,
        "due_at": None,
        "at": AT,
    }
    return DossierView(**{**own, **changed})


def codes(found) -> list[str]:
    return [finding.code for finding in found]


# --- promises ------------------------------------------------------------------------------------------------------
def test_promises_are_goals_measures_by_paragraph_and_forms_of_results():
    found = promises_of(CONTENT)

    assert [(each.kind, each.words) for each in found] == [
        ("goal", "示范支部"),
        ("measure", "建立网格。"),
        ("measure", "开展主题党日。"),
        ("result", "管理办法"),
    ]
    assert [each.detail for each in found] == ["基线 2个，目标 12个", "", "", "制度成果"]


def test_a_promise_keeps_its_key_wherever_it_stands_and_loses_it_with_its_words():
    before = {each.words: each.key for each in promises_of(CONTENT)}
    turned = {**CONTENT, "measures": "开展主题党日。\n新的措施。\n建立网格。"}

    after = {each.words: each.key for each in promises_of(turned)}

    assert after["建立网格。"] == before["建立网格。"]
    assert after["新的措施。"] not in before.values()


@given(st.lists(st.sampled_from(["甲", "乙", "丙"]), max_size=8))
def test_no_two_promises_share_a_key(words):
    keys = [each.key for each in promises_of({"measures": "\n".join(words)})]

    assert len(keys) == len(set(keys))


def test_an_application_without_tables_promises_nothing():
    assert promises_of({}) == ()


# --- the matrix ----------------------------------------------------------------------------------------------------
PROMISES = (Promise("goal_1", "goal", "示范支部"), Promise("measure_1", "measure", "建立网格"))


def test_a_promise_is_proven_explained_a_gap_or_free():
    terms = MatrixTerms(clause="二.4e", promises=("goal",))

    matrix = matrix_of(PROMISES, (Proof(3, "report", frozenset({"measure_1"})),), {}, terms)
    assert [(row.state, row.proofs, row.word) for row in matrix.rows] == [
        ("gap", (), "缺佐证"),
        ("proven", (3,), "已有佐证"),
    ]
    assert (matrix.columns, matrix.proven, len(matrix.gaps)) == ((3,), 1, 1)

    matrix = matrix_of(PROMISES, (), {"goal_1": "没有实现。"}, terms)
    assert [(row.state, row.tone) for row in matrix.rows] == [("explained", "attention"), ("free", "neutral")]
    assert matrix_of(PROMISES, (), {}, None).gaps == ()


@pytest.mark.parametrize("strictness", ["block", "warn"])
def test_a_gap_is_a_finding_with_the_clause_and_strictness_of_its_setting(strictness):
    terms = MatrixTerms(clause="二.4e", strictness=strictness, promises=("goal",))

    (found,) = gap_findings(matrix_of(PROMISES, (), {}, terms), terms)

    assert (found.code, found.clause, found.strictness, found.field) == (
        "gap",
        "二.4e",
        Strictness(strictness),
        "row-goal_1",
    )
    assert list(gap_findings(matrix_of(PROMISES, (), {}, None), None)) == []


def test_long_words_are_shortened_in_a_sentence():
    assert len(shortened("字" * 90)) == 40


# --- claims against the record ---------------------------------------------------------------------------------------
GOAL = Figure("goal_1", "示范支部", "2个", "12个", "12个", 100)


def claims(figure: Figure, record: Record) -> list[str]:
    found = tuple(claim_findings((figure,), record, "二.4e"))
    assert all((each.strictness, each.clause) == (Strictness.WARN, "二.4e") for each in found)
    return codes(found)


@pytest.mark.parametrize(
    ("changed", "record", "found"),
    [
        ({}, Record(), []),
        ({}, Record(open_milestones=("总结",)), ["milestones_open"]),
        ({"share": 80, "reached": "10个"}, Record(open_milestones=("总结",)), []),
        ({}, Record(reached=(("示范支部", "9个"),)), ["differs_from_progress"]),
        ({}, Record(reached=(("示范支部", "12 个支部"),)), []),
        ({}, Record(reached=(("别的目标", "9个"),)), []),
        ({"share": 90}, Record(), ["share_differs"]),
        ({"reached": "基本实现"}, Record(), []),
        ({}, Record(report=ReportText("第三季度汇报", ("示范支部达到9个。",))), ["differs_from_report"]),
        ({}, Record(report=ReportText("第三季度汇报", ("示范支部达到12个。其他9个。",))), []),
        ({}, Record(report=ReportText("第三季度汇报", ("建成9个。",))), []),
        ({"reached": "", "share": None}, Record(open_milestones=("总结",)), []),
    ],
)
def test_a_claim_is_held_against_the_record(changed, record, found):
    own = {name: getattr(GOAL, name) for name in ("key", "indicator", "baseline", "target", "reached", "share")}

    assert claims(Figure(**{**own, **changed}), record) == found


def test_many_open_milestones_are_counted_and_three_named():
    (found,) = claim_findings((GOAL,), Record(open_milestones=("甲", "乙", "丙", "丁")), "二.4e")

    assert "“甲”、“乙”、“丙”等4个里程碑" in found.sentence


@pytest.mark.parametrize(
    ("baseline", "target", "reached", "share"),
    [
        ("2", "12", "7", 50),
        ("", "1,200", "600", 50),
        ("5", "5", "5", None),
        ("", "全覆盖", "100%", None),
        ("90%", "60%", "60%", 100),
    ],
)
def test_the_share_is_counted_from_the_baseline(baseline, target, reached, share):
    assert computed_share(Figure("k", "指标", baseline, target, reached)) == share


def test_values_are_the_same_by_number_and_by_words_where_there_is_none():
    assert same_value("12个", "12 个支部")
    assert same_value("全 覆盖", "全覆盖")
    assert not same_value("12个", "13个")
    assert not same_value("全覆盖", "12个")


# --- what stands against a dossier -----------------------------------------------------------------------------------
def test_nothing_stands_against_a_complete_dossier():
    assert findings(view()) == ()


@pytest.mark.parametrize(
    ("terms", "changed", "found"),
    [
        (
            {"kinds": (EvidenceKind(clause="二.4e", code="picture", title="图文资料", at_least=2),)},
            {},
            ["missing_evidence"],
        ),
        ({"kinds": (EvidenceKind(clause="二.4e", code="picture", title="图文资料", at_least=0),)}, {}, []),
        (
            {"kinds": (EvidenceKind(clause="二.4e", code="report", title="报告", asks_where=True),)},
            {},
            ["no_time_or_place"],
        ),
        ({"parts": (WrittenPart(clause="二.4e", name="practice", label="做法"),)}, {}, ["missing_part"]),
        ({"parts": (WrittenPart(clause="二.4e", name="practice", label="做法", required=False),)}, {}, []),
        ({"texts": (TextRule(clause="二.4e", minimum=10),)}, {}, ["too_short"]),
        ({"texts": (TextRule(clause="二.4e", attachments=2),)}, {}, ["too_few_files"]),
        ({"texts": (TextRule(clause="二.4e", field="elsewhere", minimum=10),)}, {}, []),
        ({"register": ResultRegister(clause="三.3", at_least=2)}, {}, ["too_few_results"]),
        (
            {"register": ResultRegister(clause="三.3")},
            {"results": (Registered("theory", "论文"),)},
            ["result_not_registered"],
        ),
        ({"time": HandInTime(clause="二.4e", within_days=9)}, {}, ["late"]),
        ({"time": HandInTime(clause="二.4e", within_days=10)}, {}, []),
        ({}, {"completed_on": None}, ["not_completed"]),
        ({}, {"project_may_close": False, "project_word": "暂停"}, ["project_may_not_close"]),
    ],
)
def test_each_setting_has_its_finding(terms, changed, found):
    assert codes(findings(view(terms=Terms("二.4e", matrix=MATRIX, **terms), **changed))) == found


def test_a_part_that_is_too_short_says_how_long_it_is():
    part = WrittenPart(clause="二.4e", name="practice", label="做法")
    terms = Terms("二.4e", parts=(part,), texts=(TextRule(clause="二.4e", field="practice", minimum=10),))

    (found,) = findings(view(terms=terms, answers={"practice": "四 个\n字数"}))

    assert found.sentence == "“做法”不少于10字，现有4字。"


def test_a_goal_without_its_value_blocks():
    (goal,) = view().figures

    found = findings(view(figures=(Figure(goal.key, goal.indicator, goal.baseline, goal.target),)))

    assert [(each.code, each.is_blocking) for each in found] == [("missing_figure", True)]


def test_where_the_nominator_checks_first_a_dossier_comes_from_there():
    checked = Terms("二.4e", first_check=FirstCheck(clause="二.4e"))

    assert codes(blockers_to_hand_in(view(terms=checked))) == ["first_check_missing"]
    assert blockers_to_hand_in(view(terms=checked, is_with_nominator=True)) == ()
    assert blockers_to_checking(view(terms=checked)) == ()
    assert codes(blockers_to_checking(view())) == ["no_first_check"]


def test_nothing_that_blocks_is_accepted_and_warnings_are():
    kind = EvidenceKind(clause="二.4e", code="picture", title="图文资料")
    soft = EvidenceKind(clause="二.4e", code="effect", title="成效", strictness="warn")

    assert codes(blockers_to_acceptance(view(terms=Terms("二.4e", kinds=(kind, soft))))) == ["missing_evidence"]


def test_a_returned_dossier_is_late_after_its_own_date():
    timed = Terms("二.4e", time=HandInTime(clause="二.4e", within_days=1))

    assert view(terms=timed).is_late
    assert not view(terms=timed, due_at=AT).is_late
    assert view(terms=timed, due_at=datetime(2018, 12, 1, tzinfo=UTC)).is_late
    assert findings(view(terms=timed, due_at=AT)) == ()
    assert not view(terms=timed, completed_on=None).is_late


def test_a_project_is_complete_with_its_last_milestone_or_on_its_day():
    days = (date(2018, 9, 1), date(2018, 11, 5))

    assert completion_day(days, True, date(2018, 12, 20), TODAY) == date(2018, 11, 5)
    assert completion_day(days, False, date(2018, 12, 20), TODAY) == TODAY
    assert completion_day((), False, date(2018, 12, 21), TODAY) is None
    assert completion_day((), False, None, TODAY) is None


def test_the_time_since_completion_is_said_in_days():
    assert since_words(date(2018, 12, 10), TODAY) == "项目于2018年12月10日完结，至今10天"
    assert since_words(TODAY, TODAY) == "项目今天完结"
    assert since_words(None, TODAY) == ""


def test_a_return_names_sections_that_exist_and_a_day_to_come():
    assert codes(return_findings((), AT, AT, "二.4e")) == ["no_section", "due_in_the_past"]
    assert codes(return_findings(("written", "x"), datetime(2019, 1, 1, tzinfo=UTC), AT, "二.4e")) == ["no_section"]
