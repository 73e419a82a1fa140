"""Reads of agreements: what they mean to the project, what is still to be drawn up."""

from django.db.models import QuerySet

from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import Terms
from lixiang.agreements.states import Status
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import AgreementFacts
from lixiang.projects.states import Status as ProjectStatus

WAITS_ON = {Status.PENDING: ("乙方签订",), Status.SIGNED_BY_NOMINATOR: ("甲方确认",)}


def agreement_facts(project: Project) -> AgreementFacts:
    """What the project's own table asks of its agreement."""
    terms = the_setting(project.version, Terms)
    agreement = Agreement.objects.select_related("revision").filter(project=project).first()
    approved = project.approved_revision.hash if project.approved_revision else ""
    clause = terms.clause if terms else ""
    if agreement is None:
        return AgreementFacts(clause, approved_hash=approved, waits_on=("拟制责任书",))
    return AgreementFacts(
        clause,
        in_force_on=agreement.in_force_on,
        revision_hash=agreement.revision.hash,
        approved_hash=approved,
        sign_by=agreement.sign_by,
        waits_on=WAITS_ON.get(Status(agreement.status), ()),
    )


def to_draw_up(programme: Programme) -> QuerySet[Project]:
    """Approved projects that have no agreement yet."""
    return Project.objects.filter(programme=programme, status=ProjectStatus.APPROVED, agreement=None).select_related(
        "programme", "version", "nominating_organisation", "implementing_organisation", "approved_revision"
    )
