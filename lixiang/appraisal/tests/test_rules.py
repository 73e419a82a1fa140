"""The rules of appraisal without a database: points, the record counted, sheets, conflicts, phases, kinds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.appraisal.rules import scoring
from lixiang.appraisal.rules.automatic import RecordFacts, working_of
from lixiang.appraisal.rules.conflicts import JudgeFacts, Place, Ties, ground_between
from lixiang.appraisal.rules.kinds import Conflict, Indicator, Scoring, Source, Visibility
from lixiang.appraisal.rules.panels import (
    PanelFacts,
    blockers_to_closing,
    blockers_to_declaring,
    blockers_to_opening,
    sees,
)
from lixiang.appraisal.rules.points import NoPoints, half_up, points_in, written
from lixiang.appraisal.rules.scoring import SheetFacts, Typed, blockers_to_hand_in, counted, total_of
from lixiang.appraisal.rules.words import LISTS
from lixiang.workflow.findings import Strictness


def row(**words) -> Indicator:
    return Indicator(**{"clause": "二.5d", "code": "a", "title": "甲", "points": 10_000} | words)


def say(what: str, code: str) -> str:
    return LISTS.get(what, {}).get(code, f"{code}类")


def sheet(*rubric: Indicator, automatic=None, is_open=True, **typed) -> SheetFacts:
    lines = {code: value if isinstance(value, Typed) else Typed(value) for code, value in typed.items()}
    return SheetFacts("二.5d", rubric, lines, automatic or {}, is_open=is_open)


# --- points ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "points"),
    [("8", 8000), ("8.5", 8500), (" 0.125 ", 125), ("８．５", 8500), ("", None), ("  ", None), ("99999", 99_999_000)],
)
def test_points_are_read_to_the_thousandth(text, points):
    assert points_in(text) == points


@pytest.mark.parametrize("text", ["-1", "8.1234", "八", "1e3", "8,5", "100000", "8.", ".5", "²"])
def test_what_is_no_number_of_points_is_refused(text):
    with pytest.raises(NoPoints):
        points_in(text)


@given(st.integers(0, 9_999_999))
def test_points_as_they_are_written_read_as_the_same(points):
    assert points_in(written(points)) == points


@pytest.mark.parametrize(
    ("points", "text"), [(None, "—"), (93_500, "93.5"), (-500, "-0.5"), (90_000, "90"), (1, "0.001")]
)
def test_points_are_written_without_idle_zeros(points, text):
    assert written(points) == text


@pytest.mark.parametrize(("over", "under", "rounded"), [(1, 2, 1), (1, 3, 0), (2, 3, 1), (0, 7, 0), (10_000, 3, 3333)])
def test_exactly_a_half_goes_up(over, under, rounded):
    assert half_up(over, under) == rounded


# --- the record -----------------------------------------------------------------------------------------------------
RECORD = RecordFacts(
    reports=8, reports_on_time=6, late_reports=2, tasks=3, tasks_closed=2, milestones=4, milestones_reached=4
)


@pytest.mark.parametrize(
    ("measure", "points", "words"),
    [
        ("reports_on_time", 7500, "应汇报8次，按期6次：10×6÷8＝7.5分。"),
        ("tasks_closed", 6667, "交办事项3件，办结2件：10×2÷3＝6.667分。"),
        ("milestones_reached", 10_000, "里程碑4个，完成4个：10×4÷4＝10分。"),
    ],
)
def test_a_share_of_the_record_counts_with_its_workings(measure, points, words):
    working = working_of(row(form="automatic", measure=measure), RECORD)

    assert (working.points, working.words) == (points, words)


def test_where_there_is_nothing_to_count_the_points_are_full():
    working = working_of(row(form="automatic", measure="tasks_closed"), RecordFacts())

    assert (working.points, working.words) == (10_000, "交办事项0件，办结0件，没有可计的，按满分10分计。")


def test_late_reports_take_away_so_much_each_and_no_more_than_the_cap():
    late = row(form="automatic", measure="late_reports", each=500, points=3000)

    few, many = working_of(late, RECORD), working_of(late, replace(RECORD, late_reports=9))

    assert (few.points, few.words) == (-1000, "逾期汇报2次：每次减0.5分，减1分。")
    assert (many.points, many.words) == (-3000, "逾期汇报9次：每次减0.5分，最多减3分，减3分。")


# --- a sheet --------------------------------------------------------------------------------------------------------
ADD, TAKE = row(code="add"), row(code="take", form="deductive", each=1000)
BONUS, PENALTY = row(code="bonus", form="bonus"), row(code="penalty", form="penalty")
COUNTS = row(code="counts", form="automatic", measure="tasks_closed")
ALL = (ADD, TAKE, BONUS, PENALTY, COUNTS)


def test_each_form_counts_in_its_way_and_the_total_is_the_sum_of_the_lines():
    facts = sheet(*ALL, add=8000, take=3000, bonus=2000, penalty=1500, automatic={"counts": 6667})

    lines = counted(facts)

    assert {line.indicator: line.points for line in lines} == {
        "add": 8000,
        "take": 7000,
        "bonus": 2000,
        "penalty": -1500,
        "counts": 6667,
    }
    assert total_of(lines) == 22_167 and scoring.full_mark(ALL) == 30_000


def test_a_line_that_is_missing_leaves_no_total():
    assert total_of(counted(sheet(ADD, TAKE, add=8000))) is None and total_of(()) is None


def test_what_is_taken_away_stops_at_nothing():
    facts = sheet(ADD, PENALTY, row(code="second", form="penalty"), add=2000, penalty=1500, second=1500)

    lines = counted(facts)

    assert [line.points for line in lines] == [2000, -1500, -500] and total_of(lines) == 0


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_total_is_never_below_nothing_and_more_points_never_lower_it(add, take, bonus, penalty):
    def total(points: int) -> int:
        return total_of(counted(sheet(ADD, TAKE, BONUS, PENALTY, add=points, take=take, bonus=bonus, penalty=penalty)))

    assert 0 <= total(add) <= total(add + 1)


def codes(facts: SheetFacts) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in blockers_to_hand_in(facts)]


def test_a_full_sheet_can_be_handed_in():
    assert codes(sheet(*ALL, add=8000, take=1000, bonus=0, penalty=0, automatic={"counts": 0})) == []


def test_everything_missing_is_told_at_once_with_clause_and_field():
    found = blockers_to_hand_in(sheet(*ALL))

    assert [(f.code, f.field) for f in found] == [
        ("no_points", "points-add"),
        ("no_points", "points-take"),
        ("no_points", "points-bonus"),
        ("no_points", "points-penalty"),
        ("not_counted", ""),
    ]
    assert {finding.clause for finding in found} == {"二.5d"}


@pytest.mark.parametrize(
    ("indicator", "typed", "code"),
    [
        (row(), Typed(10_001), "out_of_range"),
        (row(floor=5000), Typed(4999), "out_of_range"),
        (row(form="deductive", floor=2000), Typed(8001), "out_of_range"),
        (row(form="bonus"), Typed(10_001, document="文"), "out_of_range"),
        (row(integers_only=True), Typed(8500), "no_integer"),
        (row(form="deductive", each=1000), Typed(1500), "no_multiple"),
        (row(reason_below=6000), Typed(5999), "no_reason"),
        (row(form="deductive", reason_below=10_000), Typed(1000), "no_reason"),
        (row(form="bonus"), Typed(1), "no_document"),
        (row(form="penalty"), Typed(1), "no_document"),
    ],
)
def test_a_wrong_line_is_refused(indicator, typed, code):
    assert [finding.code for finding in blockers_to_hand_in(sheet(indicator, a=typed))] == [code]


@pytest.mark.parametrize(
    ("indicator", "typed"),
    [
        (row(floor=5000), Typed(5000)),
        (row(form="deductive", floor=2000), Typed(8000)),
        (row(integers_only=True), Typed(8000)),
        (row(reason_below=6000), Typed(6000)),
        (row(reason_below=6000), Typed(0, reason="未完成")),
        (row(form="bonus"), Typed(0)),
        (row(form="bonus"), Typed(10_000, document="皖组通字〔2018〕1号")),
    ],
)
def test_the_edge_of_what_is_allowed_is_allowed(indicator, typed):
    assert blockers_to_hand_in(sheet(indicator, a=typed)) == ()


def test_a_rule_that_only_warns_lets_a_reason_pass():
    found = blockers_to_hand_in(sheet(row(integers_only=True, strictness=Strictness.WARN), a=8500))

    assert [finding.strictness for finding in found] == [Strictness.WARN]


def test_a_closed_sheet_says_so():
    assert codes(sheet(row(), a=8000, is_open=False)) == [("scoring_closed", "")]


def test_the_rubric_of_a_category_is_its_own_rows_and_those_of_all():
    rows = (row(code="x", category="A"), row(code="y", category="B"), row(code="z"))

    assert [each.code for each in scoring.rubric_for(rows, "A")] == ["x", "z"]


# --- conflicts ------------------------------------------------------------------------------------------------------
GROUNDS = tuple(Conflict(clause="二.5d", ground=ground) for ground in LISTS["appraisal.ground"])
SIDE = "nominator"
TIES = Ties(frozenset({3, 4}), "0001", frozenset({"示例联合单位"}), frozenset({"示例甲"}))


def judge(name: str = "示例乙", *places: Place) -> JudgeFacts:
    return JudgeFacts(frozenset({name}), places)


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        (judge("示例乙", Place(3, "9", frozenset())), "same_organisation"),
        (judge("示例乙", Place(9, "00010002", frozenset())), "same_subtree"),
        (judge("示例乙", Place(9, "0001", frozenset())), "same_subtree"),
        (judge("示例乙", Place(9, "0002", frozenset({"示例联合单位", "联合"}))), "joint_organisation"),
        (judge("示例甲"), "own_project"),
    ],
)
def test_each_ground_is_found(who, ground):
    assert ground_between(who, TIES, GROUNDS).ground == ground
    without = tuple(each for each in GROUNDS if each.ground != ground)
    assert ground_between(who, TIES, without) is None, "a ground that the programme does not set keeps nobody away"


def test_who_has_nothing_to_do_with_it_is_no_conflict():
    assert ground_between(judge("示例乙", Place(9, "000", frozenset({"别处"}))), TIES, GROUNDS) is None
    assert ground_between(judge(), TIES, GROUNDS) is None


# --- phases ---------------------------------------------------------------------------------------------------------
READY = PanelFacts("二.5d", judges=3, projects=2, indicators=True)


def test_a_panel_without_judges_projects_or_rubric_goes_nowhere():
    empty = PanelFacts("二.5d", 0, 0, indicators=False)

    assert [f.code for f in blockers_to_declaring(empty)] == ["no_judges", "no_projects", "no_rubric"]
    assert [f.code for f in blockers_to_opening(empty)] == ["no_judges", "no_projects", "no_rubric"]
    assert blockers_to_declaring(READY) == blockers_to_opening(READY) == ()


def test_materials_wait_for_every_declaration_and_warn_of_too_few_judges():
    titles = tuple(f"项目{n}" for n in range(1, 6))
    found = blockers_to_opening(replace(READY, undeclared=("评委甲",), lacking=titles))

    assert [(f.code, f.is_blocking) for f in found] == [("undeclared", True), ("too_few_judges", False)]
    assert found[1].sentence.startswith("“项目1”、“项目2”、“项目3”等5个项目的评委人数不足")


def test_closing_with_sheets_missing_needs_a_reason():
    (found,) = blockers_to_closing(replace(READY, open_sheets=2))

    assert not found.is_blocking and "还有2份评分表未提交" in found.sentence
    assert blockers_to_closing(READY) == ()


def test_what_no_row_says_is_not_seen():
    rows = (Visibility(clause="二.5d", audience="chair", phase="closed", sees="totals"),)

    assert sees(rows, "chair", "closed") == "totals"
    assert sees(rows, "chair", "scoring") == sees(rows, "judge", "closed") == sees((), "section", "closed") == ""


# --- kinds ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [
        {"points": 0},
        {"points": 10**9},
        {"measure": "tasks_closed"},
        {"form": "automatic"},
        {"each": 500},
        {"form": "automatic", "measure": "late_reports"},
        {"floor": 10_001},
        {"reason_below": -1},
        {"form": "bonus", "floor": 1},
        {"integers_only": True, "floor": 500},
    ],
)
def test_a_wrong_indicator_is_seen(wrong):
    assert list(row(**wrong).faults())


def test_a_right_indicator_has_no_faults():
    for right in (row(), ADD, TAKE, BONUS, PENALTY, COUNTS, row(integers_only=True, floor=5000, reason_below=6000)):
        assert list(right.faults()) == []


def test_one_code_stands_once_for_a_category():
    same, other = row(category="A"), row(category="B")

    assert list(Indicator.faults_between((same, other))) == []
    assert [place for place, _ in Indicator.faults_between((same, other, row()))] == [2]
    assert [place for place, _ in Indicator.faults_between((same, same))] == [1]


def test_the_weights_of_the_sources_sum_to_the_whole():
    half = Source(clause="二.5d", code="a", title="评审组", weight=500)

    assert list(half.faults()) == [] and list(replace(half, weight=0).faults())
    assert list(Source.faults_between((half, replace(half, code="b")))) == []
    assert [place for place, _ in Source.faults_between((half,))] == [0]
    assert [words for _, words in Source.faults_between((replace(half, weight=1000, by_method=False),))] == [
        "至少一个来源按排名方法计算（by_method）"
    ]


def test_scoring_and_visibility_are_checked():
    rule = Scoring(clause="二.5d", sheets=5)
    shows = Visibility(clause="二.5d", audience="chair", phase="closed", sees="totals")

    assert (
        list(rule.faults()) == [] and list(replace(rule, sheets=0).faults()) and list(replace(rule, most=-1).faults())
    )
    assert [place for place, _ in Visibility.faults_between((shows, replace(shows, sees="lines")))] == [1]


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (
            row(category="A", integers_only=True, floor=5000, reason_below=6000, help="查看文件。"),
            "A类项目“甲”（得分项）满分10分，只打整数分，最低计5分，低于6分的写明理由。查看文件。",
        ),
        (TAKE, "各类项目“甲”（扣分项）满分10分，每次扣1分，扣完为止。"),
        (BONUS, "各类项目“甲”（加分项）最多加10分，写明依据的文件。"),
        (PENALTY, "各类项目“甲”（减分项）最多减10分，写明依据的文件。"),
        (COUNTS, "各类项目“甲”（自动计分项）按交办事项办结率计，满分10分。"),
        (
            row(form="automatic", measure="late_reports", each=500),
            "各类项目“甲”（自动计分项）按逾期汇报次数每次减0.5分，最多减10分。",
        ),
        (
            Source(clause="二.5d", code="a", title="评审组", weight=805),
            "评审组（评审组评委评分）占80.5%，按排名方法计算；没有的，不参加排名。",
        ),
        (
            Source(
                clause="二.5d",
                code="b",
                title="自评",
                weight=100,
                by_method=False,
                optional=True,
                scored_by="nominator",
            ),
            "自评（申报单位评分）占10%，取平均分；没有的，由其余来源按权重折算。",
        ),
        (Conflict(clause="二.5d", ground="declared"), "评委申报与项目有利害关系的，应当回避。"),
        (Scoring(clause="二.5d", sheets=5, most=8), "每个项目由5名评委评分，每名评委最多评8个项目，实名评分。"),
        (
            Visibility(clause="二.5d", audience="section", phase="closed", sees="lines"),
            "评分结束后，主管单位可以看到各项得分和理由。",
        ),
    ],
)
def test_every_setting_is_said_in_a_sentence(setting, sentence):
    assert setting.in_words(say) == sentence
