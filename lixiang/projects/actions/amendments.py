"""Amend an approved application: a new immutable revision is proposed, and adopted once it may take effect."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lixiang.history.record import record
from lixiang.projects import queries
from lixiang.projects.models import FormerUnit, Project, Revision
from lixiang.projects.models.entries import write
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.content import content_hash
from lixiang.workflow.moves import locked


@transaction.atomic
def propose(project: Project, values: Mapping[str, Any], *, key: UUID, by: Any, at: datetime, reason: str) -> Revision:
    """Freeze the approved content with these values as the next revision; the project itself stays as it is.

    The caller has asked the rules and holds the permission. The same key again gives the same revision.
    """
    project = locked(project)
    earlier = project.revisions.filter(key=key).first()
    if earlier is not None:
        return earlier
    number = project.revisions.count() + 1
    facts = queries.amended_facts(project, values, at)
    content = facts.values
    return Revision.objects.create(
        project=project,
        number=number,
        form_version=project.version,
        content=content,
        hash=content_hash(content),
        receipt_number=f"{project.ref}-{number}".upper(),
        key=key,
        warnings=[finding.as_row() for finding in findings(facts) if not finding.is_blocking],
        reason=reason.strip(),
        by=by,
        by_name=by.name,
        at=at,
    )


@transaction.atomic
def adopt(
    project: Project, revision: Revision, values: Mapping[str, Any], *, by: Any, at: datetime, detail: dict[str, Any]
) -> Project:
    """Make a proposed revision the approved one, and write its values into the project's columns and rows."""
    project = locked(project)
    was = project.implementing_organisation_id
    write(project, queries.fit(project, {each: values[each.name] for each in queries.fields_named(project, values)}))
    project.revision = project.approved_revision = revision
    project.save(update_fields=["revision", "approved_revision"])
    about = {"revision": revision.number, "hash": revision.hash, "fields": sorted(values), **detail}
    record(project, "amend", by=by, at=at, detail=about, programme_id=project.programme_id)
    if queries.passes_to_another(project, was):
        hand_over(project, by=by, at=at)
    return project


@transaction.atomic
def hand_over(project: Project, *, by: Any, at: datetime) -> Project:
    """The unit that is responsible now writes from here on; the one before it reads what was until now.

    The caller holds the lock and the permission, and has asked whether the project passes to another.
    """
    former, unit = project.drafting_organisation, project.implementing_organisation
    FormerUnit.objects.create(project=project, organisation=former, until_at=at)
    project.drafting_organisation = unit
    project.save(update_fields=["drafting_organisation"])
    detail = {"from": former.name, "to": unit.name, "former": former.pk}
    record(project, "hand_over", by=by, at=at, detail=detail, programme_id=project.programme_id)
    return project
