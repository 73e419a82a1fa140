"""Reads of revisions: each hand-in, what it says, and what changed since the one before."""

from typing import Any

from django.db.models import QuerySet

from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects import permissions
from lixiang.projects.models import Project, Revision, past_of
from lixiang.projects.rules.content import Difference, differences
from lixiang.projects.rules.kinds import Category, Field


def _readable(user: Any, project: Project) -> "QuerySet[Revision]":
    """All of them; to a unit that handed the project over, those made until then."""
    rows = project.revisions.all()
    if permissions.sees_now(user, project):
        return rows
    return rows.filter(past_of(user.organisations_as(Role.UNIT_CLERK), "at"))


def revisions_of(user: Any, project: Project) -> "QuerySet[Revision]":
    """The hand-ins that this person may read, newest first, without their contents."""
    return _readable(user, project).defer("content").order_by("-number")


def revision_of(user: Any, project: Project, number: int) -> Revision | None:
    return _readable(user, project).select_related("form_version").filter(number=number).first()


def last_revision(user: Any, project: Project) -> Revision | None:
    """The one that stands; to a unit that handed the project over, the one that stood then."""
    if project.revision_id is None or permissions.sees_now(user, project):
        return project.revision
    return _readable(user, project).order_by("-number").first()


def changes_between(earlier: Revision, later: Revision) -> tuple[Difference, ...]:
    """What changed between two revisions, by the later one's form."""
    form = later.form_version
    fields, categories = settings_by_kind(form, Field), settings_by_kind(form, Category)
    return differences(earlier.content, later.content, fields, categories)


def changes_from(revision: Revision) -> tuple[Revision, tuple[Difference, ...]] | None:
    """The revision before and what changed since; nothing for the first."""
    rows = revision.project.revisions.select_related("form_version")
    earlier = rows.filter(number=revision.number - 1).first()
    return (earlier, changes_between(earlier, revision)) if earlier else None


def as_read_today(project: Project, content: dict[str, Any]) -> dict[str, Any]:
    """What was handed in, with what 责任单位 is called today beside its name of then; a query where it differs."""
    then, unit = str(content.get("implementing_organisation", "")), project.implementing_organisation
    return {**content, "implementing_organisation": unit.beside_today(then)} if then and unit else content
