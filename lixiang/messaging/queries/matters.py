"""What an event is about and whom it concerns."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lixiang.access.prepared import Prepared
from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import Terms
from lixiang.approvals.models import Decision, Objection, Publication, Verdict
from lixiang.approvals.rules import Publicity, ReviewStep
from lixiang.delivery.rules.progress import Progress
from lixiang.documents.models import OfficialDocument
from lixiang.documents.plain_text import inside_title_marks
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries import progress
from lixiang.messaging.queries.audiences import people_of
from lixiang.messaging.queries.changes import change_of
from lixiang.messaging.queries.closing import of_dossier
from lixiang.messaging.queries.inspections import of_inspection, of_rectification
from lixiang.messaging.queries.matter import Matter
from lixiang.messaging.queries.meetings import of_meeting, of_task
from lixiang.messaging.queries.phrasings import Phrasings, phrasings_in_force
from lixiang.messaging.queries.reports import of_report
from lixiang.messaging.rules import ways
from lixiang.nominations.models import Slate
from lixiang.nominations.queries import view_of
from lixiang.nominations.rules import Endorsement, gap_in_words
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import (
    closing_for,
    organisations_of,
    settings_of,
    the_setting,
    version_in_force,
)
from lixiang.programmes.rules.kinds import Closing, Deadline, Receivers
from lixiang.programmes.rules.wording import filled
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.ranking.rules.kinds import Method
from lixiang.ui.addresses import address
from lixiang.ui.written import nested_quotes


@dataclass(frozen=True)
class Notice:
    """One sentence, where it leads, and the people it is for."""

    sentence: str
    url: str
    people: tuple[int, ...]
    kind: str = "news"
    may_leave: bool = False


def notices_of(event: Event, at: datetime, phrasings: Phrasings | None = None) -> list[Notice]:
    """Every sentence that an event is told in, with its people; whoever acted is told nothing of it.

    `phrasings`: how the offices word their sentences, where they were read already.
    """
    told = rules.told_of(event.subject_kind, event.verb, event.from_status, event.to_status)
    matter = MATTERS[event.subject_kind](event, at) if told else None
    if matter is None:
        return []
    values = matter.values | {"because": rules.because(event.reason)}
    own = phrasings_in_force() if phrasings is None else phrasings
    leaves = ways.may_leave(event.subject_kind, event.verb)
    return [
        Notice(
            nested_quotes(filled(own.words_of(event, each.words), values)),
            _url(each.place, matter),
            people,
            ways.kind_of(event.subject_kind, event.verb, each),
            leaves,
        )
        for each in told
        if (people := people_of(each.to, matter.sides, but=event.by_id))
    ]


def _url(place: str, matter: Matter) -> str:
    """The page of the room that the matter has a reference for, or the room's page without one."""
    named = matter.refs.get(place) or matter.refs.get(place.split(":")[0])
    return address(place, **({"ref": named} if named else {}))


def _of_project(event: Event, at: datetime) -> Matter | None:
    project = PROJECTS.first(project=event.subject_id)
    if project is None:
        return None
    about = _about(project, event, at)
    reminded = event.verb == "remind" and event.from_status == Status.RECTIFYING
    return _resting_on(about, project, Method) if reminded else about


def _projects(project: int) -> QuerySet[Project]:
    related = ("programme__managing_organisation", "version", "drafting_organisation", "nominating_organisation")
    return Project.objects.select_related(*related).filter(pk=project)[:1]


PROJECTS = Prepared(_projects)


