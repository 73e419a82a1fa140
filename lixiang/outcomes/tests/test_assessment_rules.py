"""The laws of the annual assessment, as properties over whatever a table and a year can be, and its words."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lixiang.config.stages import WORDS
from lixiang.outcomes.rules.assessment import ADDITION, LIMIT, PROJECT, Entry, Extra, Table, assess, converted
from lixiang.outcomes.rules.assessment_facts import blockers_to_computing, table_of
from lixiang.outcomes.rules.conversion import SOURCES, Addition, AssessmentTerms, Conversion
from lixiang.ranking.rules.kinds import GradeCut

CLAUSE = {"clause": "五.2"}
GRADES = ("优秀", "良好", "合格", "不合格")
ORGANISATIONS = (7, 3, 5)
lawful = settings(max_examples=50, deadline=None)
points = st.integers(0, 20_000)


@st.composite
def conversions(draw, track=""):
    """Rows from the most points to the fewest, by grade or place."""
    given = sorted(draw(st.lists(points, max_size=4)), reverse=True)
    conditions = st.one_of(
        st.fixed_dictionaries({"grade": st.sampled_from(GRADES)}),
        st.fixed_dictionaries({"up_to_place": st.integers(1, 12)}),
    )
    return tuple(Conversion(**CLAUSE, points=each, track=track, **draw(conditions)) for each in given)


@st.composite
def tables(draw):
    limit = st.one_of(st.just(0), st.integers(1, 30_000))
    terms = AssessmentTerms(**CLAUSE, at_most=draw(limit), counts=draw(st.integers(0, 4)))
    sources = draw(st.lists(st.sampled_from(sorted(SOURCES)), unique=True))
    added = (
        Addition(**CLAUSE, source=each, points=draw(st.integers(1, 9_000)), at_most=draw(limit)) for each in sources
    )
    rows = draw(conversions()) + draw(conversions("B"))
    return Table(terms, rows, tuple(added), {"": GRADES, "B": GRADES[:2]})


@st.composite
def years(draw):
    """Projects and what the record has beside them; better places have no worse grades."""
    count = draw(st.integers(0, 12))
    grades = sorted(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count)))
    entries = tuple(
        Entry(
            f"p{place}",
            draw(st.sampled_from(ORGANISATIONS)),
            draw(st.sampled_from(("A", "B"))),
            place,
            GRADES[grade],
            is_void=draw(st.integers(0, 9)) == 0,
        )
        for place, grade in enumerate(grades, 1)
    )
    extras = st.builds(
        Extra,
        st.just("p1"),
        st.sampled_from(ORGANISATIONS),
        st.sampled_from(sorted(SOURCES)),
        st.just(""),
        st.just("x"),
    )
    return entries, tuple(draw(st.lists(extras, max_size=6)))


@lawful
@given(years(), tables())
def test_the_trail_sums_to_the_points_and_no_limit_is_exceeded(year, table):
    entries, extras = year
    for result in assess(entries, extras, table):
        if not table.converts:
            assert result.points is None and {line.points for line in result.lines} <= {None}
            continue
        assert result.points == sum(line.points for line in result.lines) >= 0
        assert not table.terms.at_most or result.points <= table.terms.at_most
        counting = [line for line in result.lines if line.part == PROJECT and line.points]
        assert not table.terms.counts or len(counting) <= table.terms.counts


@lawful
@given(years(), tables())
def test_it_is_what_a_plain_sum_by_hand_comes_to(year, table):
    entries, extras = year
    for result in assess(entries, extras, table):
        if table.converts:
            assert result.points == by_hand(result.organisation, entries, extras, table)


def by_hand(organisation, entries, extras, table):
    """Without lines or order: the largest of what fits, the best n, each kind of addition, then the whole limited."""
    own = sorted((of_one(entry, table) for entry in entries if entry.organisation == organisation), reverse=True)
    total = sum(own[: table.terms.counts or None])
    for row in table.additions:
        count = sum(each.organisation == organisation and each.source == row.source for each in extras)
        total += min(count * row.points, row.at_most or 10**12)
    return min(total, table.terms.at_most or 10**12)


def of_one(entry, table):
    rows = [row for row in table.conversions if row.track == entry.track]
    rows = rows or [row for row in table.conversions if row.track == ""]
    known = GRADES[:2] if entry.track == "B" else GRADES
    fits = [
        row.points
        for row in rows
        if (row.grade in known and entry.grade in known and known.index(entry.grade) <= known.index(row.grade))
        or (row.up_to_place and entry.place <= row.up_to_place)
    ]
    return 0 if entry.is_void else max(fits, default=0)


@lawful
@given(years(), tables(), st.data())
def test_a_better_grade_or_place_never_gives_fewer_points(year, table, data):
    entries, extras = year
    for entry in entries:
        known = table.grades_of(entry.track)
        if entry.grade not in known:
            continue
        better = data.draw(st.integers(0, known.index(entry.grade)))
        raised = replace(entry, grade=known[better], place=data.draw(st.integers(1, entry.place)))
        assert (converted(raised, table).points or 0) >= (converted(entry, table).points or 0)
        year_with = tuple(raised if each is entry else each for each in entries)
        assert total_of(entry.organisation, year_with, extras, table) >= total_of(
            entry.organisation, entries, extras, table
        )


def total_of(organisation, entries, extras, table):
    return next((r.points or 0 for r in assess(entries, extras, table) if r.organisation == organisation), 0)


@lawful
@given(years(), tables(), st.randoms(use_true_random=False))
def test_the_order_in_which_projects_are_read_does_not_matter(year, table, chance):
    entries, extras = year
    shuffled = chance.sample(entries, len(entries))

    before, after = assess(entries, extras, table), assess(shuffled, extras, table)

    assert {r.organisation: (r.points, r.lines) for r in before} == {r.organisation: (r.points, r.lines) for r in after}


TABLE = Table(
    AssessmentTerms(**CLAUSE, at_most=6_000, counts=2),
    (
        Conversion(**CLAUSE, points=3_000, up_to_place=1),
        Conversion(**CLAUSE, points=2_000, grade="优秀"),
        Conversion(**CLAUSE, points=500, grade="合格"),
    ),
    (Addition(**CLAUSE, source="award", points=1_500, level="city", at_most=2_000),),
    {"": GRADES},
)


def test_the_trail_says_where_each_point_comes_from_and_what_is_cut():
    entries = [Entry(f"p{n}", 1, "A", n, grade) for n, grade in enumerate(GRADES, 1)]
    extras = [Extra("p1", 1, "award", "city", "市级", f"奖{n}") for n in range(2)] + [
        Extra("p1", 1, "award", "province", "省级", "奖")
    ]

    (result,) = assess(entries, extras, TABLE)

    assert [(line.part, line.project, line.points) for line in result.lines] == [
        (PROJECT, "p1", 3_000),
        (PROJECT, "p2", 500),
        (PROJECT, "p3", 0),
        (PROJECT, "p4", 0),
        (ADDITION, "p1", 1_500),
        (ADDITION, "p1", 1_500),
        (LIMIT, "", -1_000),
    ]
    assert result.points == 5_500
    assert [line.words for line in result.lines][2:] == [
        "等次达到合格，折算0.5分；只计折算得分最高的2个项目，不计入",
        "没有符合的折算，不计分",
        "奖励（市级）：奖0，加1.5分",
        "奖励（市级）：奖1，加1.5分",
        "奖励（市级）加分3分，最多计2分，超过的不计",
    ]


def test_a_terminated_project_gives_nothing_and_one_without_a_place_neither():
    for entry, words in (
        (Entry("p", 1, "A", 1, "优秀", is_void=True), "项目已终止，不计入"),
        (Entry("p", 1, "A", None, ""), "没有名次，不计分"),
    ):
        line = converted(entry, TABLE)
        assert (line.points, line.words, line.clause) == (0, words, "五.2")


def test_a_notice_that_says_nothing_of_points_gives_places_and_grades_alone():
    (result,) = assess([Entry("p", 1, "A", 1, "优秀")], [], Table(AssessmentTerms(**CLAUSE), grades={"": GRADES}))

    assert result.points is None
    assert (result.lines[0].points, result.lines[0].words) == (None, "只作参考，不折算分数")


CUTS = (GradeCut(**CLAUSE, title="优秀", minimum=1), GradeCut(**CLAUSE, title="合格"))
TERMS = AssessmentTerms(**CLAUSE)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (CUTS, "no_assessment"),
        ((*CUTS, replace(TERMS, at_most=1)), "limits_nothing"),
        ((*CUTS, replace(TERMS, counts=1)), "limits_nothing"),
        ((*CUTS, TERMS, Conversion(**CLAUSE, points=1, grade="良好")), "unknown_grade"),
        ((*CUTS, TERMS, Conversion(**CLAUSE, points=1, grade="特等", track="B")), "unknown_grade"),
    ],
)
def test_settings_that_make_no_table_say_why(rows, code):
    table, findings = table_of(rows)

    assert table is None and [each.code for each in findings] == [code]


def test_settings_make_a_table_with_the_grades_of_each_track():
    own = (GradeCut(**CLAUSE, title="一等", track="B"),)

    table, findings = table_of((*CUTS, *own, TERMS, Conversion(**CLAUSE, points=1, grade="优秀")))

    assert findings == () and table is not None
    assert table.grades_of("A") == ("优秀", "合格") and table.grades_of("B") == ("一等",)


def test_it_waits_for_an_issued_ranking_and_a_correction_has_a_reason():
    found = blockers_to_computing("五.2", has_ranking=False, is_corrected=True, reason="")

    assert [each.code for each in found] == ["no_ranking", "reason_required"]
    assert not list(blockers_to_computing("五.2", has_ranking=True, is_corrected=True, reason="有更正。"))


def say(target, code):
    names = {"projects.category": {"A": "A类"}, "outcomes.award_tier": {"first": "一等奖"}}
    lists = WORDS.lists | {"outcomes.addition_source": SOURCES}
    return names.get(target, {}).get(code) or lists.get(target, {}).get(code, code)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (
            replace(TABLE.terms, shows="all"),
            "年度排名通报后，按申报单位汇总项目、名次和等次，供年度党建考核参考；每个单位只计折算得分最高的2个项目，"
            "每个单位最多计6分，结果印发后，申报单位可以查看各单位的汇总和逐项依据。",
        ),
        (
            Conversion(**CLAUSE, points=1_500, grade="优秀", track="A"),
            "A类项目等次达到优秀的，每个折算1.5分；同时符合几项的，取排在最前的一项。",
        ),
        (
            Conversion(**CLAUSE, points=1_000, up_to_place=3),
            "项目名次在前3名的，每个折算1分；同时符合几项的，取排在最前的一项。",
        ),
        (
            Addition(**CLAUSE, source="award", level="first", points=1_500, at_most=3_000),
            "奖励（一等奖），每项加1.5分，每个单位最多3分。",
        ),
        (Addition(**CLAUSE, source="adoption", points=500), "被其他单位采用，每项加0.5分。"),
    ],
)
def test_a_setting_says_itself_in_words(setting, sentence):
    assert setting.in_words(say) == sentence


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        (Conversion(**CLAUSE, points=1), "只填一项"),
        (Conversion(**CLAUSE, points=1, grade="优秀", up_to_place=1), "只填一项"),
        (Conversion(**CLAUSE, points=-1, grade="优秀"), "points 以千分之一分"),
        (Conversion(**CLAUSE, points=1, up_to_place=-1), "up_to_place 应在"),
        (AssessmentTerms(**CLAUSE, at_most=-1), "at_most 以千分之一分"),
        (AssessmentTerms(**CLAUSE, counts=-1), "counts 应在"),
        (Addition(**CLAUSE, source="award", points=0), "points 应在1"),
        (Addition(**CLAUSE, source="adoption", points=1, level="city"), "level 只用于"),
    ],
)
def test_what_is_wrong_with_a_row(setting, fault):
    assert [fault in each for each in setting.faults()] == [True]


def test_rows_stand_from_the_most_points_and_none_twice():
    first, second = Conversion(**CLAUSE, points=1, grade="优秀"), Conversion(**CLAUSE, points=2, grade="合格")
    added = Addition(**CLAUSE, source="award", points=1)

    assert [place for place, _ in Conversion.faults_between((first, second))] == [1]
    assert [place for place, _ in Conversion.faults_between((first, replace(second, track="A")))] == []
    assert [place for place, _ in Conversion.faults_between((first, first))] == [1]
    assert [place for place, _ in Addition.faults_between((added, added))] == [1]
    assert list(Addition.faults_between((added, replace(added, level="市级")))) == []
