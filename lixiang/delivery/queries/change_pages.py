"""What the pages of changes show: the changes of a project, those of a programme, and one request as a sheet."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from lixiang.delivery import permissions
from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.queries import changes
from lixiang.delivery.rules.change_kinds import ChangeKind
from lixiang.delivery.rules.changes import FROM, UNDER_WAY, blockers_to_hand_in
from lixiang.delivery.states.changes import IN_FORCE, OPEN_TO_ASKER, TONES, Status
from lixiang.delivery.states.supplements import Status as SupplementStatus
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.queries import Part
from lixiang.projects.queries.choices import clauses_of, organisations_below, topics_of
from lixiang.projects.rules.content import Difference
from lixiang.projects.rules.kinds import Category, Section
from lixiang.workflow.findings import Finding

ROWS = 50
ENDED = (Status.DECLINED, Status.WITHDRAWN, Status.LAPSED)
SHOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("全部", ()),
    "waiting": ("待审批", (Status.HANDED_IN,)),
    "unsigned": ("待签补充协议", (Status.APPROVED,)),
    "filed": ("待备案", (Status.FILED,)),
    "in_force": ("已生效", IN_FORCE),
    "ended": ("未生效", ENDED),
}
COLUMNS = (
    "id",
    "ref",
    "number",
    "title",
    "project__ref",
    "project__title",
    "project__nominating_organisation__short_name",
    "project__drafting_organisation__short_name",
    "programme__managing_organisation__short_name",
    "status",
    "status_since",
    "authority",
    "by_section",
    "supplement__status",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One request in a list: who has it now, since when."""

    ref: str
    number: int
    title: str
    project_ref: str
    project: str
    nominator: str
    word: str
    tone: str
    holder: str
    since: datetime


@dataclass(frozen=True)
class Page:
    """One page of a list, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str = ""


def page_of(user: Any, programme: Programme, *, shown: str = "", words: str = "", after: str = "") -> Page:
    """The changes of a programme that this person may see, the latest move first, by key; one query."""
    rows = ChangeRequest.visible_to(user).filter(programme=programme)
    statuses = SHOWN.get(shown, SHOWN[""])[1]
    rows = rows.filter(status__in=statuses) if statuses else rows
    if words:
        called = Organisation.objects.called(words).values("pk")
        rows = rows.filter(Q(project__title__icontains=words) | Q(project__nominating_organisation__in=called))
    found = list(_after(rows, after).order_by("-status_since", "-id").values_list(*COLUMNS)[: ROWS + 1])
    lines = found[:ROWS]
    return Page(tuple(map(_line, lines)), _key(lines[-1]) if len(found) > ROWS else "")


def lines_of(user: Any, project: Project) -> tuple[Line, ...]:
    """All changes of a project that this person may see, newest first; one query."""
    rows = ChangeRequest.visible_to(user).filter(project=project).order_by("-number")
    return tuple(map(_line, rows.values_list(*COLUMNS)))


def _line(row: tuple) -> Line:
    _, ref, number, title, project_ref, project, nominator, drafter, manager, status, since, *rest = row
    side = changes.side_of(status, *rest)
    holder = {"asking": drafter, "nominating": nominator, "managing": manager}.get(side, "")
    state = Status(status)
    return Line(
        ref, number, title, project_ref, project, nominator, str(state.label), TONES[state], holder or "", since
    )


def _key(row: tuple) -> str:
    return f"{int(row[10].timestamp() * 1_000_000)}-{row[0]}"


def _after(rows: "QuerySet[ChangeRequest]", key: str) -> "QuerySet[ChangeRequest]":
    """What follows a key; a key that is none begins at the top."""
    since, _, number = key.partition("-")
    if not (since.isdecimal() and number.isdecimal() and len(since) < 18 and len(number) < 19):
        return rows
    moment = datetime.fromtimestamp(int(since) // 1_000_000, UTC).replace(microsecond=int(since) % 1_000_000)
    return rows.filter(Q(status_since__lt=moment) | Q(status_since=moment, id__lt=int(number)))


def trail_of_changes(user: Any, project: Project) -> "QuerySet[Event]":
    """The events of the project's changes that this person may see, and of their supplementary agreements."""
    seen = ChangeRequest.visible_to(user).select_related(None).filter(project=project)
    papers = SupplementaryAgreement.objects.filter(project=project).values("pk")
    told = Q(subject_kind="changerequest", subject_id__in=seen.values("pk"))
    return Event.objects.filter(told | Q(subject_kind="supplementaryagreement", subject_id__in=papers))


