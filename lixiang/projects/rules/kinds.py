"""The kinds of setting that say what an application consists of and who may apply."""

from dataclasses import dataclass
from datetime import date

from lixiang.programmes.rules.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class Category(Kind):
    """A class of projects (R1)."""

    code: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Applicant(Kind):
    """Organisations that may carry out a project of a category (R2); one matching row of the category is enough."""

    category: str
    title: str
    kinds: tuple[str, ...]
    minimum_rank: str = "none"


@dataclass(frozen=True, kw_only=True)
class LeaderPost(Kind):
    """Posts that the leader of a project of a category generally holds (R2)."""

    category: str
    posts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TeamSize(Kind):
    """How many people a team has (R5), and whether the leader counts."""

    minimum: int
    maximum: int
    leader_counts: bool = True


@dataclass(frozen=True, kw_only=True)
class PersonLimit(Kind):
    """In how many projects of the programme one person may lead or take part (R4)."""

    lead_at_most: int
    take_part_at_most: int


@dataclass(frozen=True, kw_only=True)
class TopicSource(Kind):
    """Where a topic may come from (R6)."""

    catalogue: bool = True
    free: bool = True


@dataclass(frozen=True, kw_only=True)
class Completion(Kind):
    """The day by which a project is to be completed (二.4d of the first notice)."""

    not_after: date


@dataclass(frozen=True, kw_only=True)
class Section(Kind):
    """A section of the application form: saved, sent back and compared as one."""

    code: str
    title: str
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Field(Kind):
    """One question of the form. `widget` is one of WIDGETS; rows and columns known by name keep their own tables."""

    name: str
    label: str
    section: str
    widget: str = "text"
    required: bool = True
    minimum: int = 0
    maximum: int = 0
    help: str = ""


WIDGETS = (
    "line",
    "text",
    "category",
    "topic",
    "organisation",
    "organisations",
    "leader_post",
    "date",
    "phone",
    "results",
    "goals",
    "milestones",
    "team",
    "attachments",
)
