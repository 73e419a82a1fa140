"""What the reviewing page shows of a project, as frozen values: statements, decisions, the whole dossier."""

from dataclasses import dataclass
from datetime import datetime

from lixiang.approvals.queries.sheets import Sheet
from lixiang.approvals.rules import Phrase, Principle, ReviewStep
from lixiang.history.models import Event
from lixiang.projects.models import Project, Revision
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class Statement:
    """One opinion as the page shows it, with its points by principle."""

    id: int
    step: str
    title: str
    result: str
    word: str
    text: str
    by: str
    at: datetime
    revision: int
    is_void: bool
    points: dict[str, int]

    @property
    def total(self) -> int | None:
        return sum(self.points.values()) if self.points else None


@dataclass(frozen=True)
class Settled:
    """A decision as the page shows it."""

    id: int
    verdict: str
    word: str
    reason: str
    by: str
    at: datetime
    is_quiet: bool
    is_undone: bool
    is_void: bool
    published_at: datetime | None


@dataclass(frozen=True)
class Dossier:
    """A project under review: content, findings that were overridden, what was said and decided, what may be done."""

    project: Project
    revision: Revision | None
    steps: tuple[ReviewStep, ...]
    principles: tuple[Principle, ...]
    phrases: tuple[Phrase, ...]
    sheets: tuple[Sheet, ...]
    warnings: tuple[Finding, ...]
    changes: tuple[tuple[str, str, str], ...]
    earlier: Revision | None
    returns: tuple[Event, ...]
    statements: tuple[Statement, ...]
    decisions: tuple[Settled, ...]
    public_until: datetime | None
    open_objections: int
    upheld_objections: int
    turn: ReviewStep | None
    asked: ReviewStep | None
    own: Statement | None
    verdicts: tuple[tuple[str, str, bool], ...]
    may_send_back: bool
    may_extend_return: bool

    @property
    def valid(self) -> dict[str, Statement]:
        """The valid opinion of each step."""
        return {each.step: each for each in self.statements if not each.is_void}

    @property
    def quiet(self) -> Settled | None:
        return next((each for each in self.decisions if each.is_quiet), None)
