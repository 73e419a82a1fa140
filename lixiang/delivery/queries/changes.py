"""Reads of one change: what the rules may know of it, its difference, who has it now, what is open in a project."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.rules.change_kinds import APPROVAL, ChangeKind, Prolongation
from lixiang.delivery.rules.changes import STATUS, ChangeView, Rival, brought_by
from lixiang.delivery.states.changes import HOLDING, IN_FORCE, OPEN_TO_ASKER, Status
from lixiang.delivery.states.supplements import Status as SupplementStatus
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.programmes.rules.kinds import Wording
from lixiang.projects.models import Project, Revision
from lixiang.projects.models.facts import NAMING
from lixiang.projects.queries import amended_content, amended_facts, facts_of, fields_named, fit, unit_without_clerk
from lixiang.projects.queries.fitting import content_of
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.content import Difference, differences, tidy
from lixiang.projects.rules.kinds import Category, Field
from lixiang.workflow.findings import Finding
from lixiang.workflow.moves import locked


def kinds_known(project: Project) -> tuple[ChangeKind, ...]:
    """The changes that the programme knows, as the version that the project keeps says."""
    return settings_by_kind(project.version, ChangeKind)


def kinds_named(project: Project, codes: Iterable[str]) -> tuple[ChangeKind, ...]:
    asked = set(codes)
    return tuple(kind for kind in kinds_known(project) if kind.code in asked)


def kinds_of(request: ChangeRequest) -> tuple[ChangeKind, ...]:
    return kinds_named(request.project, request.kinds)


def clause_of(request: ChangeRequest) -> str:
    """The clause that a request rests on: that of the first of its kinds."""
    return next((kind.clause for kind in kinds_of(request)), "")


def opened_fields(request: ChangeRequest) -> tuple[Field, ...]:
    """The fields of the form that the kinds of this request open, in the order of the form."""
    return fields_named(request.project, frozenset(name for kind in kinds_of(request) for name in kind.opens))


def opening_values(request: ChangeRequest) -> dict[str, Any]:
    """What stands in the opened fields of the form now: as typed, else as approved."""
    approved = request.base.standing
    return {each.name: request.values.get(each.name, approved.get(each.name, "")) for each in opened_fields(request)}


def values_typed(request: ChangeRequest, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of what was typed: the opened fields, clean and whole, what was not sent as it stood.

    An organisation keeps the words that named it, since a name borne twice is known by its code alone. Raises Refused.
    """
    standing, fields = opening_values(request), opened_fields(request)
    typed = fit(request.project, {each: values.get(each.name, standing[each.name]) for each in fields})
    kept = content_of(typed)
    words = {name: tidy(str(values[name])) for name in NAMING if name in kept and name in values}
    return kept | {name: text for name, text in words.items() if not text.isdecimal()}


def open_changes(project: Project) -> "QuerySet[ChangeRequest]":
    """The requests of a project that are on their way: handed in, sent back, or approved and waiting for signature."""
    return project.changes.filter(status__in=HOLDING)


def open_changes_of(programme: Programme) -> "QuerySet[ChangeRequest]":
    return ChangeRequest.objects.filter(programme=programme, status__in=HOLDING)


def changes_in_force(project: Project) -> "QuerySet[ChangeRequest]":
    """The changes that stand, in the order in which they took effect."""
    return project.changes.filter(status__in=IN_FORCE).order_by("took_effect_at", "number")


def former_titles(project: Project) -> tuple[tuple[str, datetime], ...]:
    """The names that the project bore, oldest first, each with the moment until which it did."""
    renamed = changes_in_force(project).filter(revision__isnull=False).select_related("base", "revision")
    return tuple(
        (each.base.standing["title"], each.took_effect_at)
        for each in renamed
        if each.base.standing["title"] != each.revision.standing["title"]
    )


# --- what the rules may know -----------------------------------------------------------------------------------------
def view_to_draft(project: Project, codes: Iterable[str], at: datetime) -> ChangeView:
    """What can be known before a request exists."""
    kinds = kinds_named(project, codes)
    status, word = project.status, project.get_status_display()
    return ChangeView(kinds, tuple(codes), "", status, word, timezone.localdate(at))


def view_of(request: ChangeRequest, at: datetime) -> ChangeView:
    """Everything that stands for or against a request now; one query for the others of the project."""
    project = request.project
    rivals, unsigned, prolonged = _others(request)
    return ChangeView(
        kinds=kinds_of(request),
        asked=tuple(request.kinds),
        reason=request.reason,
        status=project.status,
        status_word=project.get_status_display(),
        asked_on=timezone.localdate(request.handed_in_at or at),
        labels={each.name: each.label for each in settings_by_kind(project.version, Field)},
        prolonged=prolonged,
        prolongation=the_setting(project.version, Prolongation),  # type: ignore[arg-type]
        rivals=rivals,
        is_stale=request.base_id != project.approved_revision_id,
        unsigned=unsigned,
        **({} if request.moves_project else _proposed(request, at)),
    )


