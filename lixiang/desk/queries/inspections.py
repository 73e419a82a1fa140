"""What waits because of inspections and checks: visits to make, paper to confirm, answers, things to put right."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from lixiang.delivery.models import Inspection, Rectification
from lixiang.delivery.rules.inspections import InspectionTerms
from lixiang.delivery.rules.report_kinds import ReportSchedule
from lixiang.delivery.states.inspections import Status
from lixiang.delivery.states.rectifications import Status as TicketStatus
from lixiang.desk.queries.section import Ask, counted_items
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.ui.addresses import address

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)


def items_of_inspections(view: Viewpoint) -> Iterator[Item]:
    """Two queries for those who inspect, one for units; none where nothing is inspected and nothing checked."""
    terms, check = the_setting(view.version, InspectionTerms), _check_of(view)
    ground = terms or check
    if ground is None:
        return
    if view.is_manager_as(Role.INSPECTOR, *SECTION):
        yield from _visits(view, terms.clause) if terms else ()
        asked = (*_asks_of_tickets(view, ground.clause), *(_asks_of_visits(view, terms.clause) if terms else ()))
        yield from counted_items(view.programme, asked)
    if view.drafts_for or view.nominates_for:
        yield from _to_put_right(view)


def _check_of(view: Viewpoint) -> ReportSchedule | None:
    """The 中期检查 of the programme, which may end in a ticket as a visit may."""
    return next((each for each in settings_by_kind(view.version, ReportSchedule) if each.midterm), None)


def _visits(view: Viewpoint, clause: str) -> Iterator[Item]:
    """The visits that this person is to make, and the paper records entered on their behalf."""
    named = Inspection.inspectors.through.objects.filter(user=view.user.pk).values("inspection")
    mine = Q(status=Status.PLANNED, pk__in=named) | Q(status=Status.ENTERED, entered_for=view.user.pk)
    rows = Inspection.objects.filter(mine, programme=view.programme).order_by("planned_on", "id")
    shown = ("ref", "number", "status", "planned_on", "purpose", "status_since")
    for ref, number, status, planned_on, purpose, since in rows.values_list(*shown)[: MOST_COUNTED + 1]:
        if status == Status.ENTERED:
            words = f"核对代您补录的第{number}次督导记录：确认，或者提出异议"
            url = address("delivery:inspection", ref=ref)
            yield Item(words, url, "确认以前不作为任何依据", clause, None, since, label="去核对")
        else:
            why = f"督导重点：{purpose}" if purpose else ""
            url = address("delivery:visit", ref=ref)
            words = f"开展第{number}次督导，现场填写记录"
            yield Item(words, url, why, clause, end_of(planned_on), since, label="去填写")


def _asks_of_tickets(view: Viewpoint, clause: str) -> Iterator[Ask]:
    today = timezone.localtime(view.at).date()
    tickets = Rectification.objects.filter(programme=view.programme)
    answered = tickets.filter(status=TicketStatus.ANSWERED)
    url = address("delivery:rectifications")
    words = "{n}张整改单已报送整改情况，待核查销号"
    yield Ask(words, answered, f"{url}?shown=answered", clause, "status_since", label="去核查")
    late = tickets.filter(status=TicketStatus.OPEN, due_on__lt=today)
    yield Ask("{n}张整改单逾期未整改，请催办或者延期", late, f"{url}?shown=overdue", clause, label="去处理")


def _asks_of_visits(view: Viewpoint, clause: str) -> Iterator[Ask]:
    today = timezone.localtime(view.at).date()
    if view.is_manager_as(*SECTION):
        visits = Inspection.objects.filter(programme=view.programme)
        missed, url = visits.filter(status=Status.PLANNED, planned_on__lt=today), address("delivery:inspections")
        yield Ask("{n}次督导已过计划日期，尚未提交记录", missed, f"{url}?shown=late", clause, label="去查看")
        disputed = visits.filter(status=Status.DISPUTED)
        words = "督导员对{n}份补录的记录有异议，请核对改正"
        yield Ask(words, disputed, f"{url}?shown=unconfirmed", clause, "status_since", label="去核对")


GROUNDS = ("observation__inspection__version", "report__version", "report__request")


def _to_put_right(view: Viewpoint) -> Iterator[Item]:
    own = Q(project__drafting_organisation__in=view.drafts_for)
    own |= Q(project__nominating_organisation__in=view.works_for) | Q(organisation__in=view.nominates_for)
    rows = Rectification.objects.filter(own, programme=view.programme, status=TicketStatus.OPEN)
    for ticket in rows.select_related("project", "organisation", *GROUNDS).order_by("due_on", "id")[: MOST_COUNTED + 1]:
        ground, asked = ticket.ground, ticket.requirement
        who = ticket.organisation.short_name
        words = f"{who}整改“{ticket.project}”{ground.what}发现的问题，并报送整改情况"
        why = f"整改要求：{asked if len(asked) <= 60 else asked[:60] + '…'}"
        url = address("delivery:rectification", ref=ticket.ref)
        yield Item(words, url, why, ground.clause, end_of(ticket.due_on), ticket.status_since, label="去整改")
