"""Which form a project follows at a moment, what of it is open, and until when."""

from datetime import datetime

from lixiang.access.prepared import Prepared
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Version
from lixiang.programmes.rules.kinds import Closing, Deadline
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Field, Section
from lixiang.projects.states import OPEN_TO_CLERK

NAMED = ("programme", "version", "topic", "nominating_organisation", "implementing_organisation")


def under_its_form(project: Project, at: datetime) -> Project:
    """The project with the version whose form it follows: from its first hand-in on the one of then.

    Until it is handed in, a draft follows whatever version is in force, so that nobody fills in a form of yesterday.
    """
    if project.revision_id is None:
        project.version = version_in_force(project.programme_id, at)
    return project


def version_in_force(programme_id: int, at: datetime) -> Version:
    """Without the catalogue and the head of the notice, which a save never asks for."""
    return programmes.in_force_among(VERSIONS(programme=programme_id), at)


VERSIONS = Prepared(
    lambda programme: (
        Version.objects.filter(programme=programme).defer("about", "topics").order_by("in_force_from", "number")
    )
)


def locked_with_form(project: Project, at: datetime, *related: str) -> Project:
    """The project read anew and locked until the transaction ends, under the form that it follows.

    `related` is what it names and the caller will ask for; what was read along with `project` is not read again.
    """
    rows = Project.objects.select_for_update(of=("self",), no_key=True)
    fresh = (rows.select_related(*related) if related else rows).get(pk=project.pk)
    for name in NAMED:
        known = getattr(project, name) if Project._meta.get_field(name).is_cached(project) else None
        if name not in related and known is not None and known.pk == getattr(fresh, f"{name}_id"):
            setattr(fresh, name, known)
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
    deadline = deadline_of(project, at)
    if deadline is None:
        return None
    return programmes.closing_for(deadline[0], deadline[1].step, project.nominating_organisation_id)


def closing_if_past(project: Project, at: datetime) -> Closing | None:
    """The same where the day of the notice is past; before it nobody asks for extensions, which only lengthen."""
    deadline = deadline_of(project, at)
    if deadline is None:
        return None
    version, row = deadline
    as_published = Closing(row.step, row.until, row.grace_seconds, row.clause)
    return (
        programmes.closing_for(version, row.step, project.nominating_organisation_id)
        if as_published.is_past(at)
        else None
    )


def deadline_of(project: Project, at: datetime) -> tuple[Version, Deadline] | None:
    if project.due_at is not None:
        return None
    version = project.version if project.revision_id is None else version_in_force(project.programme_id, at)
    found = programmes.deadline_of(version, "application") or programmes.deadline_of(version, "nomination")
    return (version, found) if found else None
