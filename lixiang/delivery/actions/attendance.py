"""The verbs of attendance: an organisation replies who comes, the clerk puts down who was there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.models import Attendance, Invitation, Meeting, Standing
from lixiang.delivery.rules.meetings import standing_against_reply
from lixiang.delivery.states.meetings import Status
from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked

LONGEST_NAME, LONGEST_REASON = 60, 500
MOST_NAMED = 50  # people of one organisation, or of a meeting's whole list by ten


@dataclass(frozen=True)
class Person:
    """Somebody as typed: name and post, and by the clerk the organisation's id and how they took part."""

    name: str
    post: str = ""
    organisation: int = 0
    standing: str = Standing.PRESENT


@transaction.atomic
def reply(
    meeting: Meeting,
    organisation: Organisation,
    *,
    people: Iterable[Person] = (),
    leave_reason: str = "",
    by: Any,
    at: datetime,
) -> Invitation:
    """Say who comes, or ask leave; until the meeting begins a later reply takes the place of the one before."""
    meeting = locked(meeting)
    invitation = meeting.invitations.filter(organisation=organisation).first()
    if invitation is None or meeting.notice_id is None or not permissions.replies_for(by, organisation.pk):
        raise PermissionDenied
    named = _named(people)
    clause = meeting.clause_at(at)
    has_begun = meeting.begins_at is not None and at >= meeting.begins_at
    is_open = meeting.status == Status.ANNOUNCED
    found = standing_against_reply(is_open, has_begun, len(named), leave_reason, clause)
    long = too_long(leave_reason.strip(), LONGEST_REASON, what="请假理由", clause=clause, field="leave_reason")
    refuse_if((*found, *long, *_too_long(named, clause)))
    _replace(meeting, organisation, named)
    invitation.replied_at, invitation.replied_by, invitation.replied_by_name = at, by, by.name
    invitation.leave_reason = leave_reason.strip()
    invitation.save(update_fields=["replied_at", "replied_by", "replied_by_name", "leave_reason"])
    detail = {"organisation": organisation.name, "people": len(named)}
    record(meeting, "reply", by=by, at=at, reason=leave_reason, detail=detail, programme_id=meeting.programme_id)
    return invitation


def _named(people: Iterable[Person]) -> list[Person]:
    named = [person for person in people if person.name.strip()]
    if len(named) > MOST_NAMED:
        raise Refused(Finding("too_many", f"一个单位最多填写{MOST_NAMED}人。", field="leave_reason"))
    return named


def _too_long(people: list[Person], clause: str) -> tuple[Finding, ...]:
    """What the list has no room for, of whom."""
    return tuple(
        finding
        for person in people
        for what, text in (("姓名", person.name.strip()), ("职务", person.post.strip()))
        for finding in too_long(text, LONGEST_NAME, what=f"“{person.name.strip()[:10]}”的{what}", clause=clause)
    )


def _replace(meeting: Meeting, organisation: Organisation, people: list[Person]) -> None:
    meeting.attendance.filter(organisation=organisation).delete()
    last = meeting.attendance.order_by("-place").values_list("place", flat=True).first() or 0
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            organisation=organisation,
            place=last + place,
            name=person.name.strip(),
            post=person.post.strip(),
            by_reply=True,
        )
        for place, person in enumerate(people, 1)
    )


@transaction.atomic
def record_attendance(meeting: Meeting, people: Iterable[Person], *, by: Any, at: datetime) -> list[Attendance]:
    """Put down the whole list of who was there, on leave, sitting in or absent; what was there before is replaced."""
    meeting = locked(meeting)
    if not permissions.runs_meeting(by, meeting):
        raise PermissionDenied
    clause = meeting.clause_at(at)
    has_begun = meeting.begins_at is not None and at >= meeting.begins_at
    if meeting.status != Status.HELD and not (meeting.status == Status.ANNOUNCED and has_begun):
        word = meeting.get_status_display()
        sentence = f"会议{word}，会议开始以后、印发纪要以前才能登记参会人员。"
        raise Refused(Finding("attendance_closed", sentence, clause))
    named = [person for person in people if person.name.strip()]
    refuse_if((*_unfit(meeting, named, clause), *_too_long(named, clause)))
    replied = set(meeting.attendance.filter(by_reply=True).values_list("organisation", "name"))
    meeting.attendance.all().delete()
    made = Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            organisation_id=person.organisation,
            place=place,
            name=person.name.strip(),
            post=person.post.strip(),
            standing=person.standing,
            by_reply=(person.organisation, person.name.strip()) in replied,
        )
        for place, person in enumerate(named, 1)
    )
    counts = {standing: sum(one.standing == standing for one in made) for standing in Standing.values}
    record(meeting, "record_attendance", by=by, at=at, detail=counts, programme_id=meeting.programme_id)
    return made


def _unfit(meeting: Meeting, people: list[Person], clause: str) -> tuple[Finding, ...]:
    """The list holds people of the invited organisations and of the one that called the meeting."""
    known = set(meeting.invitations.values_list("organisation", flat=True))
    known.add(meeting.programme.managing_organisation_id)
    found = []
    if any(person.organisation not in known for person in people):
        found.append(Finding("not_invited", "参会人员应属于参会单位或者主管单位。", clause))
    if any(person.standing not in Standing.values for person in people):
        found.append(Finding("no_such_standing", "参会情况应为出席、请假、列席或者缺席。", clause))
    if len(people) > 10 * MOST_NAMED:
        found.append(Finding("too_many", f"最多登记{10 * MOST_NAMED}人。", clause))
    return tuple(found)
