"""The reviewing page as a whole: the list, what it can be narrowed to, and the project that is open beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.approvals.models import Result, Verdict
from lixiang.approvals.permissions import may_decide_in
from lixiang.approvals.queries.dossiers import Dossier, UnderReview, dossier_of
from lixiang.approvals.queries.lists import (
    ROWS,
    Choice,
    Line,
    Pane,
    first_of,
    line_of,
    next_after,
    organisations_to_choose,
    own_steps,
    page_of,
    waiting_words,
    window_around,
)
from lixiang.approvals.rules import Phrase, Publicity, ReviewStep, deciding_role
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category

Narrow = Callable[[Sequence[ReviewStep], str], Choice]


@dataclass(frozen=True)
class Desk:
    """What the reviewing page prints; `dossier` is None where the list is empty."""

    programme: Programme
    choice: Choice
    pane: Pane
    dossier: Dossier | None
    waiting: dict[str, str]
    categories: tuple[Category, ...]
    organisations: list[tuple[str, str]]
    phrases: tuple[Phrase, ...]
    speaks_at: tuple[ReviewStep, ...]
    verdicts: tuple[tuple[str, str], ...]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.choice.category or self.choice.organisation or self.choice.warned or self.choice.words)

    @property
    def results(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Result.choices]


def desk_of(user: Any, programme: Programme, narrow: Narrow, at: datetime, *, after: int = 0, rows: int = ROWS) -> Desk:
    """The desk as it opens: one page of the list, and the first project of it."""
    version = version_in_force(programme, at)
    choice, steps = _narrowed(user, programme, version, narrow)
    pane = page_of(programme, choice, steps, after=after, rows=rows)
    project = UnderReview.visible_to(user).filter(ref=first_of(pane)).first() if pane.lines else None
    dossier = dossier_of(project, user, at) if project else None
    return _desk(user, programme, version, choice, pane, dossier)


def desk_around(user: Any, project: Project, narrow: Narrow, at: datetime) -> Desk:
    """The desk with one project open and its neighbours in the list."""
    choice, steps = _narrowed(user, project.programme, project.version, narrow)
    dossier = dossier_of(project, user, at)
    pane = window_around(project, choice, steps, _own_line(project, dossier))
    return _desk(user, project.programme, project.version, choice, pane, dossier)


def _narrowed(
    user: Any, programme: Programme, version: Version, narrow: Narrow
) -> tuple[Choice, tuple[ReviewStep, ...]]:
    """Without a step in the address, the first one whose turn is this person's."""
    steps = settings_by_kind(version, ReviewStep)
    own = own_steps(user, programme, steps)
    return narrow(steps, own[0].code if own else ""), steps


def _own_line(project: Project, dossier: Dossier) -> Line:
    valid = dossier.valid
    totals = [said.total for said in valid.values() if said.total is not None]
    quiet = dossier.quiet.verdict if dossier.quiet else ""
    return line_of(project, dossier.steps, valid, quiet, totals[-1] if totals else None)


def _desk(
    user: Any, programme: Programme, version: Version, choice: Choice, pane: Pane, dossier: Dossier | None
) -> Desk:
    steps = settings_by_kind(version, ReviewStep)
    speaks = tuple(step for step in own_steps(user, programme, steps) if not step.decides)
    decides = may_decide_in(user, programme, deciding_role(steps))
    return Desk(
        programme=programme,
        choice=choice,
        pane=pane,
        dossier=dossier,
        waiting=waiting_words(steps),
        categories=settings_by_kind(version, Category),
        organisations=organisations_to_choose(programme),
        phrases=settings_by_kind(version, Phrase),
        speaks_at=speaks,
        verdicts=_verdicts_for_all(version) if decides else (),
    )


def _verdicts_for_all(version: Version) -> tuple[tuple[str, str], ...]:
    """What may be decided on many at once: each merging has a target of its own; without 公示 nothing goes into it."""
    unfit = {Verdict.MERGE} if settings_by_kind(version, Publicity) else {Verdict.MERGE, Verdict.SHORTLIST}
    return tuple((each.value, str(each.label)) for each in Verdict if each not in unfit)


def following(user: Any, project: Project, narrow: Narrow) -> str:
    """Where "save and next" leads; "" when the list is done."""
    choice, steps = _narrowed(user, project.programme, project.version, narrow)
    return next_after(project, choice, steps)
