"""Checks what must hold at every moment; each check reads in constant memory and names what it found broken."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from lixiang.approvals.models import Decision, Verdict
from lixiang.documents.models import NumberSeries, OfficialDocument
from lixiang.files.models import File
from lixiang.files.store import is_intact
from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.nominations.queries import quota_of
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import version_in_force
from lixiang.projects.models import Project, Revision
from lixiang.projects.rules.content import content_hash
from lixiang.projects.states import APPROVED, SEATED, Status
from lixiang.rehearsal.appraisal_invariants import APPRAISAL_CHECKS
from lixiang.rehearsal.archive_invariants import ARCHIVE_CHECKS
from lixiang.rehearsal.assessment_invariants import ASSESSMENT_CHECKS
from lixiang.rehearsal.changes_invariants import (
    agreements_rest_on_the_approved_revision,
    applications_equal_the_approved_revision,
    approved_at_first,
    changes_form_a_chain,
    prolongations_keep_their_limits,
)
from lixiang.rehearsal.closing_invariants import CLOSING_CHECKS
from lixiang.rehearsal.funds_invariants import CHECKS as MONEY_CHECKS
from lixiang.rehearsal.inspection_invariants import INSPECTION_CHECKS
from lixiang.rehearsal.meetings import CHECKS as MEETING_CHECKS
from lixiang.rehearsal.messages import letters_are_those_of_their_messages, nothing_leaves_a_sample
from lixiang.rehearsal.outcomes_invariants import OUTCOME_CHECKS
from lixiang.rehearsal.progress_invariants import PROGRESS_CHECKS
from lixiang.rehearsal.ranking_invariants import RANKING_CHECKS
from lixiang.rehearsal.reports_invariants import REPORT_CHECKS
from lixiang.rehearsal.signatures import (
    electronic_agreements_are_signed_by_their_parties,
    signed_documents_are_intact,
)

Check = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Broken:
    """One thing that does not hold."""

    check: str
    what: str


def seats_within_quota() -> Iterator[str]:
    """No organisation has more projects holding a seat than its quota."""
    held = (
        Project.objects.filter(status__in=SEATED)
        .values_list("programme", "nominating_organisation")
        .annotate(seats=Count("pk"), last=Max("status_since"))
        .order_by("programme", "nominating_organisation")
    )
    for programme_id, organisation_id, count, last in held.iterator():
        programme = Programme.objects.get(pk=programme_id)
        organisation = Organisation.objects.select_related("parent").get(pk=organisation_id)
        quota = quota_of(version_in_force(programme, last), organisation)
        if quota is None or count > quota.maximum:
            yield f"{organisation.name}占用{count}个名额，上限{quota.maximum if quota else 0}个"


def revisions_equal_their_hash() -> Iterator[str]:
    """Each revision's content has the hash that its receipt names."""
    for revision in Revision.objects.iterator(chunk_size=500):
        if content_hash(revision.content) != revision.hash:
            yield f"{revision.receipt_number}内容与校验值不符"


def approvals_name_a_revision() -> Iterator[str]:
    """What was approved is a revision, and the published decision named the same one."""
    after_approval = (*APPROVED, Status.LAPSED)
    for ref in Project.objects.filter(status__in=after_approval, approved_revision=None).values_list("ref", flat=True):
        yield f"{ref}已批准而没有所依据的修订稿"
    published = Decision.objects.filter(verdict=Verdict.APPROVE, publication__isnull=False)
    moved = published.exclude(revision=F("project__approved_revision")).select_related("project")
    for decision in moved.iterator():
        if decision.revision_id != approved_at_first(decision.project):
            yield f"{decision.project.ref}批准的修订稿与公布的决定不一致"


