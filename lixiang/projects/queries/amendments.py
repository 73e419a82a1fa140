"""Reads of an approved application with other values in some fields: its content, and what the rules then know."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import Q

from lixiang.people.models import RoleHeld
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project, Revision
from lixiang.projects.models.facts import facts_about
from lixiang.projects.queries.fitting import content_of, fit
from lixiang.projects.rules.facts import ApplicationFacts
from lixiang.projects.rules.kinds import Field
from lixiang.projects.states import WRITTEN_ON


def fields_named(project: Project, names: Mapping[str, Any] | frozenset[str]) -> tuple[Field, ...]:
    """The fields of the form that the project keeps, in its order; those of files can not be amended."""
    fields = settings_by_kind(project.version, Field)
    return tuple(each for each in fields if each.name in names and each.widget != "attachments")


def amended_content(project: Project, base: Revision, values: Mapping[str, Any]) -> dict[str, Any]:
    """What stands of a revision with these values in place of its own. Raises Refused for what cannot be kept whole."""
    typed = fit(project, {each: values[each.name] for each in fields_named(project, values)})
    return {**base.standing, **content_of(typed)}


def amended_facts(project: Project, values: Mapping[str, Any], at: datetime) -> ApplicationFacts:
    """What the rules would know of the project with these values; nothing is written."""
    typed = fit(project, {each: values[each.name] for each in fields_named(project, values)})
    would = copy(project)
    for name, value in typed.columns.items():
        setattr(would, name, value)
    assert project.approved_revision is not None  # only what was approved is amended
    return facts_about(would, {**project.approved_revision.standing, **content_of(typed)}, at)


def passes_to_another(project: Project, was: int | None) -> bool:
    """Whether another unit writes from here on, now that `was` is no longer responsible.

    Who wrote on behalf of the one responsible goes on doing so, unless the new one has a clerk of its own.
    """
    unit, drafter = project.implementing_organisation_id, project.drafting_organisation_id
    if unit is None or unit in (was, drafter):
        return False
    return drafter == was or _has_clerk(unit)


def unit_without_clerk(project: Project, values: Mapping[str, Any]) -> str:
    """The unit to which the writing would pass with these values though nobody there could write; else nothing."""
    named = frozenset({"implementing_organisation"}) & values.keys()
    typed = fit(project, {each: values[each.name] for each in fields_named(project, named)})
    unit = typed.columns.get("implementing_organisation")
    if unit is None or unit.pk == project.implementing_organisation_id:
        return ""
    would = copy(project)
    would.implementing_organisation = unit
    passes = passes_to_another(would, project.implementing_organisation_id)
    return unit.name if passes and not _has_clerk(unit.pk) else ""


def is_written_on_behalf(project: Project) -> bool:
    """Whether another unit writes for the one that is responsible."""
    return project.implementing_organisation_id not in (None, project.drafting_organisation_id)


def may_take_over(project: Project) -> bool:
    """Whether the one responsible, for whom another writes a project under way, has a clerk of its own by now."""
    return project.status in WRITTEN_ON and is_written_on_behalf(project) and has_own_clerk(project)


def has_own_clerk(project: Project) -> bool:
    """Whether the one responsible could write for itself."""
    return _has_clerk(project.implementing_organisation_id)


def _has_clerk(unit: int | None) -> bool:
    acting = Q(organisation=unit) | Q(organisation__predecessors=unit)
    return RoleHeld.objects.active().filter(acting, role=Role.UNIT_CLERK).exists()
