"""The application as one person may see it now: its sections, what stands in them, and what the rules say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.files.models import Claim
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects import permissions
from lixiang.projects.models import Project, Revision, SectionSave
from lixiang.projects.models.facts import facts_of, values_of
from lixiang.projects.queries import choices, form, standing
from lixiang.projects.queries.files import files_of
from lixiang.projects.queries.form import open_sections, under_its_form
from lixiang.projects.queries.revisions import last_revision, revisions_of
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.content import content_hash
from lixiang.projects.rules.kinds import Category, Field, Section
from lixiang.projects.states import TONES, Status
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class Part:
    """One section with its fields: open to this person or not, and its last save."""

    section: Section
    fields: tuple[Field, ...]
    is_open: bool
    number: int
    saved_at: datetime | None
    findings: tuple[Finding, ...]

    @property
    def told(self) -> tuple[Finding, ...]:
        """What stands beside the fields; what is only missing is left to the list on top."""
        return tuple(finding for finding in self.findings if finding.code != "missing_field")

    @property
    def blocks(self) -> int:
        """How many places are still to be filled in or mended."""
        return sum(finding.is_blocking for finding in self.findings)


@dataclass(frozen=True)
class Application:
    """Everything that the page of an application shows."""

    project: Project
    is_writer: bool
    parts: tuple[Part, ...]
    values: dict[str, Any]
    files: dict[str, list[Claim]]
    findings: tuple[Finding, ...]
    categories: tuple[Category, ...]
    clauses: dict[str, str]
    topics: tuple[str, ...]
    organisations: tuple[str, ...]
    revisions: tuple[Revision, ...]
    returned: standing.Returned | None
    next_action: standing.NextAction | None

    @property
    def tone(self) -> str:
        return TONES[Status(self.project.status)]

    @property
    def labels(self) -> dict[str, str]:
        """Field -> what the form calls it."""
        return {field.name: field.label for part in self.parts for field in part.fields}

    @property
    def opened(self) -> str:
        """The sections that a return left open, where it left others closed."""
        titles = [f"“{part.section.title}”" for part in self.parts if part.is_open]
        return "、".join(titles) if len(titles) < len(self.parts) else ""

    @property
    def is_stuck(self) -> bool:
        """Whether something that blocks stands in a section that the return left closed."""
        return self.is_open and any(part.blocks for part in self.parts if not part.is_open)

    @property
    def is_blocked(self) -> bool:
        return any(finding.is_blocking for finding in self.findings)

    @property
    def is_open(self) -> bool:
        return any(part.is_open for part in self.parts)

    @property
    def hash(self) -> str:
        """The hash of what stands here, as a hand-in would take it."""
        return content_hash(self.values)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.is_blocking)


def sections_of(project: Project) -> tuple[tuple[Section, tuple[Field, ...]], ...]:
    """The sections of the project's form with their fields, in order."""
    return form.sections_of(project.version)


def saves_of(project: Project) -> dict[str, SectionSave]:
    """The last save of each section."""
    return {save.section: save for save in SectionSave.objects.filter(project=project)}


def findings_of(project: Project, at: datetime) -> tuple[Finding, ...]:
    """What the rules say of the application as it stands."""
    return findings(facts_of(project, at))


def application_for(user: Any, project: Project, at: datetime) -> Application:
    """What stands in the draft for its clerk; others read what was last handed in, or the draft before that."""
    if project.get_deferred_fields():  # it came through the narrow door
        project = Project.visible_to(user).get(pk=project.pk)
    project = under_its_form(project, at)
    is_writer = permissions.may_write(user, project)
    opened = open_sections(project) if is_writer else frozenset()
    facts = facts_of(project, at) if opened else None
    found = findings(facts) if facts else ()
    return Application(
        project=project,
        is_writer=is_writer,
        parts=_parts(project, opened, found),
        values=facts.values if facts else _handed_in(user, project, is_writer),
        files=files_of(project, is_writer),
        findings=found,
        categories=settings_by_kind(project.version, Category),
        clauses=choices.clauses_of(project.version),
        topics=tuple(words for _, words in choices.topics_of(project.version)),
        organisations=choices.organisations_below(project, at) if opened else (),
        revisions=tuple(revisions_of(user, project)) if project.revision_id else (),
        returned=standing.returned(project),
        next_action=standing.next_action(project, found, at) if is_writer else None,
    )


def _handed_in(user: Any, project: Project, is_writer: bool) -> dict[str, Any]:
    """Nobody reads over the shoulder of a clerk who mends what came back."""
    revision = None if is_writer else last_revision(user, project)
    return values_of(project) if revision is None else revision.content


def _parts(project: Project, opened: frozenset[str], found: tuple[Finding, ...]) -> tuple[Part, ...]:
    saves = saves_of(project) if opened else {}
    parts = []
    for section, fields in sections_of(project):
        names, save = {field.name for field in fields}, saves.get(section.code)
        parts.append(
            Part(
                section=section,
                fields=fields,
                is_open=section.code in opened,
                number=save.number if save else 0,
                saved_at=save.saved_at if save else None,
                findings=tuple(finding for finding in found if finding.field in names),
            )
        )
    return tuple(parts)
