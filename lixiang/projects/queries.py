"""Reads of projects: the form's sections, what was saved, receipts, differences."""

from datetime import datetime
from typing import Any

from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project, Revision, SectionSave
from lixiang.projects.models.facts import facts_of, values_of
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.content import Difference, differences
from lixiang.projects.rules.kinds import Field, Section
from lixiang.projects.states import OPEN_TO_CLERK
from lixiang.workflow.findings import Finding

__all__ = ["facts_of", "values_of"]


def sections_of(project: Project) -> tuple[tuple[Section, tuple[Field, ...]], ...]:
    """The sections of the form with their fields, in order."""
    fields = settings_by_kind(project.version, Field)
    return tuple(
        (section, tuple(field for field in fields if field.section == section.code))
        for section in settings_by_kind(project.version, Section)
    )


def saves_of(project: Project) -> dict[str, SectionSave]:
    """The last save of each section."""
    return {save.section: save for save in SectionSave.objects.filter(project=project)}


def open_sections(project: Project) -> frozenset[str]:
    """The codes of the sections that may be written now: all of a draft, the marked ones of a return."""
    if project.status not in OPEN_TO_CLERK:
        return frozenset()
    every = frozenset(section.code for section, _ in sections_of(project))
    return every & frozenset(project.open_sections) if project.open_sections else every


def findings_of(project: Project, at: datetime) -> tuple[Finding, ...]:
    """What the rules say of the application as it stands."""
    return findings(facts_of(project, at))


def changes_between(earlier: Revision, later: Revision) -> tuple[Difference, ...]:
    """What changed between two revisions, by the later one's form."""
    return differences(earlier.content, later.content, settings_by_kind(later.form_version, Field))


def revision_values(revision: Revision) -> dict[str, Any]:
    """The content of a revision by field name."""
    return revision.content
