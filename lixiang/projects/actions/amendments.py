"""Amend an approved application: a new immutable revision is proposed, and adopted once it may take effect."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.projects import permissions, queries
from lixiang.projects.models import FormerUnit, Project, Revision
from lixiang.projects.models.entries import write
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.content import content_hash
from lixiang.projects.states import WRITTEN_ON
from lixiang.workflow.findings import Finding, refuse_if
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
    if revision.content.get("title") != project.title:  # a 勘误 came after it was proposed
        Revision.objects.filter(pk=revision.pk).update(corrected_title=project.title)
    about = {"revision": revision.number, "hash": revision.hash, "fields": sorted(values), **detail}
    record(project, "amend", by=by, at=at, detail=about, programme_id=project.programme_id)
    if queries.passes_to_another(project, was):
        _pass_on(project, by=by, at=at)
    return project


@transaction.atomic
def hand_over(project: Project, *, by: Any, at: datetime) -> Project:
    """Who wrote on behalf of the unit responsible passes the writing to it, now that it has a clerk of its own.

    Nothing passes by itself when the first clerk is named: a half-written report is not taken out of a hand.
    Raises Refused where the project is not under way, nobody writes on behalf of another, or there is no clerk.
    """
    if not permissions.is_nominator(by, project):
        raise PermissionDenied
    project = locked(project)
    refuse_if(tuple(_blockers_to_hand_over(project)))
    return _pass_on(project, by=by, at=at, on_behalf=True)


def _blockers_to_hand_over(project: Project) -> Iterator[Finding]:
    fields = queries.fields_named(project, frozenset({"implementing_organisation"}))
    clause = fields[0].clause if fields else ""
    if project.status not in WRITTEN_ON:
        yield Finding("project_not_under_way", f"项目当前为“{project.get_status_display()}”，不能移交填报。", clause)
    if not queries.is_written_on_behalf(project):
        yield Finding("not_on_behalf", "项目已由责任单位填报，不需要移交。", clause)
    elif not queries.has_own_clerk(project):
        sentence = f"{project.implementing_organisation.name}还没有填报员账号，设立账号以后才能移交填报。"
        yield Finding("no_clerk", sentence, clause)


def _pass_on(project: Project, *, by: Any, at: datetime, on_behalf: bool = False) -> Project:
    """The unit that is responsible now writes from here on; the one before it reads what was until now.

    The caller holds the lock and the permission, and has asked whether the project passes to another.
    """
    former, unit = project.drafting_organisation, project.implementing_organisation
    FormerUnit.objects.create(project=project, organisation=former, until_at=at)
    project.drafting_organisation = unit
    project.save(update_fields=["drafting_organisation"])
    detail = {"from": former.name, "to": unit.name, "former": former.pk, "on_behalf": on_behalf}
    record(project, "hand_over", by=by, at=at, detail=detail, programme_id=project.programme_id)
    return project
