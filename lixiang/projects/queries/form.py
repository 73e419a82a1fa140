"""Which form a project follows at a moment, what of it is open, and until when."""

from datetime import datetime

from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Version
from lixiang.programmes.rules.kinds import Closing, Deadline
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Field, Section
from lixiang.projects.states import OPEN_TO_CLERK

RELATED = ("programme", "version", "topic", "nominating_organisation", "implementing_organisation__parent")


def under_its_form(project: Project, at: datetime) -> Project:
    """The project with the version whose form it follows: from its first hand-in on the one of then.

    Until it is handed in, a draft follows whatever version is in force, so that nobody fills in a form of yesterday.
    """
    if project.revision_id is None:
        project.version = programmes.version_in_force(project.programme, at)
    return project


def locked_with_form(project: Project, at: datetime) -> Project:
    """The project read anew and locked until the transaction ends, under the form that it follows."""
    fresh = Project.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=project.pk)
    return under_its_form(fresh, at)


def sections_of(version: Version) -> tuple[tuple[Section, tuple[Field, ...]], ...]:
    """The sections of a version's form with their fields, in order."""
    fields = programmes.settings_by_kind(version, Field)
    return tuple(
        (section, tuple(field for field in fields if field.section == section.code))
        for section in programmes.settings_by_kind(version, Section)
    )


def fields_of(project: Project, section: str) -> tuple[Field, ...]:
    """The fields of one section of the form that a project follows."""
    fields = programmes.settings_by_kind(project.version, Field)
    return tuple(field for field in fields if field.section == section)


def open_sections(project: Project) -> frozenset[str]:
    """The codes of the sections that may be written now: all of a draft, the marked ones of a return."""
    if project.status not in OPEN_TO_CLERK:
        return frozenset()
    every = frozenset(section.code for section in programmes.settings_by_kind(project.version, Section))
    return every & frozenset(project.open_sections) if project.open_sections else every


def closing_of(project: Project, at: datetime) -> Closing | None:
    """Until when the application may be handed in, extensions included.

    The deadline of the units' own step where the notice sets one, else that of the nomination. A return with a due
    date of its own knows no other.
    """
    if project.due_at is not None:
        return None
    draft = project.revision_id is None
    version = project.version if draft else programmes.version_in_force(project.programme, at)
    steps = {deadline.step for deadline in programmes.settings_by_kind(version, Deadline)}
    step = "application" if "application" in steps else "nomination"
    return programmes.closing_for(version, step, project.nominating_organisation_id)
