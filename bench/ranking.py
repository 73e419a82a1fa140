"""Computing a ranking of 100,000 projects against the same mean in numpy plus the read; the calibrated method."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import block_array, csr_array
from scipy.sparse.linalg import lsmr

from bench.lines import Line, alternately
from lixiang.appraisal.rules.kinds import Source
from lixiang.ranking.rules.calibrated import fit
from lixiang.ranking.rules.columns import Columns
from lixiang.ranking.rules.kinds import GradeCut, Method, TieRule
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.vectors import Ranks, rank_columns

PROJECTS, SHEETS, JUDGES = 100_000, 7, 500
CALIBRATED = 10_000
READ = "select project, judge, total from sheet where recused = 0 and total is not null"
CLAUSE = {"clause": "二.5e"}
MEAN = Settings(Method(**CLAUSE, name="mean"), (Source(**CLAUSE, code="panel", title="评审组", weight=1000),))
TRIMMED = replace(
    MEAN,
    method=Method(**CLAUSE, name="trimmed_mean", drop_high=1, drop_low=1, minimum_sheets=3, scope="track"),
    tie_rules=(TieRule(**CLAUSE, by="median"), TieRule(**CLAUSE, by="lowest")),
    grade_cuts=(
        GradeCut(**CLAUSE, title="优秀", minimum=80_000, at_most=500),
        GradeCut(**CLAUSE, title="合格", minimum=60_000),
        GradeCut(**CLAUSE, title="不合格"),
    ),
)
LEVELLED = replace(TRIMMED, method=replace(TRIMMED.method, standardise="judge", minimum_sample=5))


def run(folder: Path) -> Iterator[Line]:
    path = folder / "sheets.sqlite3"
    write_sheets(path, PROJECTS)
    ways = {
        "the mean": MEAN,
        "trimmed mean, two tie rules, a capped grade": TRIMMED,
        "the same with levelled judges": LEVELLED,
    }
    calls = [_ranking(path, settings) for settings in ways.values()]
    floor_mean = mean_of(read(path))
    if not np.array_equal(np.floor(floor_mean + 0.5), calls[0]().total):
        raise RuntimeError("the mean of the ranking is not that of numpy")
    *took, floor = alternately(*calls, lambda: mean_of(read(path)), rounds=3)
    for name, seconds in zip(ways, took, strict=True):
        note = f"{seconds:.2f} s against {floor:.2f} s, {PROJECTS:,} × {SHEETS} sheets"
        yield Line(f"ranking: {name}", seconds / floor, 5.0, note).tell()
    yield from calibrated()


def write_sheets(path: Path, projects: int) -> None:
    project, judge, total = design(projects)
    with sqlite3.connect(path) as base:
        base.execute("create table sheet (project integer, judge integer, total integer, recused integer)")
        rows = zip(project.tolist(), judge.tolist(), total.tolist(), [0] * len(total), strict=True)
        base.executemany("insert into sheet values (?, ?, ?, ?)", rows)


def design(projects: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each project has seven judges out of all; points in halves, a severity of each judge in them."""
    chance = np.random.default_rng(2018)
    project = np.repeat(np.arange(projects), SHEETS)
    start = chance.integers(0, JUDGES, projects)[:, None]
    judge = ((start + np.arange(SHEETS) * chance.integers(1, JUDGES // SHEETS, projects)[:, None]) % JUDGES).ravel()
    worth, severity = chance.normal(80, 6, projects), chance.normal(0, 3, JUDGES)
    points = worth[project] - severity[judge] + chance.normal(0, 3, len(project))
    return project, judge, np.clip(np.round(points * 2) * 500, 0, 100_000).astype(np.int64)


def read(path: Path) -> np.ndarray:
    """As many columns and rows for the floor as for the ranking."""
    with sqlite3.connect(path) as base:
        return np.array(base.execute(READ).fetchall(), np.int64)


def mean_of(rows: np.ndarray) -> np.ndarray:
    counts = np.bincount(rows[:, 0], minlength=PROJECTS)
    return np.bincount(rows[:, 0], rows[:, 2], PROJECTS) / counts


def _ranking(path: Path, settings: Settings) -> Callable[[], Ranks]:
    track = np.arange(PROJECTS) % 2

    def ranked() -> Ranks:
        project, judge, total = np.ascontiguousarray(read(path).T)
        nothing = np.zeros_like(project)
        return rank_columns(Columns(track, project, nothing, judge, nothing, total, ("A", "B")), settings)

    return ranked


def calibrated() -> Iterator[Line]:
    """Seconds, as promised; and against LSMR, whose one solving to nine digits ours refines with a second one."""
    project, judge, total = design(CALIBRATED)
    points = total / 1000

    def by_lsmr() -> np.ndarray:
        rows, ones = np.arange(len(points)), np.ones(len(points))
        of_project = csr_array((ones, (rows, project)), shape=(len(points), CALIBRATED))
        of_judge = csr_array((-ones, (rows, judge)), shape=(len(points), JUDGES))
        return lsmr(block_array([[of_project, of_judge]]).tocsr(), points, atol=1e-9, btol=1e-9)[0]

    severity, other = fit(project, judge, points).severity, by_lsmr()[CALIBRATED:]
    if np.abs(severity - (other - other.mean())).max() > 1e-4:
        raise RuntimeError("the severities are not those of LSMR")
    took, floor = alternately(lambda: fit(project, judge, points), by_lsmr, rounds=5)
    note = f"{CALIBRATED:,} projects × {SHEETS} sheets, {JUDGES} judges"
    yield Line("ranking: calibrated, in seconds", took, 5.0, note).tell()
    yield Line("ranking: calibrated against LSMR", took / floor, 3.0, f"{took:.2f} s against {floor:.2f} s").tell()
