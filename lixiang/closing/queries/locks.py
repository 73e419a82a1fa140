"""A dossier and its project, read anew with what the rules ask, and locked: the project first."""

from typing import Any

from django.core.exceptions import PermissionDenied

from lixiang.closing import permissions
from lixiang.closing.models import Dossier
from lixiang.closing.models.dossiers import RELATED
from lixiang.closing.models.facts import terms_of
from lixiang.closing.rules.dossiers import SECTIONS
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused

OF_THE_PROJECT = tuple(name.removeprefix("project__") for name in RELATED if name.startswith("project__"))


def locked_project(pk: int) -> Project:
    rows = Project.objects.select_for_update(of=("self",), no_key=True).select_related(*OF_THE_PROJECT)
    return rows.get(pk=pk)


def locked_dossier(dossier: Dossier) -> Dossier:
    """Until the caller's transaction ends."""
    project = locked_project(dossier.project_id)
    rows = Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("programme", "based_on")
    fresh = rows.get(pk=dossier.pk)
    fresh.project = project
    return fresh


def dossier_to_write(dossier: Dossier, section: str, *, by: Any) -> Dossier:
    """The dossier locked, where this person may write and the section is open."""
    dossier = locked_dossier(dossier)
    if not permissions.writes(by, dossier):
        raise PermissionDenied
    if not dossier.is_open_at(section):
        clause = terms_of(dossier.project.version, dossier.project.category).clause
        word, title = dossier.get_status_display(), SECTIONS[section]
        raise Refused(Finding("not_open", f"结项材料当前为“{word}”，“{title}”不能修改。", clause))
    return dossier
