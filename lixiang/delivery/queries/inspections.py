"""Inspections as their pages show them: the list, one visit with what was observed, who could go, where to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Prefetch, Q, QuerySet
from django.utils import timezone

from lixiang.access.keys import day_and_key_in
from lixiang.delivery import permissions
from lixiang.delivery.models.inspections import PHOTO, SCAN, Inspection, Observation
from lixiang.delivery.models.rectifications import Rectification
from lixiang.delivery.rules.inspections import InspectionTerms
from lixiang.delivery.rules.lamps import COLOUR_TONES
from lixiang.delivery.states.inspections import COUNTED, TONES, UNCONFIRMED, Status
from lixiang.delivery.states.rectifications import UNSETTLED
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.people.models import Organisation, User, by_bearer
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import FOLLOWED
from lixiang.ui.written import nested_quotes

ROWS = 50
SHOWN = {
    "": "全部",
    "mine": "由我督导",
    "planned": "待督导",
    "late": "逾期未去",
    "unconfirmed": "补录未确认",
    "visited": "已督导未办结",
    "closed": "已办结",
    "cancelled": "已取消",
}
INSPECTING = (Role.INSPECTOR, Role.SECTION_CLERK, Role.SECTION_HEAD)
MOST_TO_CHOOSE = 200


def terms_of(programme: Programme, at: datetime) -> InspectionTerms | None:
    """What the programme says of inspections; None where it does not use them."""
    return the_setting(version_in_force(programme, at), InspectionTerms)  # type: ignore[return-value]


def inspectors_of(programme: Programme, *roles: str) -> QuerySet[User]:
    """The accounts that may go, each once: inspectors of the managing organisation first, then its section."""
    held = Q(roles__role__in=roles or INSPECTING, roles__organisation=programme.managing_organisation_id)
    people = User.objects.annotate(goes_as=Min("roles__role", filter=held & Q(roles__valid_to__isnull=True)))
    return people.filter(goes_as__isnull=False, is_active=True).order_by("goes_as", "username")


def organisations_to_visit(programme: Programme) -> QuerySet[Organisation]:
    """Those that nominate today and have a project under way, in official order."""
    followed = Project.objects.filter(programme=programme, status__in=FOLLOWED)
    return Organisation.objects.bearers_of(followed.values("nominating_organisation")).order_by("order", "pk")


def projects_to_visit(user: Any, programme: Programme, organisation: Organisation | None) -> QuerySet[Project]:
    """Projects under way that this person sees, of one organisation where it is named."""
    rows = Project.visible_to(user).filter(programme=programme, status__in=FOLLOWED)
    if organisation:
        rows = rows.filter(nominating_organisation__in=Organisation.objects.borne_by(organisation.code))
    return rows.order_by(*by_bearer("nominating_organisation"), "number")[:MOST_TO_CHOOSE]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list; `unsettled` counts the tickets that this reader may see."""

    ref: str
    title: str
    whom: str
    inspectors: str
    planned_on: date
    visited_on: date | None
    word: str
    tone: str
    is_late: bool
    unsettled: int


