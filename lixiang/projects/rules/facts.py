"""What the rules of a project may know: frozen values, those of the application and those that later stages hold."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lixiang.people.rules import OrganisationFacts
from lixiang.projects.rules.kinds import (
    Applicant,
    Category,
    Completion,
    Field,
    LeaderPost,
    PersonLimit,
    TeamSize,
    TopicSource,
)
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class Rules:
    """The settings of the programme that speak of an application."""

    fields: tuple[Field, ...] = ()
    categories: tuple[Category, ...] = ()
    applicants: tuple[Applicant, ...] = ()
    leader_posts: tuple[LeaderPost, ...] = ()
    team_size: TeamSize | None = None
    person_limit: PersonLimit | None = None
    topic_source: TopicSource | None = None
    completion: Completion | None = None


@dataclass(frozen=True)
class Involvement:
    """In how many other projects of the programme a person leads or takes part."""

    name: str
    leads: int
    takes_part: int


@dataclass(frozen=True)
class ApplicationFacts:
    """An application as it stands: `values` maps a field's name to text, or to a list of rows (dicts of text).

    `unknown` names the fields whose text stands for no topic of the catalogue or no organisation of the nominator.
    """

    rules: Rules
    values: dict[str, Any]
    organisation: OrganisationFacts | None
    at: datetime
    due_at: datetime | None = None
    involvements: tuple[Involvement, ...] = ()
    bars: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        """The day on the calendar of Shanghai."""
        return self.at.astimezone(SHANGHAI).date()

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def rows(self, name: str) -> list[dict[str, str]]:
        value = self.values.get(name, [])
        return (
            [row for row in value if any(str(cell).strip() for cell in row.values())] if isinstance(value, list) else []
        )

    def day(self, name: str) -> date | None:
        text = self.text(name)
        return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class SlateFacts:
    """What nominations holds against nominating or withdrawing, each as a finding with its clause."""

    standing: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ReviewFacts:
    """What approvals holds against a decision: steps not yet taken, objections not yet answered."""

    standing: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ChangeFacts:
    """What delivery holds against a change of the whole project, each as a finding with its clause."""

    standing: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class DossierFacts:
    """What closing holds against handing in, sending back or accepting a dossier, each as a finding with its clause."""

    standing: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ResultFacts:
    """What ranking holds against making a result known: a ranking not yet confirmed, no grade for the project."""

    standing: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class AgreementFacts:
    """The agreement of an approved project: in force since when, on which revision, due when; its clause."""

    clause: str
    in_force_on: date | None = None
    revision_hash: str = ""
    approved_hash: str = ""
    sign_by: datetime | None = None
    waits_on: tuple[str, ...] = field(default=())
