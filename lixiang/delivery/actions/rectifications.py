"""The verbs of a rectification ticket: open, answer with proof, close, return, extend, call off, remind."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.agreements.rules import standing_against_reminder
from lixiang.delivery import permissions
from lixiang.delivery.actions import lamps
from lixiang.delivery.actions.uploads import take_in
from lixiang.delivery.models import Report
from lixiang.delivery.models.inspections import Observation
from lixiang.delivery.models.rectifications import PROOF, Rectification
from lixiang.delivery.models.report_facts import form_of
from lixiang.delivery.queries.conflicts import conflicts_between, sides_of
from lixiang.delivery.rules.inspections import own_unit
from lixiang.delivery.rules.rectifications import (
    OpeningFacts,
    standing_against_demand,
    standing_against_extension,
    standing_against_opening,
)
from lixiang.delivery.states.inspections import Status as InspectionStatus
from lixiang.delivery.states.rectifications import Status
from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.projects.models import Project
from lixiang.projects.rules.content import tidy
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move


@transaction.atomic
def open_rectification(
    observation: Observation,
    *,
    organisation: Organisation | None,
    requirement: str,
    due_on: date | None,
    by: Any,
    at: datetime,
) -> Rectification:
    """A ticket for what was observed; only from a record that counts, so never from an unconfirmed paper one."""
    project, inspection = locked(observation.project), locked(observation.inspection)
    if not permissions.follows(by, project):
        raise PermissionDenied
    if inspection.status != InspectionStatus.VISITED or not observation.text:
        word = inspection.get_status_display()
        raise Refused(Finding("not_recorded", f"督导记录“{word}”，不能开具整改单。", inspection.clause))
    requirement = tidy(requirement)
    refuse_if(_against_opening(observation, organisation, requirement, due_on, at))
    refuse_if(_own_unit(by, project, inspection.clause))
    assert organisation is not None and due_on is not None  # else refused
    words = {"organisation": organisation, "requirement": requirement, "due_on": due_on}
    ticket = _opened(project, observation=observation, **words, by=by, at=at)
    lamps.follow(project.pk, by=by, at=at)
    return ticket


@transaction.atomic
def open_after_check(report: Report, *, requirement: str, due_on: date | None, by: Any, at: datetime) -> Rectification:
    """A ticket for whoever is responsible for the project, since its 中期检查 ended in 限期整改; the caller lights."""
    project, clause = locked(report.project), form_of(report).clause
    if not permissions.follows(by, project):
        raise PermissionDenied
    requirement = tidy(requirement)
    refuse_if(standing_against_demand(clause, timezone.localtime(at).date(), requirement, due_on))
    refuse_if(_own_unit(by, project, clause))
    organisation = Organisation.objects.get(pk=next(iter(sides_of(project))))
    words = {"organisation": organisation, "requirement": requirement, "due_on": due_on}
    return _opened(project, report=report, **words, by=by, at=at)


def _opened(project: Project, *, by: Any, at: datetime, **words: Any) -> Rectification:
    ticket = Rectification.objects.create(
        ref=f"{project.ref}-z{project.rectifications.count() + 1:02d}",
        programme_id=project.programme_id,
        project=project,
        **words,
        status_since=at,
        opened_at=at,
        opened_by=by,
        opened_by_name=by.name,
    )
    detail = {"due_on": ticket.due_on.isoformat(), "organisation": ticket.organisation.name}
    record(ticket, "open", by=by, at=at, detail=detail, programme_id=ticket.programme_id)
    return ticket


def _against_opening(
    observation: Observation, organisation: Organisation | None, requirement: str, due_on: date | None, at: datetime
) -> tuple[Finding, ...]:
    inspection = observation.inspection
    asked = OpeningFacts(
        inspection.clause,
        timezone.localtime(at).date(),
        inspection.visited_on,
        requirement,
        due_on,
        organisation.pk if organisation else 0,
        frozenset(sides_of(observation.project)),
    )
    return standing_against_opening(asked)


def _own_unit(by: Any, project: Project, clause: str) -> tuple[Finding, ...]:
    return own_unit(conflicts_between([by], [project]), clause)


@transaction.atomic
def answer(
    ticket: Rectification, *, text: str, proofs: Iterable[tuple[BinaryIO, str]] = (), by: Any, at: datetime
) -> Rectification:
    """What was done, with its proof; files that came with an earlier answer still stand."""
    ticket = locked(ticket)
    if not permissions.answers(by, ticket):
        raise PermissionDenied
    _refuse_unless(ticket, Status.OPEN, "报送整改情况")
    for upload, name in proofs:
        take_in(ticket, PROOF, upload, name=name, by=by, at=at, field="proofs")
    text = tidy(text)
    facts = replace(ticket.facts(at), answer=text)
    changes = {"answer": text, "answered_at": at, "answered_by_name": by.name}
    return move(ticket, "answer", own=facts, by=by, at=at, detail={"answer": text}, **changes)


def _refuse_unless(ticket: Rectification, status: str, label: str) -> None:
    """Before files are taken in, which would otherwise be claimed for a ticket that takes none."""
    if ticket.status != status:
        sentence = f"整改单“{ticket.get_status_display()}”，不能{label}；页面可能已过时，请刷新后再看。"
        raise Refused(Finding("not_in_this_status", sentence, ticket.clause))


@lamps.lights
def close(ticket: Rectification, *, by: Any, at: datetime) -> Rectification:
    """What was asked for is done; only the roles that the programme names may say so, and nobody for their own unit."""
    ticket = locked(ticket)
    if not permissions.closes(by, ticket, ticket.closers):
        raise PermissionDenied
    refuse_if(_own_unit(by, ticket.project, ticket.clause))
    return move(ticket, "close", by=by, at=at, closed_by_name=by.name)


@transaction.atomic
def send_back(ticket: Rectification, *, reason: str, by: Any, at: datetime) -> Rectification:
    """Not yet put right: the organisation answers again by the same date, which may be extended."""
    return move(ticket, "send_back", by=by, at=at, reason=reason)


@lamps.lights
def extend(ticket: Rectification, *, due_on: date | None, reason: str, by: Any, at: datetime) -> Rectification:
    ticket = locked(ticket)
    if not permissions.checks(by, ticket):
        raise PermissionDenied
    refuse_if(standing_against_extension(ticket.due_on, due_on, timezone.localtime(at).date(), ticket.clause))
    assert due_on is not None  # else refused
    detail = {"due_on": due_on.isoformat(), "was_due_on": ticket.due_on.isoformat()}
    return move(ticket, "extend", by=by, at=at, reason=reason, detail=detail, due_on=due_on)


@lamps.lights
def cancel(ticket: Rectification, *, reason: str, by: Any, at: datetime) -> Rectification:
    return move(ticket, "cancel", by=by, at=at, reason=reason)


@transaction.atomic
def remind(ticket: Rectification, *, by: Any, at: datetime) -> Rectification:
    """催办: while the organisation has the ticket, once a day."""
    ticket = locked(ticket)
    if not permissions.checks(by, ticket):
        raise PermissionDenied
    if ticket.status != Status.OPEN:
        raise Refused(Finding("nothing_to_remind", f"整改单{ticket.get_status_display()}，无须催办。", ticket.clause))
    refuse_if(standing_against_reminder(ticket.reminded_at, at, ticket.clause))
    ticket.reminded_at, ticket.reminders = at, ticket.reminders + 1
    ticket.save(update_fields=["reminded_at", "reminders"])
    detail = {"due_on": ticket.due_on.isoformat(), "overdue": timezone.localtime(at).date() > ticket.due_on}
    record(ticket, "remind", by=by, at=at, detail=detail, programme_id=ticket.programme_id)
    return ticket
