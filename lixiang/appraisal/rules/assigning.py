"""Which judge scores which project: an optimiser shares the work out evenly and never across a conflict; pure.

A minimum-cost flow written as a linear programme and solved by the simplex of HiGHS (scipy): every further project of
a judge costs more than the one before, so that loads come out as even as the conflicts allow. The matrix of a flow is
totally unimodular, so that the corner which the simplex gives holds whole numbers; it is checked all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

# A project left without a judge weighs more than any unevenness; the last digits choose between equals.
MISSING, CHOICE = 1_000_000.0, 0.001
WHOLE = 1e-6  # how far from a whole number a corner of the polytope may be by the arithmetic of the machine

Pair = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """Projects and judges by key, who may not meet, what is assigned already, how many sheets and at most."""

    projects: tuple[int, ...]
    judges: tuple[int, ...]
    sheets: int
    forbidden: frozenset[Pair] = frozenset()
    existing: frozenset[Pair] = frozenset()
    most: int = 0
    seed: str = ""


@dataclass(frozen=True)
class Plan:
    """Pairs (project, judge) to add, how many judges each project still lacks, the load of each judge afterwards."""

    pairs: tuple[Pair, ...]
    lacking: Mapping[int, int] = field(default_factory=dict)
    loads: Mapping[int, int] = field(default_factory=dict)


def plan_of(wanted: Wanted) -> Plan:
    """The same facts and seed give the same plan. Raises ArithmeticError where the solver gives none."""
    known = {pair for pair in wanted.existing if pair[0] in set(wanted.projects) and pair[1] in set(wanted.judges)}
    need = {p: max(0, wanted.sheets - sum(pair[0] == p for pair in known)) for p in wanted.projects}
    load = {j: sum(pair[1] == j for pair in known) for j in wanted.judges}
    free = [
        (p, j)
        for p in wanted.projects
        if need[p]
        for j in wanted.judges
        if (p, j) not in wanted.forbidden and (p, j) not in known
    ]
    chosen = _solved(wanted, free, need, load) if free else []
    for _, judge in chosen:
        load[judge] += 1
    for project, _ in chosen:
        need[project] -= 1
    return Plan(tuple(chosen), {p: count for p, count in need.items() if count}, load)


def _solved(wanted: Wanted, free: list[Pair], need: dict[int, int], load: dict[int, int]) -> list[Pair]:
    """Columns: one per free pair, one per further project of each judge, one per project for what it lacks."""
    projects = [p for p in wanted.projects if need[p]]
    row_of_project = {p: row for row, p in enumerate(projects)}
    row_of_judge = {j: len(projects) + row for row, j in enumerate(wanted.judges)}
    steps = [(j, step) for j in wanted.judges for step in range(load[j], _most(wanted, load[j], len(projects)))]
    cells = [(row_of_project[p], column, 1.0) for column, (p, _) in enumerate(free)]
    cells += [(row_of_judge[j], column, 1.0) for column, (_, j) in enumerate(free)]
    cells += [(row_of_judge[j], len(free) + column, -1.0) for column, (j, _) in enumerate(steps)]
    first = len(free) + len(steps)
    cells += [(row_of_project[p], first + column, 1.0) for column, p in enumerate(projects)]
    rows, columns, values = zip(*cells, strict=True)
    shape = (len(projects) + len(wanted.judges), first + len(projects))
    right = np.array([need[p] for p in projects] + [0] * len(wanted.judges), float)
    cost = np.array(
        [CHOICE * _drawn(wanted.seed, pair) for pair in free]
        + [float(2 * step + 1) for _, step in steps]
        + [MISSING] * len(projects)
    )
    most = np.array([1.0] * first + [float(need[p]) for p in projects])
    equal = coo_array((values, (rows, columns)), shape=shape).tocsr()
    bounds = np.column_stack((np.zeros(shape[1]), most))
    found = linprog(cost, A_eq=equal, b_eq=right, bounds=bounds, method="highs-ds")
    if found.x is None or np.abs(found.x - np.round(found.x)).max() > WHOLE:
        raise ArithmeticError(f"no assignment: {found.message}")
    return [pair for pair, value in zip(free, found.x, strict=False) if value > 0.5]


def _most(wanted: Wanted, load: int, projects: int) -> int:
    return min(wanted.most, load + projects) if wanted.most else load + projects


def _drawn(seed: str, pair: Pair) -> float:
    """Between 0 and 1: draws between plans that are equally even, the same way for the same seed."""
    text = f"{seed}/{pair[0]}/{pair[1]}"
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big") / float(1 << 48)
