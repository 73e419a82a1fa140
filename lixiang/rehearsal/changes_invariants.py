"""What must hold of changes at every moment: each step from what was approved first to what is approved now."""

from collections.abc import Iterator

from django.db.models import F, Q

from lixiang.agreements.models import Agreement
from lixiang.agreements.states import Status as AgreementStatus
from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.queries.changes import changes_in_force, needs_supplement
from lixiang.delivery.rules.change_kinds import Prolongation
from lixiang.delivery.states.changes import IN_FORCE
from lixiang.delivery.states.supplements import Status as SupplementStatus
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.projects.models.facts import values_of
from lixiang.projects.states import FOLLOWED


def approved_at_first(project: Project) -> int | None:
    """The revision that the decision approved: what the first change in force started from, else today's."""
    first = changes_in_force(project).filter(revision__isnull=False).values_list("base", flat=True).first()
    return first or project.approved_revision_id


def agreements_rest_on_the_approved_revision() -> Iterator[str]:
    """The agreement, or its latest supplement in force, names the approved revision; later steps needed no paper.

    A project under implementation has an agreement in force.
    """
    supplemented = Q(project__supplements__status=SupplementStatus.IN_FORCE)
    moved = Agreement.objects.filter(~Q(revision=F("project__approved_revision")) | supplemented).distinct()
    for agreement in moved.select_related("project__version").iterator():
        signed = _last_signed(agreement)
        later = _steps_after(agreement.project, signed)
        if later is None:
            yield f"责任书{agreement.ref}及其补充协议所依据的修订稿不是批准的版本"
        elif any(map(needs_supplement, later)):
            yield f"{agreement.ref}有须签补充协议的变更未签即已生效"
    active = Project.objects.filter(status__in=FOLLOWED)
    for ref in active.exclude(agreement__status=AgreementStatus.IN_FORCE).values_list("ref", flat=True):
        yield f"{ref}没有生效的责任书而在实施"


def _last_signed(agreement: Agreement) -> int:
    """The revision of the latest paper in force: the last supplement, else the agreement itself."""
    papers = SupplementaryAgreement.objects.filter(project=agreement.project_id, status=SupplementStatus.IN_FORCE)
    last = papers.order_by("-number").values_list("revision", flat=True).first()
    return last or agreement.revision_id


def _steps_after(project: Project, revision_id: int) -> list[ChangeRequest] | None:
    """The changes that lead from a revision to the approved one; None where they do not."""
    steps, at = [], revision_id
    for change in changes_in_force(project).filter(revision__isnull=False):
        if change.base_id == at:
            change.project = project
            steps.append(change)
            at = change.revision_id
    return steps if at == project.approved_revision_id else None


def changes_form_a_chain() -> Iterator[str]:
    """Each change in force starts from the revision that the one before led to; a draft or refused one left none."""
    changes = ChangeRequest.objects.filter(status__in=IN_FORCE, revision__isnull=False).select_related("project")
    last: tuple[int, int | None] = (0, None)
    for change in changes.order_by("project_id", "took_effect_at", "number").iterator():
        if change.project_id == last[0] and change.base_id != last[1]:
            yield f"变更{change.ref}所对照的不是前一次变更后的修订稿"
        last = (change.project_id, change.revision_id)
    for ref in changes.exclude(revision__project=F("project")).values_list("ref", flat=True):
        yield f"变更{ref}所形成的修订稿属于其他项目"


def applications_equal_the_approved_revision() -> Iterator[str]:
    """After a change, a project says what its approved revision says, in the names that hold since."""
    changed = Project.objects.filter(changes__revision__isnull=False, changes__status__in=IN_FORCE).distinct()
    related = ("version", "approved_revision", "topic", "implementing_organisation")
    for project in changed.select_related(*related).iterator():
        approved = project.approved_revision
        if approved is None or _filled(values_of(project)) != _filled(approved.standing | _renamed(project)):
            yield f"{project.ref}的申报书内容与批准的修订稿不一致"


def _renamed(project: Project) -> dict:
    """What is called otherwise since the approved revision: an organisation that bears a new name."""
    unit = project.implementing_organisation
    written = project.approved_revision.content.get("implementing_organisation")
    is_renamed = unit is not None and unit.former_names.filter(name=written).exists()
    return {"implementing_organisation": unit.name} if is_renamed else {}


def _filled(values: dict) -> dict:
    return {name: value for name, value in values.items() if value}


def prolongations_keep_their_limits() -> Iterator[str]:
    """No project was prolonged more often than its programme lets."""
    counts: dict[int, int] = {}
    changes = ChangeRequest.objects.filter(status__in=IN_FORCE, revision__isnull=False)
    for change in changes.select_related("base", "revision", "project__version").order_by("id").iterator():
        rule = the_setting(change.project.version, Prolongation)
        before, after = (each.content.get("completion_on", "") for each in (change.base, change.revision))
        if isinstance(rule, Prolongation) and rule.at_most_times and before and after > before:
            counts[change.project_id] = counts.get(change.project_id, 0) + 1
            if rule.strictness == "block" and counts[change.project_id] > rule.at_most_times:
                yield f"{change.project.ref}延期{counts[change.project_id]}次，超过{rule.at_most_times}次"
