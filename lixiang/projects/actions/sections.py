"""Save one section of the form: what is typed is kept; what cannot be kept whole is refused with its field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.projects import permissions, queries
from lixiang.projects.models import Project, SectionSave
from lixiang.projects.models.entries import stands, write
from lixiang.projects.rules.kinds import Field
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused


@transaction.atomic
def save_section(
    project: Project, section: str, values: Mapping[str, Any], *, expected: int, by: Any, at: datetime
) -> SectionSave:
    """Write one section of the draft; `values` maps its fields to text or rows, `expected` is the save it rests on.

    A text that names no topic or organisation is kept as it stands, and the rules say so. The same words as another
    save that came between are no clash; of other words EditedMeanwhile is raised. Refused when the section is closed or
    a value cannot be stored whole.
    """
    project = writable(project, section, by=by, at=at)
    save = SectionSave.objects.filter(project=project, section=section).first()
    save = save or SectionSave(project=project, section=section)
    fields = queries.fields_of(project, section)
    typed = {each: values[each.name] for each in fields if each.name in values}
    if save.number != expected:
        if save.number and _stands(project, typed):
            return save
        raise EditedMeanwhile(save, queries.values_of(project))
    write(project, queries.fit(project, typed))
    save.number, save.saved_at, save.saved_by, save.saved_by_name = expected + 1, at, by, by.name
    save.save()
    return save


def _stands(project: Project, typed: Mapping[Field, Any]) -> bool:
    """What cannot be stored does not stand; both texts are shown before anybody is told why."""
    try:
        return stands(project, queries.fit(project, typed))
    except Refused:
        return False


def writable(project: Project, section: str, *, by: Any, at: datetime) -> Project:
    """The project locked, under the form that it follows now, where this person may write in this section."""
    project = queries.locked_with_form(project, at)
    if not permissions.may_write(by, project):
        raise PermissionDenied
    if section not in queries.open_sections(project):
        word = project.get_status_display()
        raise Refused(Finding("section_closed", f"当前状态为“{word}”，此部分不能修改。"))
    return project
