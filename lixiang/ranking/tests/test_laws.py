"""The laws of a ranking, as properties over whatever can be ranked."""

from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from lixiang.ranking.rules.columns import NONE, columns_of
from lixiang.ranking.rules.grades import seats_of
from lixiang.ranking.rules.ranking import rank
from lixiang.ranking.rules.sheets import Line, Sheet
from lixiang.ranking.rules.vectors import rank_columns
from lixiang.ranking.tests.generated import facts

EVERY = ("none", "judge", "group")
ranked = settings(max_examples=60, deadline=None)


def outcome(of):
    """Project -> place, score, grade."""
    found = rank(of)
    return {each.project: (each.place, each.total, found.grades.get(each.project)) for each in found.places}


@ranked
@given(facts(EVERY), st.randoms(use_true_random=False))
def test_the_order_of_sheets_and_judges_does_not_matter(of, chance: Random):
    shuffled = chance.sample(of.sheets, len(of.sheets))

    assert rank(replace(of, sheets=tuple(shuffled))) == rank(of)


@ranked
@given(facts(EVERY), st.randoms(use_true_random=False))
def test_the_names_of_judges_do_not_matter(of, chance: Random):
    judges = sorted({sheet.judge for sheet in of.sheets})
    others = dict(zip(judges, chance.sample(judges, len(judges)), strict=True))
    renamed = tuple(replace(sheet, judge=others[sheet.judge]) for sheet in of.sheets)

    assert outcome(replace(of, sheets=renamed)) == outcome(of)


@ranked
@given(facts(EVERY), st.randoms(use_true_random=False))
def test_the_order_of_projects_does_not_matter(of, chance: Random):
    shuffled = tuple(chance.sample(of.entries, len(of.entries)))

    assert outcome(replace(of, entries=shuffled)) == outcome(of)
    assert rank(replace(of, entries=shuffled)).places == rank(of).places


@ranked
@given(facts(EVERY))
def test_a_recusal_an_na_and_an_unwritten_sheet_are_neutral(of):
    without = tuple(sheet for sheet in of.sheets if sheet.scores)

    assert outcome(replace(of, sheets=without)) == outcome(of)


@ranked
@given(facts(EVERY))
def test_a_line_that_is_na_is_neutral(of):
    without = tuple(
        replace(sheet, lines=tuple(line for line in sheet.lines if line.points is not None)) for sheet in of.sheets
    )

    assert outcome(replace(of, sheets=without)) == outcome(of)


@ranked
@given(facts(), st.data())
def test_more_points_never_lower_a_place(of, data):
    scoring = [place for place, sheet in enumerate(of.sheets) if sheet.scores]
    if not scoring:
        return
    place = data.draw(st.sampled_from(scoring))
    before, more = of.sheets[place], data.draw(st.integers(1, 50_000))
    raised = replace(before, total=before.total + more, lines=_raised(before, more))
    after = replace(of, sheets=(*of.sheets[:place], raised, *of.sheets[place + 1 :]))

    was, now = (outcome(each)[before.project] for each in (of, after))
    assert now[0] is None or (now[0] <= was[0] and now[1] >= was[1])


def _raised(sheet: Sheet, more: int) -> tuple[Line, ...]:
    first, *rest = sheet.lines
    return (replace(first, points=first.points + more), *rest)


@ranked
@given(facts(EVERY))
def test_places_begin_at_one_and_skip_or_not_as_stated(of):
    found = rank(of)
    for scope in {each.scope for each in found.places}:
        own = [each for each in found.places if each.scope == scope and each.place is not None]
        assert [each.place for each in own[:1]] in ([], [1])
        for number, (before, after) in enumerate(pairwise(own), 2):
            equal = (before.total, before.breaks) == (after.total, after.breaks)
            following = number if of.settings.method.numbering == "skip" else before.place + 1
            assert after.place == (before.place if equal else following)
            assert before.total > after.total or (before.total == after.total and (equal or after.decided_by))
        assert all(each.shared == sum(other.place == each.place for other in own) - 1 for each in own)


@ranked
@given(facts(EVERY))
def test_no_cap_on_a_grade_is_exceeded_and_equals_have_equal_grades(of):
    found = rank(of)
    track_of = {entry.project: entry.track for entry in of.entries}
    for track in set(track_of.values()):
        own = [each for each in found.places if each.place is not None and track_of[each.project] == track]
        best = [each for each in own if found.grades[each.project] == "优秀"]
        cut = of.settings.grade_cuts[0]
        assert len(best) <= seats_of(cut, len(own))
        assert all(each.total >= cut.minimum for each in best)
        grades = {}
        for each in own:
            grades.setdefault((each.total, each.breaks), set()).add(found.grades[each.project])
        assert all(len(each) == 1 for each in grades.values())


@ranked
@given(facts(EVERY))
def test_a_better_project_of_a_track_never_has_a_worse_grade(of):
    found, titles = rank(of), [cut.title for cut in of.settings.grade_cuts]
    track_of = {entry.project: entry.track for entry in of.entries}
    for track in set(track_of.values()):
        own = [each for each in found.places if each.place is not None and track_of[each.project] == track]
        worth = [titles.index(found.grades[each.project]) for each in own]
        assert worth == sorted(worth)


@ranked
@given(facts())
def test_a_mean_trimmed_of_nothing_is_the_mean(of):
    none = {"drop_high": 0, "drop_low": 0}
    trimmed, mean = (
        replace(of, settings=replace(of.settings, method=replace(of.settings.method, name=name, **none)))
        for name in ("trimmed_mean", "mean")
    )

    assert rank(trimmed) == rank(mean)


@ranked
@given(facts(EVERY))
def test_a_source_that_weighs_everything_decides_alone(of):
    (panel, *_), found = of.settings.sources, rank(of)
    alone = replace(of.settings, sources=(replace(panel, weight=1000),), bonuses=())
    sheets = tuple(sheet for sheet in of.sheets if sheet.source == "panel")
    rules = tuple(rule for rule in alone.tie_rules if rule.by != "source")
    scores = rank(replace(of, settings=replace(alone, tie_rules=rules), sheets=sheets, bonuses=())).scores

    for project, score in found.scores.items():
        assert scores[project].total == score.sources[0].score
        present = [part.score for part in score.sources if part.score is not None]
        assert score.weighted is None or min(present) <= score.weighted <= max(present)


@ranked
@given(facts(EVERY))
def test_arrays_give_the_same_as_going_through_the_sheets(of):
    found, fast = rank(of), rank_columns(columns_of(of), of.settings)
    titles = ["", *(cut.title for cut in of.settings.grade_cuts)]

    for number, entry in enumerate(of.entries):
        place = found.place_by_project[entry.project]
        assert (place.total, place.place or 0) == (
            None if fast.total[number] == NONE else fast.total[number],
            fast.place[number],
        )
        assert titles[fast.grade[number] + 1] == found.grades.get(entry.project, "")
