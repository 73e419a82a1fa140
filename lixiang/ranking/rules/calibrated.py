"""Each judge's severity by least squares, as advice beside the official ranking, never in its place.

Model: points = effect of the project − severity of the judge + chance; the sum of squares is made smallest, with
severities that sum to 0. This is the additive model for incomplete blocks (R. A. Fisher) in the form of R. S. MacKay
et al., "Calibration with confidence", R. Soc. Open Sci. 4: 160760 (2017), with equal confidence in all sheets.
Judges and projects that no chain of common sheets connects cannot be compared: each connected component stands by
itself, with severities that sum to 0 within it, and is told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csc_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, cg, splu

from lixiang.ranking.rules.columns import Ints
from lixiang.ranking.rules.points import POINT
from lixiang.ranking.rules.ranking import Facts
from lixiang.workflow.findings import Finding, Refused

Floats = NDArray[np.float64]
# Up to here the equations of the judges are solved outright; past it, step by step, in memory that the sheets bound.
MOST_OUTRIGHT = 3000
MOST_STEPS = 1000
NOT_CALIBRATED = Finding("not_calibrated", "评委之间的联系过于单薄，无法按规定的精度校准。")
# Advice is kept in units of 10**-12 points, so that the normal equations can be checked to 10**-6 from the file.
UNIT = 10**12
TOLERANCE = UNIT // 10**6


@dataclass(frozen=True)
class Fit:
    """By number: effects and severities in points, and the component of each."""

    effect: Floats
    severity: Floats
    component_of_project: Ints
    component_of_judge: Ints


@dataclass(frozen=True)
class Severity:
    """How many points a judge gives less than the judges it can be compared with, in units of 10**-12."""

    judge: str
    severity: int
    component: int
    sheets: int


@dataclass(frozen=True)
class Effect:
    """What a project would have from judges of severity 0, in units of 10**-12, and its place within its component."""

    project: str
    effect: int
    component: int
    place: int


@dataclass(frozen=True)
class Advice:
    """The calibrated method on the sheets of one source."""

    source: str
    components: int
    severities: tuple[Severity, ...]
    effects: tuple[Effect, ...]

    @cached_property
    def effect_by_project(self) -> Mapping[str, Effect]:
        return {each.project: each for each in self.effects}


def fit(project: Ints, judge: Ints, points: Floats, *, steps: int = MOST_STEPS) -> Fit:
    """Least squares on one element per sheet; every number below the largest occurs.

    Projects are eliminated first (their equations are diagonal); what the first pass leaves over is fitted once more,
    for the last digits; each component is shifted to the sum 0. Raises Refused where that comes not near enough.
    """
    projects, judges = int(project.max(initial=-1)) + 1, int(judge.max(initial=-1)) + 1
    effect, severity, no_component = np.zeros(projects), np.zeros(judges), np.zeros(0, np.int64)
    if not projects:
        return Fit(effect, severity, no_component, no_component)
    design = csr_array((np.ones(len(points)), (project, judge)), shape=(projects, judges))
    component = connected_components(block_array([[None, design], [design.T, None]]), directed=False)[1]
    of_project, of_judge = np.split(component.astype(np.int64), [projects])
    per_project = np.bincount(project, minlength=projects)
    solve = _solver(design, per_project, of_judge, steps)
    left = points
    for _ in range(2):
        mean = np.bincount(project, left, projects) / per_project
        severity = severity + solve(-np.bincount(judge, left - mean[project], judges).astype(np.float64))
        severity -= (np.bincount(of_judge, severity) / np.bincount(of_judge))[of_judge]
        effect = np.bincount(project, points + severity[judge], projects) / per_project
        left = points - effect[project] + severity[judge]
    effect += np.bincount(project, left, projects) / per_project
    return Fit(effect, severity, of_project, of_judge)


def _solver(design: csr_array, per_project: Ints, component: Ints, steps: int) -> Callable[[Floats], Floats]:
    """The right side of the judges' equations -> severities, up to a constant in each component."""
    of_judges = np.asarray(design.sum(axis=0), np.float64)
    if len(of_judges) > MOST_OUTRIGHT:
        return lambda right: _by_steps(design, per_project, of_judges, right, steps)
    system = csc_array(diags_array(of_judges) - design.T @ diags_array(1 / per_project) @ design)
    free = np.setdiff1d(np.arange(len(of_judges)), np.unique(component, return_index=True)[1])  # one of each is held
    solver = splu(system[free][:, free].tocsc()) if len(free) else None

    def outright(right: Floats) -> Floats:
        severity = np.zeros(len(right))
        if solver is not None:
            severity[free] = solver.solve(right[free])
        return severity

    return outright


