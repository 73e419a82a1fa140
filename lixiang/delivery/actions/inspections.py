"""The verbs of an inspection: plan, change the plan, record or enter from paper, confirm, dispute, close, call off."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.actions.uploads import SCANS, take_in
from lixiang.delivery.models.inspections import SCAN, Inspection, Observation
from lixiang.delivery.queries.conflicts import conflicts_between
from lixiang.delivery.rules.inspections import InspectionTerms, own_unit
from lixiang.history.record import record
from lixiang.people.models import Organisation, User
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.rules.content import tidy
from lixiang.projects.states import FOLLOWED
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked, move

LONGEST_PURPOSE = 200


@transaction.atomic
def plan(
    programme: Programme,
    *,
    planned_on: date,
    projects: Iterable[Project],
    inspectors: Iterable[User],
    organisation: Organisation | None = None,
    purpose: str = "",
    is_announced: bool = True,
    by: Any,
    at: datetime,
) -> Inspection:
    """Plan a visit to projects under agreement; `organisation` says whose, where it is a visit to one organisation.

    Raises Refused where the programme uses no inspections, where a project is not under way, and for own units.
    """
    if not permissions.inspects(by, programme):
        raise PermissionDenied
    programme = locked(programme)
    version = version_in_force(programme, at)
    terms = the_setting(version, InspectionTerms)
    if terms is None:
        raise Refused(Finding("step_not_used", "本批次没有设置督导，不能制定督导计划。"))
    chosen, people = list(projects), list(inspectors)
    refuse_if((*_against_projects(programme, chosen, terms.clause), *_against(people, programme, chosen, terms.clause)))
    purpose = tidy(purpose)
    refuse_if(too_long(purpose, LONGEST_PURPOSE, what="督导重点", clause=terms.clause, field="purpose"))
    number = programme.inspections.count() + 1
    inspection = Inspection.objects.create(
        ref=f"{programme.ref}-d{number:03d}",
        number=number,
        programme=programme,
        version=version,
        organisation=organisation,
        planned_on=planned_on,
        purpose=purpose,
        is_announced=is_announced,
        status_since=at,
    )
    inspection.inspectors.set(people)
    Observation.objects.bulk_create(Observation(inspection=inspection, project=project) for project in chosen)
    record(inspection, "plan", by=by, at=at, detail=_planned(planned_on, people), programme_id=programme.pk)
    return inspection


def _planned(planned_on: date, people: list[User]) -> dict[str, Any]:
    return {"planned_on": planned_on.isoformat(), "inspectors": [person.name for person in people]}


def _against_projects(programme: Programme, projects: list[Project], clause: str) -> tuple[Finding, ...]:
    if not projects:
        return (Finding("no_projects", "请选择要督导的项目。", clause, field="projects"),)
    return tuple(
        Finding("not_under_way", f"“{each}”不在实施中，不能安排督导。", clause, field="projects")
        for each in projects
        if each.programme_id != programme.pk or each.status not in FOLLOWED
    )


def _against(people: list[User], programme: Programme, projects: list[Project], clause: str) -> tuple[Finding, ...]:
    """Those who are to go: somebody, of the managing organisation, and not to their own unit."""
    if not people:
        return (Finding("no_inspectors", "请选择督导人员。", clause, field="inspectors"),)
    strangers = tuple(
        Finding("not_an_inspector", f"{each.name}不是本部门的督导人员。", clause, field="inspectors")
        for each in people
        if not permissions.inspects(each, programme)
    )
    return (*strangers, *own_unit(conflicts_between(people, projects), clause))


@transaction.atomic
def replan(
    inspection: Inspection, *, planned_on: date, inspectors: Iterable[User], reason: str, by: Any, at: datetime
) -> Inspection:
    """Another day, other people; whom it concerns is told why."""
    inspection, people = locked(inspection), list(inspectors)
    if not permissions.plans(by, inspection):
        raise PermissionDenied
    refuse_if(_against(people, inspection.programme, _projects_of(inspection), inspection.clause))
    detail = _planned(planned_on, people)
    moved = move(inspection, "replan", by=by, at=at, reason=reason, detail=detail, planned_on=planned_on)
    moved.inspectors.set(people)
    moved.__dict__.pop("inspector_ids", None)
    return moved


@transaction.atomic
def record_visit(
    inspection: Inspection, *, visited_on: date | None, reason: str = "", by: Any, at: datetime
) -> Inspection:
    """The inspector hands the record in: from now on it counts. `reason` says why a project was left out."""
    inspection = locked(inspection)
    if not permissions.visits(by, inspection):
        raise PermissionDenied
    refuse_if(own_unit(conflicts_between([by], _projects_of(inspection)), inspection.clause))
    facts = replace(inspection.facts(at), visited_on=visited_on)
    changes = {"visited_on": visited_on, "recorded_by_name": by.name}
    return move(inspection, "record_visit", own=facts, by=by, at=at, reason=reason, **changes)


@transaction.atomic
def enter_paper(
    inspection: Inspection,
    *,
    visited_on: date | None,
    inspector: User,
    scan: BinaryIO | None = None,
    name: str = "",
    reason: str = "",
    by: Any,
    at: datetime,
) -> Inspection:
    """The section enters a record that was made on paper, with its scan; it counts once the inspector confirms it."""
    inspection = locked(inspection)
    if not permissions.enters(by, inspection):
        raise PermissionDenied
    refuse_if(_against_inspector(inspection, inspector, by))
    if scan is not None:
        take_in(inspection, SCAN, scan, name=name, by=by, at=at, field="scan", only=SCANS)
    facts = replace(inspection.facts(at), visited_on=visited_on)
    changes = {"visited_on": visited_on, "entered_at": at, "entered_by": by, "entered_for": inspector}
    detail = {"for": inspector.name}
    return move(inspection, "enter_paper", own=facts, by=by, at=at, reason=reason, detail=detail, **changes)


def _against_inspector(inspection: Inspection, inspector: User, by: Any) -> tuple[Finding, ...]:
    at = inspection.programme.managing_organisation_id
    if inspector.pk == by.pk:
        return (Finding("own_record", "本人的记录请直接填报，不用补录。", inspection.clause, field="inspector"),)
    if not inspector.holds(Role.INSPECTOR, organisation=at):
        return (Finding("not_an_inspector", f"{inspector.name}不是督导员。", inspection.clause, field="inspector"),)
    return own_unit(conflicts_between([inspector], _projects_of(inspection)), inspection.clause)


@transaction.atomic
def confirm(inspection: Inspection, *, by: Any, at: datetime) -> Inspection:
    """The inspector on whose behalf it was entered stands for the record."""
    return move(inspection, "confirm", by=by, at=at, recorded_by_name=by.name)


def dispute(inspection: Inspection, *, reason: str, by: Any, at: datetime) -> Inspection:
    """The inspector says what is wrong with it; the section puts it right or calls it off."""
    return move(inspection, "dispute", by=by, at=at, reason=reason)


def close(inspection: Inspection, *, by: Any, at: datetime) -> Inspection:
    return move(inspection, "close", by=by, at=at)


def cancel(inspection: Inspection, *, reason: str, by: Any, at: datetime) -> Inspection:
    return move(inspection, "cancel", by=by, at=at, reason=reason)


def _projects_of(inspection: Inspection) -> list[Project]:
    return [each.project for each in inspection.observations.select_related("project").order_by("project__number")]
