"""The verbs of a meeting: draft, edit, announce, put right, hold, cancel, minutes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from lixiang.delivery import permissions
from lixiang.delivery.documents import meetings as papers
from lixiang.delivery.models import Invitation, Meeting
from lixiang.delivery.queries.minutes import hash_of_minutes, last_writing
from lixiang.delivery.rules.meetings import MeetingKind, hash_of_words, reply_by, times_out_of_order
from lixiang.delivery.states.meetings import Status
from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move

FIELDS = ("title", "place", "begins_at", "ends_at", "chair", "requirements")


@transaction.atomic
def draft_meeting(
    programme: Programme,
    *,
    kind: str,
    organisations: Iterable[Organisation] = (),
    by: Any,
    at: datetime,
    **fields: Any,
) -> Meeting:
    """A meeting that only the section sees; `kind` is the code of a row of the programme, `fields` are FIELDS."""
    programme = locked(programme)
    if not permissions.runs_delivery(by, programme):
        raise PermissionDenied
    rows = settings_by_kind(version_in_force(programme, at), MeetingKind)
    row = next((each for each in rows if each.code == kind), None)
    if row is None:
        raise Refused(Finding("no_such_kind", "本批次没有设置这种会议形式。", field="kind"))
    last = programme.meetings.order_by("-number").values_list("number", flat=True).first() or 0
    meeting = Meeting(
        ref=f"{programme.ref}-m{last + 1}",
        number=last + 1,
        programme=programme,
        kind=row.code,
        kind_title=row.title,
        status_since=at,
        drafted_at=at,
        **_clean(fields),
    )
    refuse_if(_unfit(meeting, at))
    meeting.save()
    _invite(meeting, organisations)
    record(meeting, "draft", by=by, at=at, detail={"title": meeting.title}, programme_id=programme.pk)
    return meeting


@transaction.atomic
def edit_meeting(
    meeting: Meeting, *, organisations: Iterable[Organisation] | None = None, by: Any, at: datetime, **fields: Any
) -> Meeting:
    """Change a draft; what was announced is changed by a new notice."""
    meeting = _for_section(meeting, by)
    if meeting.status != Status.DRAFT:
        raise Refused(
            Finding("already_announced", "会议通知已经印发，要改动的，请印发更正通知。", meeting.clause_at(at))
        )
    for name, value in _clean(fields).items():
        setattr(meeting, name, value)
    refuse_if(_unfit(meeting, at))
    meeting.save(update_fields=[*fields])
    if organisations is not None:
        _invite(meeting, organisations)
    record(meeting, "edit", by=by, at=at, detail={"fields": sorted(fields)}, programme_id=meeting.programme_id)
    return meeting


def _for_section(meeting: Meeting, by: Any) -> Meeting:
    meeting = locked(meeting)
    if not permissions.runs_meeting(by, meeting):
        raise PermissionDenied
    return meeting


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    strange = set(fields) - set(FIELDS)
    if strange:
        raise TypeError(f"a meeting has no {', '.join(sorted(strange))}")
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _unfit(meeting: Meeting, at: datetime) -> tuple[Finding, ...]:
    """What no meeting may be, draft or not."""
    nameless = () if meeting.title else (Finding("no_title", "请填写会议名称。", field="title"),)
    return (*nameless, *times_out_of_order(meeting.begins_at, meeting.ends_at, _clause_of(meeting, at)))


def _clause_of(meeting: Meeting, at: datetime) -> str:
    kind = meeting.kind_setting(at)
    return kind.clause if kind else ""


def _invite(meeting: Meeting, organisations: Iterable[Organisation]) -> None:
    """Exactly these, in official order; who stays keeps its reply, also for what was merged into it since."""
    wanted = {organisation.pk: organisation for organisation in organisations}
    meeting.invitations.exclude(Q(organisation__in=wanted) | Q(organisation__successor__in=wanted)).delete()
    kept = {each.organisation.bearer_id: each for each in meeting.invitations.select_related("organisation")}
    for place, organisation in enumerate(sorted(wanted.values(), key=lambda each: each.path), 1):
        invitation = kept.get(organisation.pk) or Invitation(meeting=meeting, organisation=organisation)
        invitation.place = place
        invitation.save()


@transaction.atomic
def announce(meeting: Meeting, *, by: Any, at: datetime, reason: str = "", mark: str = "") -> Meeting:
    """Issue the notice to every invited organisation, which signs for it and replies who comes.

    The meeting's row is locked first, so its own chain may be written before the register is.
    """
    meeting = locked(meeting)
    meeting = move(meeting, "announce", by=by, at=at, reason=reason, detail=_shown(meeting), **_told(meeting, at))
    meeting.notice = papers.issue_notice(meeting, papers.NOTICE, by=by, at=at, mark=mark)
    meeting.save(update_fields=["notice"])
    return meeting


def _told(meeting: Meeting, at: datetime) -> dict[str, Any]:
    """What a notice sets beside the status: until when to reply, and the next edition for the calendars."""
    kind = meeting.kind_setting(at)
    until = reply_by(meeting.begins_at, kind.reply_days if kind else 0) if meeting.begins_at else None
    if until is not None and until <= at:
        until = meeting.begins_at  # announced late, units reply until it begins
    return {"reply_by": until, "edition": meeting.edition + 1}


def _shown(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "begins_at": meeting.begins_at.isoformat() if meeting.begins_at else "",
        "place": meeting.place,
    }


@transaction.atomic
def correct_notice(meeting: Meeting, *, reason: str, by: Any, at: datetime, mark: str = "", **fields: Any) -> Meeting:
    """Change title, place, time, chair or requirements of an announced meeting by a new notice that names the old."""
    meeting = locked(meeting)
    said = _clean(fields)
    for name, value in said.items():
        setattr(meeting, name, value)
    # The facts are those of the meeting as it will be.
    words = {"own": meeting.facts(at), "detail": _shown(meeting), "reason": reason, "by": by, "at": at}
    meeting = move(meeting, "correct_notice", **words, **said, **_told(meeting, at))
    meeting.notice = papers.issue_notice(meeting, papers.CHANGE, by=by, at=at, reason=reason, mark=mark)
    meeting.save(update_fields=["notice"])
    return meeting


def hold(meeting: Meeting, *, by: Any, at: datetime) -> Meeting:
    """It took place; now attendance, conclusions and tasks are put down."""
    return move(meeting, "hold", by=by, at=at)


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: Any, at: datetime, mark: str = "") -> Meeting:
    """Call a meeting off; one that was announced by a notice that names the old one."""
    meeting = locked(meeting)
    meeting = move(meeting, "cancel", by=by, at=at, reason=reason, edition=meeting.edition + 1)
    if meeting.notice is not None:
        meeting.notice = papers.issue_notice(meeting, papers.CANCELLATION, by=by, at=at, reason=reason, mark=mark)
        meeting.save(update_fields=["notice"])
    return meeting


@transaction.atomic
def write_minutes(
    meeting: Meeting,
    *,
    summary: str,
    conclusions: Mapping[int, str] | None = None,
    seen: str | None = None,
    by: Any,
    at: datetime,
) -> Meeting:
    """Put down what was agreed, in general and by agenda item (id -> text), before the minutes leave.

    `seen` is the hash of the words that the page rests on. Raises EditedMeanwhile where others stand by now.
    """
    meeting = _for_section(meeting, by)
    if meeting.status != Status.HELD:
        raise Refused(Finding("not_held", "会议召开以后、印发纪要以前，才能填写议定事项。", _clause_of(meeting, at)))
    _refuse_unseen(meeting, seen, hash_of_words(summary, conclusions or {}))
    _put_down(meeting, summary, conclusions or {})
    record(meeting, "write_minutes", by=by, at=at, programme_id=meeting.programme_id)
    return meeting


def _refuse_unseen(meeting: Meeting, seen: str | None, typed: str) -> None:
    """The same words again are no clash, and before the first there are none to lose."""
    last = last_writing(meeting)
    if last and seen is not None and hash_of_minutes(meeting) not in (seen, typed):
        raise EditedMeanwhile(last, meeting)


def _put_down(meeting: Meeting, summary: str, conclusions: Mapping[int, str]) -> None:
    meeting.summary = summary.strip()
    meeting.save(update_fields=["summary"])
    for item in meeting.items.filter(pk__in=conclusions):
        item.conclusion = conclusions[item.pk].strip()
        item.save(update_fields=["conclusion"])


@transaction.atomic
def issue_minutes(meeting: Meeting, *, by: Any, at: datetime, mark: str = "") -> Meeting:
    """Issue the minutes to every invited organisation; from then on they change only by a new document."""
    meeting = move(meeting, "issue_minutes", by=by, at=at)
    meeting.minutes = papers.issue_minutes(meeting, by=by, at=at, mark=mark)
    meeting.save(update_fields=["minutes"])
    return meeting


@transaction.atomic
def correct_minutes(
    meeting: Meeting,
    *,
    summary: str,
    reason: str,
    conclusions: Mapping[int, str] | None = None,
    by: Any,
    at: datetime,
    mark: str = "",
) -> Meeting:
    """Put minutes right by new ones that name the old; nothing is changed where that is refused."""
    meeting = locked(meeting)
    row = meeting.transitions.row("correct_minutes", meeting.status)
    if row is not None and row.who(by, meeting):
        _put_down(meeting, summary, conclusions or {})
    meeting = move(meeting, "correct_minutes", by=by, at=at, reason=reason)
    meeting.minutes = papers.issue_minutes(meeting, by=by, at=at, mark=mark)
    meeting.save(update_fields=["minutes"])
    return meeting
