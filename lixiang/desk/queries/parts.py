"""What stands in each tab of a dossier, as one person may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from lixiang.access.prepared import Prepared
from lixiang.agreements.models import Agreement
from lixiang.approvals.models import Decision, Opinion
from lixiang.approvals.queries import trail_for
from lixiang.approvals.rules import ReviewStep
from lixiang.delivery.models import Rectification
from lixiang.delivery.queries import trail_of
from lixiang.delivery.queries.change_pages import lines_of, trail_of_changes
from lixiang.desk.queries.closing import dossiers_of, trail_of_closing
from lixiang.desk.queries.dossier import is_inside, only_follows
from lixiang.desk.queries.meetings import gathered_of
from lixiang.desk.queries.progress import summary_of
from lixiang.desk.queries.reports import reports_of_the_dossier
from lixiang.desk.queries.trail import entry_of
from lixiang.desk.rules import life
from lixiang.documents.models import Addressee, OfficialDocument
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects import permissions
from lixiang.projects.models import FormerUnit, Project, Revision
from lixiang.projects.queries import last_revision
from lixiang.projects.queries.reading import Reading, revision_readings
from lixiang.projects.rules.kinds import Section
from lixiang.projects.states import Status
from lixiang.ui.shapes import Entry

# What only the writing side sees of the history: the making of a draft is nobody else's business.
BEFORE_HANDING_IN = ("draft", "attach", "detach")
REVISION = Prepared(lambda revision: Revision.objects.filter(pk=revision)[:1])


@dataclass(frozen=True)
class Application:
    """The last revision as it reads, section by section; nothing before the first hand-in."""

    revision: Revision | None
    sections: tuple[tuple[Section, tuple[Reading, ...]], ...] = ()


def application_of(user: Any, project: Project) -> Application:
    """What was handed in; the unfinished text stands on the form alone, for those who write it."""
    if permissions.sees_now(user, project):
        found = REVISION.first(revision=project.revision_id) if project.revision_id else None
    else:
        found = last_revision(user, project)
    if found is None:
        return Application(None)
    found.project = project
    if found.form_version_id == project.version_id:
        found.form_version = project.version
    return Application(found, revision_readings(found))


@dataclass(frozen=True)
class Said:
    """One opinion as the page shows it."""

    step: str
    result: str
    text: str
    by: str
    at: datetime
    points: int
    is_void: bool


@dataclass(frozen=True)
class Review:
    """What was said and decided, as far as this person may know it."""

    opinions: tuple[Said, ...]
    decisions: tuple[Decision, ...]
    quiet: Decision | None


def review_of(user: Any, project: Project) -> Review:
    """The section sees its opinions and its quiet decision; everybody else what was published, and nothing before."""
    known = Decision.objects.filter(Decision.QUIET | Q(publication__isnull=False), project=project)
    decisions = known.select_related("publication").order_by("at")
    published = tuple(decision for decision in decisions if decision.publication_id)
    if not is_inside(user, project):
        return Review((), published, None)
    steps = {step.code: step.title for step in settings_by_kind(project.version, ReviewStep)}
    opinions = Opinion.objects.filter(project=project).prefetch_related("scores").order_by("at", "id")
    said = tuple(
        Said(
            steps.get(o.step, o.step),
            o.get_result_display(),
            o.text,
            o.by_name,
            o.at,
            sum(score.points for score in o.scores.all()),
            o.voided_at is not None,
        )
        for o in opinions
    )
    quiet = next((decision for decision in decisions if not decision.publication_id), None)
    return Review(said, published, quiet)


def documents_of(user: Any, project: Project) -> tuple[OfficialDocument, ...]:
    """The documents of the programme that were sent to who nominated it, or nominates today, and that one may see."""
    documents = OfficialDocument.visible_to(user).filter(programme_code=project.programme.ref)
    nominating = project.nominating_organisation
    own = Addressee.objects.filter(organisation__in={nominating.pk, nominating.bearer_id}).values("document")
    sent = documents.filter(pk__in=own).defer("context")
    return tuple(each for each in sent.order_by("pk") if not each.subjects or project.ref in each.subjects)


def agreement_of(user: Any, project: Project) -> Agreement | None:
    return Agreement.visible_to(user).filter(project=project).first()


def history_of(user: Any, project: Project) -> tuple[Entry, ...]:
    """The trail of the project, of its agreement and, for the section alone, of its review; newest first."""
    events = Event.objects.filter(subject_kind="project", subject_id=project.pk)
    carries_out = permissions.may_write(user, project) or permissions.is_nominating(user, project)
    if not carries_out:
        events = events.exclude(verb__in=BEFORE_HANDING_IN)
    agreed = Agreement.objects.filter(project=project).values("pk")
    if only_follows(user, project):
        events = events.filter(sequence__gte=Subquery(_approved(project)))
    events = events | Event.objects.filter(subject_kind="agreement", subject_id__in=agreed)
    events = events | trail_of(project).order_by() | trail_of_changes(user, project)
    put_right = Rectification.visible_to(user).select_related(None).filter(project=project).values("pk")
    told = Event.objects.filter(subject_kind="rectification", subject_id__in=put_right)
    events = events | told.exclude(verb="attach")
    keys, unfinished = trail_of_closing(user, project)
    closed = Event.objects.filter(subject_kind="dossier", subject_id__in=keys)
    events = events | (closed if carries_out else closed.exclude(verb__in=unfinished))
    if is_inside(user, project):
        events = events | trail_for(user, project)
    if not permissions.sees_now(user, project):
        events = events.filter(at__lte=Subquery(_handed_over(user, project)))
    names = _short_names(project)
    return tuple(entry_of(event, names[_side_of(event)]) for event in events.order_by("-at", "-id"))


def _side_of(event: Event) -> str:
    """The side whose step an event was; a change is asked for and decided on by whichever side its kind names."""
    return "" if event.subject_kind == "changerequest" else life.acted_for(event.verb, event.to_status)


def _handed_over(user: Any, project: Project) -> QuerySet[FormerUnit]:
    """Until when a unit of this person carried the project out."""
    units = project.former_units.filter(organisation__in=user.organisations_as(Role.UNIT_CLERK))
    return units.order_by("-until_at").values("until_at")[:1]


def _approved(project: Project) -> QuerySet[Event]:
    """When the project was approved: what came before is the review's, and not for who only follows."""
    moves = Event.objects.filter(subject_kind="project", subject_id=project.pk, to_status=Status.APPROVED)
    return moves.order_by("-sequence").values("sequence")[:1]


def _short_names(project: Project) -> dict[str, str]:
    """Side -> the organisation that stands there; one query."""
    sides = {
        "drafting": project.drafting_organisation_id,
        "nominating": project.nominating_organisation_id,
        "managing": project.programme.managing_organisation_id,
    }
    names = dict(Organisation.objects.filter(pk__in=sides.values()).values_list("pk", "short_name"))
    return {"": "", **{side: names[pk] for side, pk in sides.items()}}


def part_of(tab: str, user: Any, project: Project, at: datetime) -> Any:
    """What stands in a tab of the dossier."""
    return {
        "application": lambda: application_of(user, project),
        "opinions": lambda: review_of(user, project),
        "documents": lambda: documents_of(user, project),
        "agreement": lambda: agreement_of(user, project),
        "changes": lambda: lines_of(user, project),
        "progress": lambda: summary_of(project, at),
        "reports": lambda: reports_of_the_dossier(user, project),
        "meetings": lambda: gathered_of(user, project),
        "dossier": lambda: dossiers_of(user, project),
        "history": lambda: history_of(user, project),
    }[tab]()