def _about(project: Project, event: Event, at: datetime, **more: object) -> Matter:
    """What is said of a project: names by side, its due date, the clause that the move rests on."""
    closing = closing_for(project.version, "nomination", project.nominating_organisation_id)
    due_at = _due_in(event) or project.due_at or _still_open(closing, at)
    values = {
        "title": str(project),
        "drafting": project.drafting_organisation.short_name,
        "nominating": project.nominating_organisation.short_name,
        "managing": project.programme.managing_organisation.short_name,
        "by_when": rules.by_when(due_at, event.at),
        "ground": rules.ground(_clause_of(project, event) or (closing.clause if closing else "")),
    }
    sides = _sides(project) | {"former": frozenset({event.detail["former"]} if "former" in event.detail else ())}
    return Matter(values | more, sides, {"desk": project.ref, "projects": project.ref, "ranking": project.ref})


def _sides(project: Project) -> dict[str, frozenset[int]]:
    return {
        "drafting": frozenset({project.drafting_organisation_id}),
        "nominating": frozenset({project.nominating_organisation_id}),
        "managing": frozenset({project.programme.managing_organisation_id}),
    }


def _due_in(event: Event) -> datetime | None:
    """The date that the event itself set: it stands, whatever became of the project since."""
    return datetime.fromisoformat(event.detail["due_at"]) if event.detail.get("due_at") else None


def _still_open(closing: Closing | None, at: datetime) -> datetime | None:
    return closing.until if closing and not closing.is_past(at) else None


def _clause_of(project: Project, event: Event) -> str:
    """The clause of the first setting of the kind that the move rests on."""
    row = project.transitions.row(event.verb, event.from_status)
    kinds = (setting for kind, setting in settings_of(project.version) if row and kind == row.rests_on)
    return next((setting.clause for setting in kinds), "")


def _of_slate(event: Event, at: datetime) -> Matter | None:
    related = ("programme__managing_organisation", "organisation__parent")
    slate = Slate.objects.select_related(*related).filter(pk=event.subject_id).first()
    if slate is None:
        return None
    view = view_of(slate, [entry.project for entry in slate.entries.select_related("project")], at)
    endorsement = the_setting(version_in_force(slate.programme, at), Endorsement)
    resting = endorsement if event.verb in ("endorse", "reopen") else view.closing
    values = {
        "nominating": slate.organisation.short_name,
        "leader": slate.endorsed_by_name or event.by_name,
        "by_when": rules.by_when(_still_open(view.closing, at)),
        "ground": rules.ground(resting.clause if resting else ""),
        "gap": f"，{gap}" if (gap := gap_in_words(view)) else "",
    }
    sides = {
        "nominating": frozenset({slate.organisation_id}),
        "managing": frozenset({slate.programme.managing_organisation_id}),
    }
    return Matter(values, sides, {"nominations": slate.ref})


def _of_agreement(event: Event, at: datetime) -> Matter | None:
    agreement = Agreement.objects.filter(pk=event.subject_id).first()
    if agreement is None:
        return None
    project = PROJECTS.first(project=agreement.project_id)
    about = _about(project, event, at, by_when=rules.by_when(agreement.sign_by, event.at))
    return _resting_on(about, project, Terms, agreements=agreement.ref)


def _resting_on(matter: Matter, project: Project, kind: type, **refs: str) -> Matter:
    """The same matter with the clause of another setting."""
    setting = the_setting(project.version, kind)
    values = matter.values | {"ground": rules.ground(setting.clause if setting else "")}
    return Matter(values, matter.sides, matter.refs | refs)


def _of_decision(event: Event, at: datetime) -> Matter | None:
    decision = Decision.objects.filter(pk=event.subject_id).first()
    if decision is None:
        return None
    project = PROJECTS.first(project=decision.project_id)
    return _for_the_section(_about(project, event, at, verdict=Verdict(decision.verdict).label))


def _for_the_section(matter: Matter) -> Matter:
    """What is quiet has no side but the section's, whatever the catalogue says."""
    return Matter(matter.values, {"managing": matter.sides["managing"]}, matter.refs)


def _of_objection(event: Event, at: datetime) -> Matter | None:
    objection = Objection.objects.filter(pk=event.subject_id).first()
    if objection is None:
        return None
    project = PROJECTS.first(project=objection.project_id)
    return _for_the_section(_resting_on(_about(project, event, at), project, Publicity))


