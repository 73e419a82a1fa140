"""Reads of revisions: each hand-in, what it says, and what changed since the one before."""

from django.db.models import QuerySet

from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project, Revision
from lixiang.projects.rules.content import Difference, differences
from lixiang.projects.rules.kinds import Category, Field


def revisions_of(project: Project) -> "QuerySet[Revision]":
    """All hand-ins, newest first, without their contents."""
    return project.revisions.defer("content").order_by("-number")


def revision_of(project: Project, number: int) -> Revision | None:
    return project.revisions.select_related("form_version").filter(number=number).first()


def changes_between(earlier: Revision, later: Revision) -> tuple[Difference, ...]:
    """What changed between two revisions, by the later one's form."""
    form = later.form_version
    fields, categories = settings_by_kind(form, Field), settings_by_kind(form, Category)
    return differences(earlier.content, later.content, fields, categories)


def changes_from(revision: Revision) -> tuple[Revision, tuple[Difference, ...]] | None:
    """The revision before and what changed since; nothing for the first."""
    earlier = revision_of(revision.project, revision.number - 1)
    return (earlier, changes_between(earlier, revision)) if earlier else None