def numbers_without_gap() -> Iterator[str]:
    """In every series and year the numbers run from the first to the last without gap or repetition."""
    numbered = OfficialDocument.objects.exclude(number=None).order_by("series", "year", "number")
    expected: dict[tuple[str, int], int] = {}
    for series, year, number in numbered.values_list("series", "year", "number").iterator():
        key = (series, year)
        if key in expected and number != expected[key]:
            yield f"{series}〔{year}〕{expected[key]}号缺失"
        expected[key] = number + 1
    for row in NumberSeries.objects.all():
        if expected.get((row.code, row.year)) != row.last + 1:
            yield f"{row.code}〔{row.year}〕登记至{row.last}号，与已印发的公文不符"


def statuses_equal_the_history() -> Iterator[str]:
    """A project's status is where its last move led."""
    moves = Event.objects.filter(subject_kind="project", subject_id=OuterRef("pk")).exclude(to_status="")
    led_to = Subquery(moves.order_by("-sequence").values("to_status")[:1])
    rows = Project.objects.annotate(led_to=led_to).values_list("ref", "status", "led_to")
    for ref, status, last in rows.iterator():
        if last != status:
            yield f"{ref}的状态与办理轨迹不符"


def nominated_projects_stand_on_a_receipt() -> Iterator[str]:
    """Whatever was nominated stands on the slate of its own organisation."""
    stray = Project.objects.filter(slate_entry__isnull=False).exclude(
        slate_entry__slate__organisation=F("nominating_organisation")
    )
    for ref in stray.values_list("ref", flat=True):
        yield f"{ref}列在其他单位的推荐名单上"
    seated = Project.objects.filter(status=Status.NOMINATED).filter(Q(revision=None) | Q(nominated_at=None))
    for ref in seated.values_list("ref", flat=True):
        yield f"{ref}已申报而没有提交记录"


def merged_organisations_go_by_their_successor() -> Iterator[str]:
    """What was merged is called what its successor is called, and its successor was not merged itself."""
    names = Q(name=F("successor__name"), short_name=F("successor__short_name"))
    strays = Organisation.objects.exclude(successor=None).exclude(names, successor__successor=None)
    for name in strays.order_by("pk").values_list("own_name", flat=True):
        yield f"{name}已并入其他组织，而名称与现办单位不一致"


def files_equal_their_hash() -> Iterator[str]:
    """The bytes of every file have the hash they are kept under."""
    for file in File.objects.iterator(chunk_size=500):
        if not is_intact(file):
            yield f"文件{file.sha256}缺失或被改动"


def history_is_whole() -> Iterator[str]:
    """Every event follows from the one before."""
    for broken in broken_chains():
        yield f"{broken.subject_kind} {broken.subject_id} 第{broken.sequence}条：{broken.why}"


CHECKS: tuple[Check, ...] = (
    seats_within_quota,
    revisions_equal_their_hash,
    approvals_name_a_revision,
    agreements_rest_on_the_approved_revision,
    changes_form_a_chain,
    applications_equal_the_approved_revision,
    prolongations_keep_their_limits,
    numbers_without_gap,
    statuses_equal_the_history,
    nominated_projects_stand_on_a_receipt,
    merged_organisations_go_by_their_successor,
    files_equal_their_hash,
    history_is_whole,
    *PROGRESS_CHECKS,
    *REPORT_CHECKS,
    *MEETING_CHECKS,
    *INSPECTION_CHECKS,
    *MONEY_CHECKS,
    *CLOSING_CHECKS,
    *APPRAISAL_CHECKS,
    *RANKING_CHECKS,
    *ARCHIVE_CHECKS,
    *OUTCOME_CHECKS,
    *ASSESSMENT_CHECKS,
    letters_are_those_of_their_messages,
    nothing_leaves_a_sample,
    electronic_agreements_are_signed_by_their_parties,
    signed_documents_are_intact,
)


def check_all() -> tuple[Counter[str], list[Broken]]:
    """Run every check: how much each found broken, and what."""
    broken = [Broken(check.__name__, what) for check in CHECKS for what in check()]
    counts = Counter({check.__name__: 0 for check in CHECKS})
    counts.update(each.check for each in broken)
    return counts, broken
