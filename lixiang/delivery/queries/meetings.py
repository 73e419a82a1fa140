"""Reads of meetings: the list, one meeting's page, who may be invited, what may stand on the agenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from lixiang.access.keys import key_in
from lixiang.agreements.rules import Due, due
from lixiang.delivery.models import AgendaItem, Attendance, Invitation, Meeting
from lixiang.delivery.permissions import ATTENDING
from lixiang.delivery.rules.meetings import MeetingKind
from lixiang.delivery.states.meetings import TONES, Status
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.people.models import Organisation, bearer_of
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import is_of_the_section
from lixiang.programmes.queries import organisations_of, settings_by_kind, the_setting, version_in_force
from lixiang.programmes.rules.kinds import Receivers
from lixiang.projects.models import Project
from lixiang.projects.states import APPROVED
from lixiang.workflow.table import Row

ROWS = 30
UPCOMING, PAST = "upcoming", "past"
PERIODS = {UPCOMING: "即将召开", PAST: "已召开和取消"}


def kinds_of(programme: Programme, at: datetime) -> tuple[MeetingKind, ...]:
    """The kinds of meeting that the programme knows; none where it holds no meetings."""
    return settings_by_kind(version_in_force(programme, at), MeetingKind)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    ref: str
    title: str
    kind: str
    begins_at: datetime | None
    place: str
    word: str
    tone: str
    invited: int
    replied: int


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    next_key: str


COLUMNS = ("id", "ref", "title", "kind_title", "begins_at", "place", "status", "invited", "replied")


def meeting_page(
    user: Any, programme: Programme, *, period: str = UPCOMING, project: str = "", after: str = ""
) -> Page:
    """What is to come by date, drafts without one last; what is past the newest first. Paged by key, one query."""
    seen = Meeting.visible_to(user).select_related(None).filter(programme=programme)
    if project:
        seen = seen.filter(items__project__ref=project)
    counted = seen.annotate(
        invited=Count("invitations", distinct=True),
        replied=Count("invitations", filter=Q(invitations__replied_at__isnull=False), distinct=True),
    )
    is_past = period == PAST
    ahead = (Status.DRAFT, Status.ANNOUNCED)
    rows = counted.exclude(status__in=ahead) if is_past else counted.filter(status__in=ahead)
    found = list(_after(rows, after, is_past).values_list(*COLUMNS)[: ROWS + 1])
    lines = found[:ROWS]
    next_key = _key(lines[-1]) if len(found) > ROWS else ""
    return Page(tuple(_line(row) for row in lines), next_key)


def _key(row: tuple) -> str:
    return f"{int(row[4].timestamp()) if row[4] else 0}-{row[0]}"


def _after(rows: QuerySet[Meeting], key: str, is_past: bool) -> QuerySet[Meeting]:
    """In order, from behind a key on; a key that is none begins at the top. Those without a date come last."""
    seconds, _, number = key.partition("-")
    moment, pk = key_in(seconds), key_in(number)
    order = ("-begins_at", "-id") if is_past else ("begins_at", "id")
    if moment is not None and pk is not None and moment < 10**11:
        rows = rows.filter(_behind(moment, pk, is_past))
    return rows.order_by(_nulls_last(order[0]), order[1])


def _behind(seconds: int, pk: int, is_past: bool) -> Q:
    way, step = ("lt", "id__lt") if is_past else ("gt", "id__gt")
    if not seconds:
        return Q(begins_at__isnull=True, **{step: pk})
    moment = datetime.fromtimestamp(seconds, UTC)
    same = Q(begins_at=moment, **{step: pk})
    return Q(**{f"begins_at__{way}": moment}) | same | Q(begins_at__isnull=True)


def _nulls_last(field: str) -> Any:
    name = F(field.lstrip("-"))
    return name.desc(nulls_last=True) if field.startswith("-") else name.asc(nulls_last=True)


def _line(row: tuple) -> Line:
    _, ref, title, kind, begins_at, place, status, invited, replied = row
    state = Status(status)
    return Line(ref, title, kind, begins_at, place, str(state.label), TONES[state], invited, replied)


@dataclass(frozen=True)
class Room:
    """Everything that the page of one meeting shows to one person."""

    meeting: Meeting
    kind: MeetingKind | None
    is_section: bool
    items: tuple[AgendaItem, ...]
    invitations: tuple[Invitation, ...]
    attendance: tuple[Attendance, ...]
    files: tuple[Claim, ...]
    trail: tuple[Event, ...]
    reply_due: Due | None
    offered: tuple[Row, ...]
    has_begun: bool
    readable: frozenset[int]

    @property
    def verbs(self) -> frozenset[str]:
        return frozenset(row.verb for row in self.offered)

    @property
    def may_edit(self) -> bool:
        return "announce" in self.verbs

    @property
    def may_arrange(self) -> bool:
        """Whether the agenda can still be changed."""
        return bool({"announce", "correct_notice"} & self.verbs)

    @property
    def may_record(self) -> bool:
        """Whether attendance can be put down."""
        return "issue_minutes" in self.verbs or ("hold" in self.verbs and self.has_begun)

    @property
    def may_hand_out(self) -> bool:
        return bool({"issue_minutes", "correct_minutes"} & self.verbs)

    @property
    def may_attach(self) -> bool:
        """The section alone is offered verbs, and none of a cancelled meeting."""
        return bool(self.verbs)

    @property
    def to_do(self) -> str:
        """What the section is to do with it now."""
        if self.may_edit:
            return "核对时间、地点、参会单位和议程，印发会议通知"
        if "issue_minutes" in self.verbs:
            return "登记参会人员，填写议定事项，交办任务，印发纪要"
        if "hold" in self.verbs:
            return "会议已到时间，请登记已召开" if self.has_begun else "等待参会单位签收通知、报送参会人员"
        return ""

    @property
    def clause(self) -> str:
        return self.kind.clause if self.kind else ""

    @property
    def minutes_in_all(self) -> int:
        return sum(item.minutes for item in self.items)

    @property
    def replied(self) -> int:
        return sum(1 for each in self.invitations if each.replied_at)

    def named_by(self, organisation_id: int) -> tuple[Attendance, ...]:
        return tuple(one for one in self.attendance if one.organisation_id == organisation_id)


def room_of(user: Any, meeting: Meeting, at: datetime) -> Room:
    """All of it to the section; to others their own organisations' replies, and no trail. Seven queries at most."""
    is_section = is_of_the_section(user, meeting.programme)
    invitations = meeting.invitations.select_related("organisation")
    attendance = meeting.attendance.select_related("organisation")
    if not is_section:
        own = user.organisations_as(*ATTENDING)
        invitations, attendance = invitations.filter(organisation__in=own), attendance.filter(organisation__in=own)
    trail = Event.objects.filter(subject_kind="meeting", subject_id=meeting.pk).order_by("-sequence")
    is_open = meeting.status == Status.ANNOUNCED and meeting.reply_by is not None
    return Room(
        meeting,
        meeting.kind_setting(at),
        is_section,
        tuple(meeting.items.select_related("project__nominating_organisation")),
        tuple(invitations),
        tuple(attendance),
        tuple(Claim.of(meeting)),
        tuple(trail) if is_section else (),
        due(meeting.reply_by, at) if is_open and meeting.reply_by else None,
        meeting.transitions.offered_to(user, meeting),
        meeting.begins_at is not None and at >= meeting.begins_at,
        OfficialDocument.readable_among(user, (meeting.notice, meeting.minutes)),
    )