def _proposed(request: ChangeRequest, at: datetime) -> dict[str, Any]:
    """The fields that differ, the two days of completion, and what the application's rules find in the difference."""
    project, approved = request.project, request.project.approved_revision
    assert approved is not None
    after = amended_facts(project, request.values, at)
    changed = frozenset(each.name for each in opened_fields(request) if _differs(each.name, approved, after.values))
    said = findings(facts_of(project, at))
    return {
        "changed": changed,
        "completion_on": _day(approved.content.get("completion_on", "")),
        "proposed_on": _day(after.values.get("completion_on", "")),
        "without_clerk": unit_without_clerk(project, request.values),
        "former_leader": approved.standing.get("leader_name", "").strip(),
        "team": frozenset(row.get("name", "").strip() for row in after.rows("team")),
        "application": brought_by(said, findings(after), changed),
    }


def _differs(name: str, approved: Revision, content: dict[str, Any]) -> bool:
    return (approved.standing.get(name) or "") != (content.get(name) or "")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _others(request: ChangeRequest) -> tuple[tuple[Rival, ...], int, int]:
    """The open requests beside this one, the number of one whose supplement is unsigned, how often was prolonged."""
    others = request.project.changes.exclude(pk=request.pk).filter(status__in=(*HOLDING, *IN_FORCE))
    rivals, unsigned, prolonged = [], 0, 0
    for each in others.select_related("base", "revision").order_by("number"):
        if each.status in IN_FORCE:
            prolonged += _prolongs(each)
        else:
            rivals.append(Rival(each.number, touches_of(each)))
            unsigned = unsigned or (each.number if each.status == Status.APPROVED else 0)
    return tuple(rivals), unsigned, prolonged


def touches_of(request: ChangeRequest) -> frozenset[str]:
    """The fields in which a request differs from the revision it was shown against; of a move the status."""
    if request.moves_project:
        return frozenset({STATUS})
    approved = request.base.standing
    return frozenset(name for name, value in request.values.items() if (approved.get(name) or "") != (value or ""))


def _prolongs(request: ChangeRequest) -> bool:
    if request.revision is None:
        return False
    before, after = (each.content.get("completion_on", "") for each in (request.base, request.revision))
    return bool(before) and after > before


# --- the difference --------------------------------------------------------------------------------------------------
def differences_of(request: ChangeRequest) -> tuple[Difference, ...]:
    """Field by field what the request changes in the revision it was shown against."""
    if request.moves_project:
        return ()
    version, base, revision = request.project.version, request.base, request.revision
    content = revision.standing if revision else amended_content(request.project, base, request.values)
    fields, categories = settings_by_kind(version, Field), settings_by_kind(version, Category)
    return differences(base.standing, content, fields, categories)


# --- who has it ------------------------------------------------------------------------------------------------------
def side_of(status: str, authority: str, by_section: bool, supplement: str | None) -> str:
    """The side that acts on a request now: asking, nominating, managing; nothing once it is done with."""
    if status in OPEN_TO_ASKER:
        return "managing" if by_section else "asking"
    if status == Status.HANDED_IN:
        return "nominating" if authority == "own" else "managing"
    if status == Status.APPROVED:
        return "nominating" if supplement == SupplementStatus.PENDING else "managing"
    return "managing" if status == Status.FILED else ""


def holder_of(request: ChangeRequest) -> str:
    """The organisation that has it now, by its short name."""
    supplement = supplement_of(request)
    side = side_of(request.status, request.authority, request.by_section, supplement.status if supplement else None)
    project = request.project
    if side == "asking":
        return Organisation.objects.values_list("short_name", flat=True).get(pk=project.drafting_organisation_id)
    if side == "nominating":
        return project.nominating_organisation.short_name
    return project.programme.managing_organisation.short_name if side else ""


def supplement_of(request: ChangeRequest) -> SupplementaryAgreement | None:
    return SupplementaryAgreement.objects.filter(change=request).first()


def needs_supplement(request: ChangeRequest) -> bool:
    return any(kind.supplement for kind in kinds_of(request))


# --- locks -----------------------------------------------------------------------------------------------------------
NAMED = ("version", "programme__managing_organisation", "nominating_organisation", "topic", "approved_revision")


def locked_project(project_id: int) -> Project:
    """The project read anew and locked, with what its rules and papers ask for."""
    rows = Project.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(*NAMED, "implementing_organisation__parent").get(pk=project_id)


def locked_request(request: ChangeRequest) -> ChangeRequest:
    """The project locked before its request, so that two requests of one project wait for each other."""
    project = locked_project(request.project_id)
    fresh = locked(request)
    fresh.project = project
    return fresh


# --- the official reply ----------------------------------------------------------------------------------------------
DECIDED = (Status.APPROVED, Status.IN_EFFECT, Status.DECLINED, Status.LAPSED)


def paper_wanted(request: ChangeRequest) -> str:
    """Which reply the programme has words for, if the department decided and none was sent: its name, or nothing."""
    if request.authority != APPROVAL or request.status not in DECIDED or request.reply_id:
        return ""
    paper = "change_decline" if request.status == Status.DECLINED else "change_reply"
    worded = {wording.document for wording in settings_by_kind(request.project.version, Wording)}
    return paper if paper in worded else ""


def standing_against_reply(request: ChangeRequest) -> tuple[Finding, ...]:
    if paper_wanted(request):
        return ()
    return (Finding("no_reply", "这件变更没有待印发的批复：尚未决定、不须批复，或者本批次没有设置批复的文字。"),)


def reason_of_decision(request: ChangeRequest) -> str:
    """What the decider wrote."""
    events = Event.objects.filter(subject_kind="changerequest", subject_id=request.pk, verb__in=("approve", "decline"))
    return events.order_by("-sequence").values_list("reason", flat=True).first() or ""
