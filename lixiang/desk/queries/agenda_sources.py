"""The nouns that have a day: whose rows, which date, what to call it, and when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lixiang.agreements.models import Agreement
from lixiang.agreements.states import Status as AgreementStatus
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.closing.models import Dossier
from lixiang.closing.models.facts import closes
from lixiang.closing.states import Status as DossierStatus
from lixiang.delivery.models import (
    Inspection,
    Meeting,
    PlannedMilestone,
    Rectification,
    Report,
    SupplementaryAgreement,
    Task,
)
from lixiang.delivery.models.reports import REPORTING
from lixiang.delivery.states.inspections import Status as InspectionStatus
from lixiang.delivery.states.meetings import Status as MeetingStatus
from lixiang.delivery.states.milestones import Status as MilestoneStatus
from lixiang.delivery.states.rectifications import Status as TicketStatus
from lixiang.delivery.states.reports import HANDED
from lixiang.delivery.states.reports import Status as ReportStatus
from lixiang.delivery.states.supplements import Status as SupplementStatus
from lixiang.delivery.states.tasks import Status as TaskStatus
from lixiang.desk.queries.appraisal import panels_due
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.funds.models import PaymentOrder
from lixiang.funds.rules.kinds import SpendingDeadline
from lixiang.funds.states.orders import OPEN as OPEN_ORDERS
from lixiang.funds.states.orders import Status as OrderStatus
from lixiang.programmes.models import Version
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import AT_THE_END, Status

PROGRAMME, SPENDING = "programme", "spending"
NOMINATOR = "project__nominating_organisation__short_name"
RETURNED = (Status.RETURNED_BY_NOMINATOR, Status.RETURNED_BY_DEPARTMENT)
RUNNING = (Status.ACTIVE, Status.SUSPENDED)


@dataclass(frozen=True)
class Source:
    """`columns`: the reference of the link, what it is, the project, whose it is. `is_duty`: somebody must do it."""

    kind: str
    label: str
    rows: Callable[[Viewpoint], QuerySet]
    on: str
    columns: tuple[str, str, str, str]
    words: str
    route: str
    list_route: str
    done: tuple[str, ...] = ()
    status: str = "status"
    is_moment: bool = False
    is_duty: bool = True
    says_when: bool = False
    untitled: str = ""


def milestones(view: Viewpoint) -> QuerySet[PlannedMilestone]:
    """Those that count: done ones, and open ones of projects under way."""
    rows = PlannedMilestone.visible_to(view.user).filter(programme=view.programme, retired_at=None)
    return rows.filter(Q(status=MilestoneStatus.DONE) | Q(project__status=Status.ACTIVE))


def _returned(view: Viewpoint) -> QuerySet[Project]:
    return Project.visible_to(view.user).filter(programme=view.programme, status__in=RETURNED)


def _agreements(view: Viewpoint) -> QuerySet[Agreement]:
    rows = Agreement.visible_to(view.user).filter(programme=view.programme)
    return rows.exclude(status=AgreementStatus.LAPSED)


def _reports(view: Viewpoint) -> QuerySet[Report]:
    rows = Report.visible_to(view.user).filter(programme=view.programme).exclude(status=ReportStatus.EXCUSED)
    return rows.filter(Q(status__in=HANDED) | Q(project__status__in=REPORTING))


def _tasks(view: Viewpoint) -> QuerySet[Task]:
    return Task.visible_to(view.user).filter(programme=view.programme).exclude(status=TaskStatus.CANCELLED)


def _tickets(view: Viewpoint) -> QuerySet[Rectification]:
    rows = Rectification.visible_to(view.user).filter(programme=view.programme)
    return rows.exclude(status=TicketStatus.CANCELLED)


def _meetings(view: Viewpoint) -> QuerySet[Meeting]:
    return Meeting.visible_to(view.user).filter(programme=view.programme).exclude(status=MeetingStatus.CANCELLED)


def _inspections(view: Viewpoint) -> QuerySet[Inspection]:
    rows = Inspection.visible_to(view.user).filter(programme=view.programme)
    return rows.exclude(status=InspectionStatus.CANCELLED)


def _supplements(view: Viewpoint) -> QuerySet[SupplementaryAgreement]:
    rows = SupplementaryAgreement.visible_to(view.user).filter(programme=view.programme)
    return rows.exclude(status=SupplementStatus.LAPSED)


def _returned_dossiers(view: Viewpoint) -> QuerySet[Dossier]:
    return Dossier.visible_to(view.user).filter(programme=view.programme, status=DossierStatus.SENT_BACK)


def _completing(view: Viewpoint) -> QuerySet[Project]:
    """Projects under way or closing, where the programme asks for a dossier."""
    rows = Project.visible_to(view.user).filter(programme=view.programme, status__in=(Status.ACTIVE, *AT_THE_END))
    return rows if closes(view.version) else rows.none()


def _payments(view: Viewpoint) -> QuerySet[PaymentOrder]:
    rows = PaymentOrder.visible_to(view.user).filter(programme=view.programme)
    return rows.filter(status__in=(*OPEN_ORDERS, OrderStatus.PAID))


SOURCES = (
    Source(
        "returned",
        "退回修改",
        _returned,
        "due_at",
        ("ref", "title", "title", "nominating_organisation__short_name"),
        "“{project}”修改后重新报送",
        "desk:dossier",
        "projects:list",
        is_moment=True,
    ),
    Source(
        "agreement",
        "责任书",
        _agreements,
        "sign_by",
        ("ref", "ref", "project__title", NOMINATOR),
        "签订“{project}”的责任书",
        "agreements:agreement",
        "agreements:list",
        done=(AgreementStatus.IN_FORCE,),
        is_moment=True,
    ),
    Source(
        "supplement",
        "补充协议",
        _supplements,
        "sign_by",
        ("ref", "ref", "project__title", NOMINATOR),
        "签订“{project}”的补充协议",
        "delivery:supplement",
        "delivery:change_list",
        done=(SupplementStatus.IN_FORCE,),
        is_moment=True,
    ),
    Source(
        "meeting",
        "会议",
        _meetings,
        "begins_at",
        ("ref", "title", "title", "place"),
        "{what}",
        "delivery:meeting",
        "delivery:meetings",
        is_moment=True,
        is_duty=False,
        says_when=True,
        untitled="（未命名会议）",
    ),
    Source(
        "inspection",
        "督导",
        _inspections,
        "planned_on",
        ("ref", "number", "purpose", "organisation__short_name"),
        "第{what}次督导",
        "delivery:inspection",
        "delivery:inspections",
        done=tuple(each for each in InspectionStatus if each != InspectionStatus.PLANNED),
    ),
    Source(
        "report",
        "汇报",
        _reports,
        "due_at",
        ("ref", "title", "project__title", NOMINATOR),
        "“{project}”报送{what}",
        "delivery:report",
        "delivery:reports",
        done=HANDED,
        is_moment=True,
    ),
    Source(
        "milestone",
        "里程碑",
        milestones,
        "due_on",
        ("project__ref", "title", "project__title", NOMINATOR),
        "“{project}”{what}",
        "delivery:progress",
        "delivery:progress_list",
        done=(MilestoneStatus.DONE,),
    ),
    Source(
        "task",
        "任务",
        _tasks,
        "due_on",
        ("ref", "title", "project__title", "organisation__short_name"),
        "{what}",
        "delivery:task",
        "delivery:tasks",
        done=(TaskStatus.DONE_REPORTED, TaskStatus.CLOSED),
    ),
    Source(
        "rectification",
        "整改",
        _tickets,
        "due_on",
        ("ref", "ref", "project__title", "organisation__short_name"),
        "“{project}”完成整改并报送",
        "delivery:rectification",
        "delivery:rectifications",
        done=(TicketStatus.ANSWERED, TicketStatus.CLOSED),
    ),
    Source(
        "payment",
        "拨付",
        _payments,
        "due_on",
        ("ref", "title", "project__title", NOMINATOR),
        "拨付“{project}”的{what}",
        "funds:payment_order",
        "funds:payment_orders",
        done=(OrderStatus.PAID,),
    ),
    Source(
        "completion",
        "完成时间",
        _completing,
        "completion_on",
        ("ref", "title", "title", "nominating_organisation__short_name"),
        "“{project}”完结，及时报送结项材料",
        "closing:of_project",
        "closing:dossiers",
        done=AT_THE_END,
    ),
    Source(
        "dossier",
        "结项材料",
        _returned_dossiers,
        "due_at",
        ("ref", "ref", "project__title", NOMINATOR),
        "“{project}”改好结项材料并重新提交",
        "closing:dossier",
        "closing:dossiers",
        is_moment=True,
    ),
    Source(
        "panel",
        "评分",
        panels_due,
        "due_at",
        ("ref", "title", "title", "programme__managing_organisation__short_name"),
        "“{what}”提交评分表",
        "appraisal:panel",
        "appraisal:list",
        done=(PanelStatus.CLOSED,),
        is_moment=True,
    ),
)
KINDS = {PROGRAMME: "批次日程", **{source.kind: source.label for source in SOURCES}, SPENDING: "经费使用"}


def spending_ends(view: Viewpoint, first: date, last: date, most: int) -> list[tuple[Project, date]]:
    """Projects with a grant whose money is to be spent by a day counted from their completion; two queries.

    A day that the programme names for all stands among its own days already.
    """
    within, days = Q(pk__in=[]), {}
    for version in Version.objects.filter(programme=view.programme):
        deadline = the_setting(version, SpendingDeadline)
        if isinstance(deadline, SpendingDeadline) and not deadline.spend_by:
            before = timedelta(days=deadline.days_before_completion)
            days[version.pk] = before
            within |= Q(version=version, completion_on__range=(first + before, last + before))
    rows = Project.visible_to(view.user).filter(within, programme=view.programme, grant__isnull=False)
    found = rows.filter(status__in=RUNNING).order_by("completion_on", "number")[:most]
    return [(each, each.completion_on - days[each.version_id]) for each in found if each.completion_on]