def visible_projects(user: Any, items: Iterable[AgendaItem]) -> frozenset[str]:
    """The references of the projects on an agenda whose dossiers this person may open; one query."""
    ids = [item.project_id for item in items if item.project_id]
    return frozenset(Project.visible_to(user).filter(pk__in=ids).values_list("ref", flat=True)) if ids else frozenset()


def invitable(programme: Programme, at: datetime) -> list[Organisation]:
    """Whom the opening notice addresses, in the order of the notice, and then the units that carry projects out."""
    version = version_in_force(programme, at)
    receivers: Any = the_setting(version, Receivers)
    found = organisations_of(version, receivers.groups) if receivers else []
    approved = Project.objects.filter(programme=programme, status__in=APPROVED)
    units = Organisation.objects.filter(
        Q(pk__in=approved.values("drafting_organisation")) | Q(pk__in=approved.values("implementing_organisation"))
    )
    return Organisation.bearers([*found, *units.in_official_order()])


def projects_for_agenda(meeting: Meeting) -> QuerySet[Project]:
    """Approved projects of the programme that are not on this agenda yet, in official order of who nominates."""
    there = meeting.items.exclude(project=None).values("project")
    approved = Project.objects.filter(programme=meeting.programme_id, status__in=APPROVED).exclude(pk__in=there)
    order = ("nominating_organisation__path", "number")
    return approved.select_related("nominating_organisation").order_by(*order)[: ROWS * 10]


def invitation_of(user: Any, meeting: Meeting, code: str) -> Invitation | None:
    """The invitation that this person may reply to for the organisation of that code."""
    own = user.organisations_as(*ATTENDING)
    invited = meeting.invitations.filter(organisation__in=own, organisation__code=code)
    return invited.select_related("organisation").first()


def item_of(meeting: Meeting, number: int) -> AgendaItem | None:
    return meeting.items.filter(pk=number).first()


def file_of(meeting: Meeting, number: int) -> Claim | None:
    return Claim.of(meeting).filter(pk=number).first()


def attending_organisations(meeting: Meeting) -> list[Organisation]:
    """Those whose people a list of attendance may hold: who called the meeting, then the invited."""
    invited = [each.organisation for each in meeting.invitations.select_related("organisation")]
    return [meeting.programme.managing_organisation, *invited]


def attendance_as_typed(meeting: Meeting) -> list[dict[str, Any]]:
    """The clerk's list as its form begins: who was put down or replied."""
    rows = meeting.attendance.values("organisation", "name", "post", "standing")
    return list(rows)


def named_by(meeting: Meeting, invitation: Invitation) -> list[Attendance]:
    """Whom an organisation named in its reply."""
    return list(meeting.attendance.filter(organisation=invitation.organisation_id))


def invited_ids(meeting: Meeting) -> list[str]:
    """Those who were invited, by who bears their work today."""
    return [str(pk) for pk in meeting.invitations.values_list(bearer_of("organisation"), flat=True)]


def usually_invited(programme: Programme) -> list[str]:
    """Those whose projects are approved: where a new meeting begins."""
    approved = Project.objects.filter(programme=programme, status__in=APPROVED)
    bearing = approved.order_by().values_list(bearer_of("nominating_organisation"), flat=True)
    return [str(pk) for pk in bearing.distinct()]


def projects_of_meeting(meeting: Meeting) -> list[Project]:
    """The projects on the agenda, for the tasks that concern one."""
    return [item.project for item in meeting.items.select_related("project") if item.project]
