"""What must hold of reports at every moment."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from lixiang.delivery.models import Escalation, Report, ReportRevision
from lixiang.delivery.states.reports import HANDED, Status
from lixiang.history.models import Event
from lixiang.projects.rules.content import content_hash


def one_report_per_period() -> Iterator[str]:
    """A project has one report of a period, and one per request."""
    rows = Report.objects.order_by().values("project__ref", "schedule", "period_from", "request")
    for row in rows.annotate(count=Count("pk")).filter(count__gt=1).iterator():
        if row["schedule"] or row["request"]:
            yield f"{row['project__ref']}在{row['period_from']}一期有{row['count']}份汇报"


def report_statuses_equal_the_history() -> Iterator[str]:
    """A report's status is where its last move led; one that never moved is still due."""
    last: dict[int, str] = {}
    moves = Event.objects.filter(subject_kind="report").exclude(to_status="").order_by("subject_id", "sequence")
    for subject_id, to_status in moves.values_list("subject_id", "to_status").iterator():
        last[subject_id] = to_status
    for pk, ref, status in Report.objects.values_list("pk", "ref", "status").iterator():
        if last.get(pk) != status:
            yield f"{ref}的状态与办理轨迹不符"


def report_revisions_equal_their_hash() -> Iterator[str]:
    """Each hand-in has the hash that its receipt names."""
    for revision in ReportRevision.objects.iterator(chunk_size=500):
        if content_hash(revision.content) != revision.hash:
            yield f"{revision.receipt_number}内容与校验值不符"


def handed_in_reports_have_a_receipt() -> Iterator[str]:
    """What stands with the section was handed in, and late is what came after its first date."""
    lacking = Report.objects.filter(status__in=HANDED, revisions=None)
    wrong = Report.objects.filter(
        Q(is_late=True, first_handed_in_at__lte=F("first_due_at"))
        | Q(is_late=False, first_handed_in_at__gt=F("first_due_at"))
    )
    for ref in lacking.values_list("ref", flat=True):
        yield f"{ref}已报送而没有回执"
    for ref in wrong.values_list("ref", flat=True):
        yield f"{ref}是否逾期与报送时间不符"


def circulars_follow_the_ladder() -> Iterator[str]:
    """A report stands in a circular only after it was put up for one."""
    put_up = Escalation.objects.filter(audience="circular").values("report")
    for ref in Report.objects.exclude(circular=None).exclude(pk__in=put_up).values_list("ref", flat=True):
        yield f"{ref}未经提请而被通报"


def excused_reports_say_why() -> Iterator[str]:
    """Nobody is excused without a reason."""
    silent = Event.objects.filter(subject_kind="report", verb="excuse", reason="").values("subject_id")
    for ref in Report.objects.filter(status=Status.EXCUSED, pk__in=silent).values_list("ref", flat=True):
        yield f"{ref}免予汇报而没有理由"


REPORT_CHECKS = (
    one_report_per_period,
    report_statuses_equal_the_history,
    report_revisions_equal_their_hash,
    handed_in_reports_have_a_receipt,
    circulars_follow_the_ladder,
    excused_reports_say_why,
)
