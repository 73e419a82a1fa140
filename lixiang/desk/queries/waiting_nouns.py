"""What can wait for somebody: whose rows, in which status for whom, since when, by when, and how to remind."""

from django.db.models import Case, F, Q, QuerySet, Value, When

from lixiang.agreements.models import Agreement
from lixiang.agreements.states import Status as AgreementStatus
from lixiang.closing.models import Dossier
from lixiang.closing.states import Status as DossierStatus
from lixiang.delivery.models import ChangeRequest, Inspection, Rectification, Report, SupplementaryAgreement, Task
from lixiang.delivery.models.reports import REPORTING
from lixiang.delivery.rules.change_kinds import OWN
from lixiang.delivery.states.changes import Status as ChangeStatus
from lixiang.delivery.states.inspections import Status as InspectionStatus
from lixiang.delivery.states.rectifications import Status as TicketStatus
from lixiang.delivery.states.reports import Status as ReportStatus
from lixiang.delivery.states.supplements import Status as SupplementStatus
from lixiang.delivery.states.tasks import Status as TaskStatus
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.queries.waiting_ends import ENDS
from lixiang.desk.queries.waiting_turns import SIDES, Noun, Turn, holders, of_programme
from lixiang.documents.models import READERS, Addressee
from lixiang.documents.permissions import sees_every_document
from lixiang.funds.models import PaymentOrder, Spending
from lixiang.funds.states.orders import Status as OrderStatus
from lixiang.funds.states.spendings import Status as SpendingStatus
from lixiang.projects.models import Project
from lixiang.projects.states import Status

BY_LEADER, BY_SECTION = "own", "section"


def _projects(view: Viewpoint) -> QuerySet[Project]:
    return Project.visible_to(view.user).select_related(None).filter(programme=view.programme)


def _changes(view: Viewpoint) -> QuerySet[ChangeRequest]:
    """An approved one waits for its supplementary agreement to be drawn up, then that waits."""
    rows = ChangeRequest.visible_to(view.user).select_related(None).filter(programme=view.programme)
    turn = Case(
        When(status=ChangeStatus.HANDED_IN, authority=OWN, then=Value(BY_LEADER)),
        When(status=ChangeStatus.SENT_BACK, by_section=True, then=Value(BY_SECTION)),
        default=F("status"),
    )
    return rows.filter(~Q(status=ChangeStatus.APPROVED) | Q(supplement__isnull=True)).annotate(turn=turn)


def _unsigned(view: Viewpoint) -> QuerySet[Addressee]:
    """All to the section, to others those of their own organisations; the turn is always the addressee's."""
    rows = Addressee.objects.filter(document__programme_code=view.programme.ref, acknowledged_at=None)
    if not sees_every_document(view.user):
        rows = rows.filter(organisation__in=view.user.organisations_as(*READERS))
    return rows.annotate(turn=Value("unsigned"))