@dataclass(frozen=True)
class Page:
    """One page of the list, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


def page_of(
    user: Any, programme: Programme, at: datetime, *, shown: str = "", after: str = "", project: Project | None = None
) -> Page:
    """The newest plan first, by day and id; four queries, of one project where it is named."""
    today = timezone.localtime(at).date()
    rows = _shown(Inspection.visible_to(user).filter(programme=programme), shown, user, today)
    if project is not None:
        rows = rows.filter(pk__in=seen_in(user, project.programme).filter(project=project).values("inspection"))
    rows = _after(rows, after).order_by("-planned_on", "-id")
    own = Prefetch("observations", seen_in(user, programme).select_related("project"), to_attr="seen")
    found = list(rows.prefetch_related(own, "inspectors")[: ROWS + 1])
    lines = found[:ROWS]
    unsettled = _unsettled(user, [each.pk for each in lines])
    next_key = f"{lines[-1].planned_on.isoformat()}.{lines[-1].pk}" if len(found) > ROWS else ""
    return Page(tuple(_line(each, unsettled.get(each.pk, 0), today) for each in lines), next_key)


def seen_in(user: Any, programme: Programme) -> QuerySet[Observation]:
    """The observations of this programme that a person may read: of projects they see, and from records that count.

    Outside the managing organisation a project that was left out was not visited.
    """
    seen = Project.visible_to(user).select_related(None).filter(programme=programme).values("pk")
    rows = Observation.objects.filter(project__in=seen).order_by("project__number")
    if permissions.inspects(user, programme) or permissions.leads(user, programme):
        return rows
    announced = Q(inspection__status=Status.PLANNED, inspection__is_announced=True)
    return rows.filter(announced | Q(inspection__status__in=COUNTED) & ~Q(text=""))


def _shown(rows: QuerySet[Inspection], shown: str, user: Any, today: date) -> QuerySet[Inspection]:
    by_status = {
        "planned": (Status.PLANNED,),
        "late": (Status.PLANNED,),
        "unconfirmed": UNCONFIRMED,
        "visited": (Status.VISITED,),
        "closed": (Status.CLOSED,),
        "cancelled": (Status.CANCELLED,),
    }
    rows = rows.filter(status__in=by_status[shown]) if shown in by_status else rows
    rows = rows.filter(pk__in=Inspection.objects.filter(inspectors=user).values("pk")) if shown == "mine" else rows
    return rows.filter(planned_on__lt=today) if shown == "late" else rows


def _after(rows: QuerySet[Inspection], key: str) -> QuerySet[Inspection]:
    """What follows a key; a key that is none begins at the top."""
    start = day_and_key_in(key)
    if start is None:
        return rows
    on, number = start
    return rows.filter(Q(planned_on__lt=on) | Q(planned_on=on, id__lt=number))


def _unsettled(user: Any, inspections: list[int]) -> dict[int, int]:
    tickets = Rectification.visible_to(user).select_related(None).filter(status__in=UNSETTLED)
    found = tickets.filter(observation__inspection__in=inspections).values_list("observation__inspection", flat=True)
    counts: dict[int, int] = {}
    for pk in found:
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def _line(inspection: Any, unsettled: int, today: date) -> Line:
    status = Status(inspection.status)
    return Line(
        inspection.ref,
        str(inspection),
        _whom(inspection),
        "、".join(each.name for each in inspection.inspectors.all()),
        inspection.planned_on,
        inspection.visited_on if status in (*COUNTED, *UNCONFIRMED) else None,
        str(status.label),
        TONES[status],
        status == Status.PLANNED and inspection.planned_on < today,
        unsettled,
    )


def _whom(inspection: Any) -> str:
    """The project, or how many of them this reader may know of."""
    titles = [str(each.project) for each in inspection.seen]
    if not titles:
        return ""
    return titles[0] if len(titles) == 1 else nested_quotes(f"“{titles[0]}”等{len(titles)}个项目")


@dataclass(frozen=True)
class Found:
    """One observation with its photos and tickets, as the page prints it."""

    observation: Observation
    photos: tuple[Claim, ...]
    tickets: tuple[Rectification, ...]

    @property
    def tone(self) -> str:
        return COLOUR_TONES.get(self.observation.lamp, "neutral")


@dataclass(frozen=True)
class Sheet:
    """Everything that the page of one inspection shows to one person."""

    inspection: Inspection
    found: tuple[Found, ...]
    people: tuple[User, ...]
    scans: tuple[Claim, ...]
    trail: tuple[Event, ...]
    is_inside: bool

    @property
    def tone(self) -> str:
        return TONES[Status(self.inspection.status)]

    @property
    def counts(self) -> bool:
        return self.inspection.status in COUNTED

    @property
    def is_unconfirmed(self) -> bool:
        return self.inspection.status in UNCONFIRMED


def sheet_of(user: Any, inspection: Inspection) -> Sheet:
    """Six queries, however many projects: observations, people, photos, tickets, and inside scans and trail."""
    programme = inspection.programme
    inside = permissions.inspects(user, programme) or permissions.leads(user, programme)
    rows = list(seen_in(user, programme).filter(inspection=inspection).select_related("project"))
    for each in rows:
        each.inspection = inspection
    photos, tickets = _photos(rows), _tickets(user, rows)
    people = tuple(inspection.inspectors.order_by("username"))
    inspection.__dict__["inspector_ids"] = frozenset(each.pk for each in people)
    events = Event.objects.filter(subject_kind="inspection", subject_id=inspection.pk).order_by("-sequence")
    return Sheet(
        inspection,
        tuple(Found(each, tuple(photos.get(each.pk, ())), tuple(tickets.get(each.pk, ()))) for each in rows),
        people,
        tuple(Claim.of(inspection, SCAN)) if inside else (),
        tuple(events) if inside else (),
        inside,
    )


def _photos(rows: list[Observation]) -> dict[int, list[Claim]]:
    claims = Claim.objects.filter(subject_kind="observation", subject_id__in=[each.pk for each in rows], part=PHOTO)
    return _grouped((claim.subject_id, claim) for claim in claims.filter(released_at=None).select_related("file"))


def _tickets(user: Any, rows: list[Observation]) -> dict[int, list[Rectification]]:
    tickets = Rectification.visible_to(user).filter(observation__in=[each.pk for each in rows]).order_by("id")
    return _grouped((ticket.observation_id, ticket) for ticket in tickets)


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for key, each in pairs:
        groups.setdefault(key, []).append(each)
    return groups


def observation_of(user: Any, inspection: Inspection, number: int) -> Observation | None:
    """One observation of an inspection by its key, where this person may read it."""
    rows = seen_in(user, inspection.programme).filter(inspection=inspection, pk=number)
    found = rows.select_related("project__programme", "project__nominating_organisation").first()
    if found is not None:
        found.inspection = inspection
    return found


def file_of(user: Any, inspection: Inspection, number: int) -> Claim | None:
    """A photo of an observation that this person may read, or a scan for those inside."""
    readable = seen_in(user, inspection.programme).filter(inspection=inspection).values("pk")
    wanted = Q(subject_kind="observation", subject_id__in=readable, part=PHOTO)
    if permissions.inspects(user, inspection.programme) or permissions.leads(user, inspection.programme):
        wanted |= Q(subject_kind="inspection", subject_id=inspection.pk, part=SCAN)
    return Claim.objects.filter(wanted, pk=number, released_at=None).select_related("file").first()