def kinds_to_ask(user: Any, project: Project) -> tuple[ChangeKind, ...]:
    """The changes that this person may ask for as the project stands."""
    if not permissions.may_ask_for_change(user, project):
        return ()
    kinds = changes.kinds_known(project)
    return tuple(kind for kind in kinds if project.status in FROM.get(kind.code, UNDER_WAY))


# --- one request -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sheet:
    """Everything that the page of one request shows; `part` holds the opened fields while it can be written."""

    request: ChangeRequest
    is_writer: bool
    part: Part
    values: dict[str, Any]
    categories: tuple[Category, ...]
    rows: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    supplement: SupplementaryAgreement | None
    holder: str
    to_do: str
    paper: str
    files: tuple[Claim, ...]
    trail: tuple[Event, ...]
    clauses: dict[str, str]
    readable: frozenset[int]
    topics: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    @property
    def tone(self) -> str:
        return TONES[Status(self.request.status)]

    @property
    def clause(self) -> str:
        return changes.clause_of(self.request)

    @property
    def is_open(self) -> bool:
        return self.request.status in OPEN_TO_ASKER

    @property
    def is_hidden(self) -> bool:
        """Nobody reads over the shoulder of who mends what came back."""
        return self.is_open and not self.is_writer

    @property
    def said(self) -> Event | None:
        """The last word of whoever sent it back, declined or let it lapse."""
        verbs = ("send_back", "decline", "lapse")
        if self.request.status not in (Status.SENT_BACK, *ENDED):
            return None
        return next((event for event in self.trail if event.verb in verbs), None)

    @property
    def is_blocked(self) -> bool:
        return any(finding.is_blocking for finding in self.findings)


def sheet_of(user: Any, request: ChangeRequest, at: datetime) -> Sheet:
    """The request as this person may see it; what stands against it is asked while somebody can still act on it."""
    is_writer = request.status in OPEN_TO_ASKER and permissions.asks_for_change(user, request)
    undecided = is_writer or request.status == Status.HANDED_IN
    supplement = changes.supplement_of(request)
    project = request.project
    return Sheet(
        request=request,
        is_writer=is_writer,
        part=_part(request, is_writer),
        values=changes.opening_values(request) if is_writer else {},
        categories=settings_by_kind(project.version, Category),
        rows=changes.differences_of(request),
        findings=blockers_to_hand_in(changes.view_of(request, at)) if undecided else (),
        supplement=supplement,
        holder=changes.holder_of(request),
        to_do=to_do(request.status, supplement.status if supplement else ""),
        paper=changes.paper_wanted(request),
        files=tuple(Claim.of(request, "attachment")),
        trail=_trail(request),
        clauses=clauses_of(project.version),
        readable=OfficialDocument.readable_among(user, (request.reply,)),
        topics=tuple(words for _, words in topics_of(project.version)) if is_writer else (),
        organisations=organisations_below(project, at) if is_writer else (),
    )


def _part(request: ChangeRequest, is_open: bool) -> Part:
    section = Section(clause="", code="change", title="变更内容")
    return Part(section, changes.opened_fields(request), is_open, request.saves, request.saved_at, ())


def _trail(request: ChangeRequest) -> tuple[Event, ...]:
    events = Event.objects.filter(subject_kind="changerequest", subject_id=request.pk)
    return tuple(events.order_by("-sequence"))


TO_DO = {
    Status.DRAFT: "填写变更内容和理由，核对后提交",
    Status.SENT_BACK: "按退回意见修改后重新提交",
    Status.HANDED_IN: "核对变更前后的内容，同意、不同意或者退回修改",
    Status.FILED: "核对变更内容，确认备案",
}
SIGNING = {
    "": "拟制补充协议",
    SupplementStatus.PENDING: "签订补充协议：打印、签字盖章、上传扫描件",
    SupplementStatus.SIGNED_BY_NOMINATOR: "核对补充协议扫描件，确认生效",
}


def to_do(status: str, supplement: str) -> str:
    """What whoever has it is to do now; nothing once it is done with."""
    if status == Status.APPROVED:
        return SIGNING.get(supplement, "")
    return TO_DO.get(Status(status), "")


def file_of(request: ChangeRequest, number: int) -> Claim | None:
    claims = Claim.objects.filter(subject_kind="changerequest", subject_id=request.pk, part="attachment")
    return claims.select_related("file").filter(pk=number).first()
