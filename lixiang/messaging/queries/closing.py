"""What an event of a dossier is about and whom it concerns."""

from datetime import datetime

from django.db.models import QuerySet

from lixiang.access.prepared import Prepared
from lixiang.closing.models import Dossier
from lixiang.closing.models.facts import terms_of
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries.matter import Matter


def of_dossier(event: Event, at: datetime) -> Matter | None:
    """One query; the date that the event itself names stands, whatever became of the dossier since."""
    dossier = DOSSIERS.first(dossier=event.subject_id)
    if dossier is None:
        return None
    project, said = dossier.project, event.detail.get("due_at")
    values = {
        "title": str(project),
        "drafting": project.drafting_organisation.short_name,
        "nominating": project.nominating_organisation.short_name,
        "managing": project.programme.managing_organisation.short_name,
        "by_when": rules.by_when(datetime.fromisoformat(said) if said else None),
        "ground": rules.ground(terms_of(project.version, project.category).clause),
    }
    sides = {
        "drafting": frozenset({project.drafting_organisation_id}),
        "nominating": frozenset({project.nominating_organisation_id}),
        "managing": frozenset({project.programme.managing_organisation_id}),
    }
    return Matter(values, sides, {"closing": dossier.ref, "desk": project.ref})


def _dossiers(dossier: int) -> QuerySet[Dossier]:
    related = ("project__programme__managing_organisation", "project__drafting_organisation", "project__version")
    return Dossier.objects.select_related(*related, "project__nominating_organisation").filter(pk=dossier)[:1]


DOSSIERS = Prepared(_dossiers)