def _by_steps(design: csr_array, per_project: Ints, of_judges: Floats, right: Floats, steps: int) -> Floats:
    """Conjugate gradients; the equations contradict nothing, so that it does not matter that they fix no sum."""

    def left(severity: Floats) -> Floats:
        return of_judges * severity - design.T @ ((design @ severity) / per_project)

    size = len(right)
    system = LinearOperator((size, size), matvec=left, dtype=np.float64)
    near = max(1e-12, 1e-10 * float(np.abs(right).max()))
    severity, unfinished = cg(system, right, rtol=0, atol=near, maxiter=steps, M=diags_array(1 / of_judges))
    if unfinished:
        raise Refused(NOT_CALIBRATED)
    return np.asarray(severity, np.float64)


def advice_of(facts: Facts) -> Advice:
    """Severities and effects from the scoring sheets of the leading source. Raises Refused where fit() does."""
    source = facts.settings.leading.code
    sheets = [sheet for sheet in facts.sheets if sheet.scores and sheet.source == source]
    judges = sorted({sheet.judge for sheet in sheets})
    scored = {sheet.project for sheet in sheets}
    projects = [entry.project for entry in facts.entries if entry.project in scored]
    judge_of, project_of = ({name: n for n, name in enumerate(names)} for names in (judges, projects))
    judge = np.array([judge_of[sheet.judge] for sheet in sheets], np.int64)
    found = fit(
        np.array([project_of[sheet.project] for sheet in sheets], np.int64),
        judge,
        np.array([(sheet.total or 0) / POINT for sheet in sheets], np.float64),
    )
    numbers = {int(old): new for new, old in enumerate(dict.fromkeys(found.component_of_project.tolist()), 1)}
    counts = np.bincount(judge, minlength=len(judges))
    severities = tuple(
        Severity(name, round(found.severity[n] * UNIT), numbers[int(found.component_of_judge[n])], int(counts[n]))
        for n, name in enumerate(judges)
    )
    effects = tuple(
        Effect(name, round(found.effect[n] * UNIT), numbers[int(found.component_of_project[n])], 0)
        for n, name in enumerate(projects)
    )
    return Advice(source, len(numbers), severities, placed(effects, facts))


def placed(effects: Iterable[Effect], facts: Facts) -> tuple[Effect, ...]:
    """Places count within a component (and a track, where tracks are ranked apart); equal thousandths share one."""
    by_track = facts.settings.method.scope == "track"
    tracks = {entry.project: entry.track if by_track else "" for entry in facts.entries}
    effects, groups = tuple(effects), dict[tuple[int, str], list[Effect]]()
    for each in effects:
        groups.setdefault((each.component, tracks.get(each.project, "")), []).append(each)
    found: dict[str, int] = {}
    for own in groups.values():
        first: dict[int, int] = {}
        for place, value in enumerate(sorted((_thousandths(each.effect) for each in own), reverse=True), 1):
            first.setdefault(value, place)
        found |= {each.project: first[_thousandths(each.effect)] for each in own}
    return tuple(replace(each, place=found[each.project]) for each in effects)


def _thousandths(units: int) -> int:
    return (2 * units * POINT + UNIT) // (2 * UNIT)
