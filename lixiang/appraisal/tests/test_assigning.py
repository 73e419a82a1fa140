"""Assignment by the optimiser: even, never across a conflict, minus what exists; the laws as properties."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.appraisal.rules.assigning import Wanted, plan_of


def test_loads_come_out_even():
    plan = plan_of(Wanted(projects=tuple(range(10)), judges=(1, 2, 3, 4), sheets=2))

    assert sorted(plan.loads.values()) == [5, 5, 5, 5] and not plan.lacking and len(plan.pairs) == 20


def test_a_conflict_is_never_crossed_even_where_a_project_lacks_judges_then():
    forbidden = frozenset({(1, 1), (1, 2)})

    plan = plan_of(Wanted(projects=(1, 2), judges=(1, 2, 3), sheets=2, forbidden=forbidden))

    assert not set(plan.pairs) & forbidden
    assert plan.lacking == {1: 1} and sum(project == 2 for project, _ in plan.pairs) == 2


def test_what_exists_stays_and_counts_for_need_and_load():
    existing = frozenset({(1, 1), (2, 1), (3, 1)})

    plan = plan_of(Wanted(projects=(1, 2, 3), judges=(1, 2), sheets=1, existing=existing))
    more = plan_of(Wanted(projects=(1, 2, 3, 4, 5), judges=(1, 2), sheets=1, existing=existing))

    assert plan.pairs == () and plan.loads == {1: 3, 2: 0}
    assert set(more.pairs) == {(4, 2), (5, 2)} and more.loads == {1: 3, 2: 2}


def test_no_judge_gets_more_than_the_most():
    plan = plan_of(Wanted(projects=(1, 2, 3), judges=(1, 2), sheets=2, most=2))

    assert max(plan.loads.values()) == 2 and sum(plan.lacking.values()) == 2


def test_nobody_and_nothing_make_an_empty_plan():
    assert plan_of(Wanted((), (), 1)).pairs == () == plan_of(Wanted((), (1,), 1)).pairs
    assert plan_of(Wanted((1,), (), 1)).lacking == {1: 1}


def test_the_same_seed_gives_the_same_plan_and_another_one_another():
    facts = {"projects": tuple(range(12)), "judges": tuple(range(6)), "sheets": 3}
    plans = [set(plan_of(Wanted(**facts, seed=seed)).pairs) for seed in ("a", "a", "b")]

    assert plans[0] == plans[1] != plans[2]


NUMBERS = st.integers(1, 5)


@given(NUMBERS, NUMBERS, st.integers(1, 4), st.data())
def test_every_plan_keeps_the_laws(projects, judges, sheets, data):
    every = [*product(range(projects), range(judges))]
    some = st.lists(st.sampled_from(every), max_size=6, unique=True)
    forbidden = frozenset(data.draw(some))
    existing = frozenset(data.draw(some)) - forbidden

    plan = plan_of(Wanted(tuple(range(projects)), tuple(range(judges)), sheets, forbidden, existing))

    assert not set(plan.pairs) & (forbidden | existing) and len(set(plan.pairs)) == len(plan.pairs)
    for project in range(projects):
        free = sum((project, judge) not in forbidden for judge in range(judges))
        given_now = sum(pair[0] == project for pair in {*plan.pairs, *existing})
        before = sum(pair[0] == project for pair in existing)
        assert given_now == max(before, min(sheets, free)), "as many as want to be, as far as conflicts allow"
        assert plan.lacking.get(project, 0) == max(0, sheets - given_now)


@pytest.mark.parametrize(("projects", "judges", "sheets"), [(7, 3, 2), (5, 4, 3), (11, 5, 1)])
def test_without_conflicts_no_judge_has_two_more_than_another(projects, judges, sheets):
    plan = plan_of(Wanted(tuple(range(projects)), tuple(range(judges)), sheets))

    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1


def test_three_hundred_projects_and_thirty_judges_are_shared_out():
    plan = plan_of(Wanted(tuple(range(300)), tuple(range(30)), 7))

    assert len(plan.pairs) == 2100 and set(plan.loads.values()) == {70}
