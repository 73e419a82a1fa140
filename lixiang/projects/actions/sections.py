"""Save one section of the form: what is typed is kept; what cannot be kept whole is refused with its field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.projects import permissions, queries
from lixiang.projects.models import Project, SectionSave
from lixiang.projects.models.entries import write
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused


@transaction.atomic
def save_section(
    project: Project, section: str, values: Mapping[str, Any], *, expected: int, by: Any, at: datetime
) -> SectionSave:
    """Write one section of the draft; `values` maps its fields to text or rows, `expected` is the save it rests on.

    A text that names no topic or organisation is kept as it stands, and the rules say so. Raises EditedMeanwhile
    when another save came between, Refused when the section is closed or a value cannot be stored whole.
    """
    project = writable(project, section, by=by, at=at)
    save = SectionSave.objects.filter(project=project, section=section).first()
    save = save or SectionSave(project=project, section=section)
    if save.number != expected:
        raise EditedMeanwhile(save, queries.values_of(project))
    fields = queries.fields_of(project, section)
    write(project, queries.fit(project, {each: values[each.name] for each in fields if each.name in values}))
    save.number, save.saved_at, save.saved_by, save.saved_by_name = expected + 1, at, by, by.name
    save.save()
    return save


def writable(project: Project, section: str, *, by: Any, at: datetime) -> Project:
    """The project locked, under the form that it follows now, where this person may write in this section."""
    project = queries.locked_with_form(project, at)
    if not permissions.may_write(by, project):
        raise PermissionDenied
    if section not in queries.open_sections(project):
        word = project.get_status_display()
        raise Refused(Finding("section_closed", f"当前状态为“{word}”，此部分不能修改。"))
    return project