def _of_publication(event: Event, at: datetime) -> Matter | None:
    publication = Publication.objects.select_related("programme").filter(pk=event.subject_id).first()
    if publication is None:
        return None
    step = the_setting(version_in_force(publication.programme, at), ReviewStep)
    values = {"count": publication.decisions.count(), "ground": rules.ground(step.clause if step else "")}
    return Matter(values, {"managing": frozenset({publication.programme.managing_organisation_id})})


def _of_programme(event: Event, at: datetime) -> Matter | None:
    programme = Programme.objects.filter(pk=event.subject_id).first()
    if programme is None:
        return None
    version = version_in_force(programme, at)
    deadline = next((d for _, d in settings_of(version) if isinstance(d, Deadline) and d.step == "nomination"), None)
    values = {
        "title": programme.title,
        "by_when": rules.by_when(deadline.until if deadline else None),
        "ground": rules.ground(deadline.clause if deadline else ""),
        **{key: _moment_in(event, key) for key in ("in_force_from", "until")},
    }
    return Matter(values, _sides_of_programme(programme, version, event), {"programmes": programme.ref})


def _moment_in(event: Event, key: str) -> str:
    return rules.moment_words(datetime.fromisoformat(event.detail[key])) if event.detail.get(key) else ""


def _sides_of_programme(programme: Programme, version: Version, event: Event) -> dict[str, frozenset[int]]:
    """Everybody whom the notice addresses; of an extension only the organisation that got it."""
    receivers: Any = the_setting(version, Receivers)
    addressed = organisations_of(version, receivers.groups) if receivers else []
    only = event.detail.get("organisation")
    meant = [each for each in addressed if not only or each.name == only]
    ids = frozenset(each.pk for each in meant)
    below = Organisation.objects.subtrees({each.bearer_id for each in meant})
    return {
        "addressed": ids,
        "below": frozenset(below.values_list("pk", flat=True)),
        "managing": frozenset({programme.managing_organisation_id}),
    }


def _of_document(event: Event, at: datetime) -> Matter | None:
    document = OfficialDocument.objects.defer("context").filter(pk=event.subject_id).first()
    if document is None:
        return None
    ids = frozenset(document.addressees.values_list("organisation_id", flat=True))
    values = {"title": inside_title_marks(document.title), "number": document.number_text}
    return Matter(values, {"addressed": ids}, {"documents": document.ref})


def _of_change(event: Event, at: datetime) -> Matter | None:
    """A change request or its supplementary agreement, told at its own page."""
    change = change_of(event)
    if change is None:
        return None
    about = _about(PROJECTS.first(project=change.project_id), event, at)
    sides = {name: about.sides[side] if side else frozenset() for name, side in change.sides.items()}
    return Matter(about.values | change.values, about.sides | sides, about.refs | {"delivery": change.ref})


def _of_progress(event: Event, at: datetime) -> Matter | None:
    found = progress.project_and_values(event)
    if found is None:
        return None
    project = PROJECTS.first(project=found[0])
    matter = _resting_on(_about(project, event, at), project, Progress, delivery=project.ref)
    return replace(matter, values=matter.values | found[1])


MATTERS: dict[str, Callable[[Event, datetime], Matter | None]] = {
    "project": _of_project,
    "slate": _of_slate,
    "agreement": _of_agreement,
    "decision": _of_decision,
    "publication": _of_publication,
    "objection": _of_objection,
    "programme": _of_programme,
    "officialdocument": _of_document,
    "changerequest": _of_change,
    "supplementaryagreement": _of_change,
    **dict.fromkeys(progress.MODELS, _of_progress),
    "meeting": of_meeting,
    "task": of_task,
    "inspection": of_inspection,
    "rectification": of_rectification,
    "report": of_report,
    "dossier": of_dossier,
}
