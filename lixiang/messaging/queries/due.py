"""What is due, and who has not handed in yet."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from lixiang.agreements.models import Agreement
from lixiang.agreements.states import Status as AgreementStatus
from lixiang.appraisal.models import Assignment, Panel
from lixiang.appraisal.queries.panels import handed_in
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.closing.models import Dossier
from lixiang.closing.states import Status as DossierStatus
from lixiang.delivery.models import SupplementaryAgreement
from lixiang.delivery.states.supplements import Status as SupplementStatus
from lixiang.nominations.queries import nominators_of
from lixiang.nominations.states import Status as SlateStatus
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import (
    closing_for,
    version_in_force,
)
from lixiang.programmes.states import Status as ProgrammeStatus
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus


def projects_due(at: datetime) -> QuerySet[Project]:
    """Projects returned with a date of their own that is still to come."""
    return Project.objects.filter(status=ProjectStatus.RETURNED_BY_DEPARTMENT, due_at__gte=at)


def agreements_due(at: datetime) -> QuerySet[Agreement]:
    return Agreement.objects.filter(status=AgreementStatus.PENDING, sign_by__gte=at).select_related("project")


def dossiers_due(at: datetime) -> QuerySet[Dossier]:
    """Dossiers sent back with a date that is still to come."""
    return Dossier.objects.filter(status=DossierStatus.SENT_BACK, due_at__gte=at)


def rectifying_due(at: datetime) -> QuerySet[Project]:
    """Projects that rectify and have not handed their dossier in again, while their date is still to come."""
    returned = Dossier.objects.filter(project=OuterRef("pk"), status=DossierStatus.SENT_BACK)
    return Project.objects.filter(~Exists(returned), status=ProjectStatus.RECTIFYING, due_at__gte=at)


def panels_due(at: datetime) -> QuerySet[Panel]:
    """Panels that score, with a date that is still to come and a judge who has not handed every sheet in."""
    missing = Assignment.living().filter(~handed_in(), panel=OuterRef("pk"), judge__isnull=False)
    return Panel.objects.filter(Exists(missing), status=PanelStatus.SCORING, due_at__gte=at)


def supplements_due(at: datetime) -> QuerySet[SupplementaryAgreement]:
    """Supplementary agreements that 乙方 has and whose date is still to come."""
    return SupplementaryAgreement.objects.filter(status=SupplementStatus.PENDING, sign_by__gte=at)


def slates_due(at: datetime) -> list[tuple[Programme, Organisation, datetime]]:
    """Organisations that have not handed their slate in while their deadline is still to come."""
    due = []
    for programme in Programme.objects.filter(status=ProgrammeStatus.PUBLISHED):
        version = version_in_force(programme, at)
        for organisation in slates_waiting(programme, at):
            closing = closing_for(version, "nomination", organisation.pk)
            if closing and not closing.is_past(at):
                due.append((programme, organisation, closing.until))
    return due


def slates_waiting(programme: Programme, at: datetime) -> list[Organisation]:
    """The organisations with a quota that have not handed their slate in, in official order."""
    handed_in = programme.slates.filter(status=SlateStatus.HANDED_IN)
    done = set(handed_in.values_list("organisation_id", flat=True))
    return [each for each in nominators_of(version_in_force(programme, at)) if each.pk not in done]


def returns_overdue(programme: Programme, at: datetime) -> QuerySet[Project]:
    return programme.projects.filter(status=ProjectStatus.RETURNED_BY_DEPARTMENT, due_at__lt=at)