NOUNS = (
    Noun(
        "application",
        "申报审核",
        _projects,
        {
            Status.WITH_NOMINATOR: Turn("nominator", "研究推荐"),
            Status.NOMINATED: Turn("section", "审核申报项目"),
            Status.SHORTLISTED: Turn("section", "公示期满、异议处理完毕后决定"),
        },
        "desk:dossier",
        what="title",
        project="title",
        holders=holders(""),
    ),
    Noun(
        "returned",
        "退回修改",
        _projects,
        {
            Status.RETURNED_BY_NOMINATOR: Turn("unit", "修改后重新提交"),
            Status.RETURNED_BY_DEPARTMENT: Turn("unit", "修改后重新申报"),
        },
        "desk:dossier",
        project="title",
        due="due_at",
        holders=holders(""),
    ),
    Noun(
        "agreement",
        "责任书",
        lambda view: _projects(view).filter(agreement__isnull=True),
        {Status.APPROVED: Turn("section", "拟制责任书", "市级经办")},
        "desk:dossier",
        project="title",
        holders=holders(""),
    ),
    Noun(
        "agreement",
        "责任书",
        of_programme(Agreement),
        {
            AgreementStatus.PENDING: Turn("nominator", "签订责任书"),
            AgreementStatus.SIGNED_BY_NOMINATOR: Turn("section", "核对责任书", "市级经办"),
        },
        "agreements:agreement",
        what="ref",
        due="sign_by",
        remind="agreements:remind",
        reminded=("nominator",),
    ),
    Noun(
        "report",
        "汇报",
        lambda view: of_programme(Report)(view).filter(
            Q(status=ReportStatus.HANDED_IN) | Q(project__status__in=REPORTING)
        ),
        {
            ReportStatus.DUE: Turn("unit", "报送{what}"),
            ReportStatus.DRAFT: Turn("unit", "报送{what}"),
            ReportStatus.RETURNED: Turn("unit", "修改并报送{what}"),
            ReportStatus.HANDED_IN: Turn("section", "审核{what}", "市级经办"),
        },
        "delivery:report",
        due="due_at",
        remind="delivery:remind_report",
        reminded=("unit",),
    ),
    Noun(
        "task",
        "任务",
        of_programme(Task),
        {
            TaskStatus.OPEN: Turn("responsible", "{what}"),
            TaskStatus.DONE_REPORTED: Turn("section", "确认办结：{what}", "市级经办"),
        },
        "delivery:task",
        due="due_on",
        remind="delivery:remind_of_task",
        reminded=("responsible",),
    ),
    Noun(
        "rectification",
        "整改",
        of_programme(Rectification),
        {
            TicketStatus.OPEN: Turn("responsible", "报送整改情况"),
            TicketStatus.ANSWERED: Turn("inspector", "核查销号", "督导员"),
        },
        "delivery:rectification",
        what="ref",
        due="due_on",
        remind="delivery:remind_rectification",
        reminded=("responsible",),
        by_inspectors=True,
    ),
    Noun(
        "inspection",
        "督导",
        of_programme(Inspection),
        {
            InspectionStatus.ENTERED: Turn("inspector", "确认第{what}次督导的补录", "督导员"),
            InspectionStatus.DISPUTED: Turn("section", "更正第{what}次督导的补录", "市级经办"),
        },
        "delivery:inspection",
        what="number",
        project="",
    ),
    Noun(
        "change",
        "变更",
        _changes,
        {
            ChangeStatus.HANDED_IN: Turn("section", "审批变更：{what}", "科长或部领导"),
            BY_LEADER: Turn("nominator", "审批变更：{what}", "主要负责同志"),
            ChangeStatus.SENT_BACK: Turn("unit", "修改变更申请：{what}"),
            BY_SECTION: Turn("section", "修改变更申请：{what}", "市级经办"),
            ChangeStatus.APPROVED: Turn("section", "拟制补充协议", "市级经办"),
            ChangeStatus.FILED: Turn("section", "确认备案：{what}", "市级经办"),
        },
        "delivery:change",
        turn="turn",
    ),
    Noun(
        "supplement",
        "补充协议",
        of_programme(SupplementaryAgreement),
        {
            SupplementStatus.PENDING: Turn("nominator", "签订补充协议"),
            SupplementStatus.SIGNED_BY_NOMINATOR: Turn("section", "核对补充协议", "市级经办"),
        },
        "delivery:supplement",
        what="ref",
        due="sign_by",
        remind="delivery:remind_supplement",
        reminded=("nominator",),
    ),
    Noun(
        "payment",
        "拨付",
        of_programme(PaymentOrder),
        {
            OrderStatus.DRAFTED: Turn("section", "核准{what}", "科长或部领导"),
            OrderStatus.AUTHORISED: Turn("finance", "拨付{what}", "财务"),
        },
        "funds:payment_order",
        due="due_on",
    ),
    Noun(
        "spending",
        "支出",
        of_programme(Spending),
        {
            SpendingStatus.RECORDED: Turn("finance", "审核支出：{what}", "财务"),
            SpendingStatus.RETURNED: Turn("unit", "改正支出：{what}"),
        },
        "funds:spending",
        what="words",
    ),
    Noun(
        "dossier",
        "结项",
        of_programme(Dossier),
        {
            DossierStatus.WITH_NOMINATOR: Turn("nominator", "初核结项材料"),
            DossierStatus.HANDED_IN: Turn("section", "审核结项材料", "市级经办"),
            DossierStatus.SENT_BACK: Turn("unit", "修改后重新提交结项材料"),
        },
        "closing:dossier",
        what="ref",
        due="due_at",
    ),
    *ENDS,
    Noun(
        "document",
        "公文签收",
        _unsigned,
        {"unsigned": Turn("addressee", "签收“{what}”")},
        "documents:document",
        what="document__title",
        project="",
        ref="document__ref",
        turn="turn",
        since="document__issued_at",
        holders={"addressee": "organisation__short_name"},
    ),
)
__all__ = ["KINDS", "NOUNS", "SIDES", "Noun"]
KINDS = {noun.kind: noun.label for noun in NOUNS}
