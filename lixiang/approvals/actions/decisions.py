"""The verbs of a decision: decide quietly, undo, and make a batch known, all of it or nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.approvals import permissions, queries
from lixiang.approvals.actions.opinions import _each
from lixiang.approvals.models import Decision, Publication, PublicityPeriod, Verdict
from lixiang.approvals.rules import Publicity, deciding_role, last_day
from lixiang.history.record import record
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import edited_days, the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.projects.states import ENDED
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move


@transaction.atomic
def decide(
    project: Project, *, verdict: str, by: Any, at: datetime, reason: str = "", merge_into: Project | None = None
) -> Decision:
    """Decide now, publish later: nothing of it shows outside the section until `publish`.

    The same decision by the same person again changes nothing; another one is refused until the first is undone.
    """
    project = locked(project)
    if not permissions.may_decide(by, project, deciding_role(queries.steps_of(project))):
        raise PermissionDenied
    earlier = queries.decision_of(project)
    if earlier is not None:
        return _same_or_refused(earlier, verdict, reason, merge_into, by)
    refuse_if(_impossible(project, verdict, reason, merge_into))
    refuse_if(_standing(project, verdict, at), reason=reason)
    decision = Decision.objects.create(
        project=project,
        revision=project.revision,
        verdict=verdict,
        reason=reason.strip(),
        merge_into=merge_into,
        by=by,
        by_name=by.name,
        at=at,
    )
    # Without the programme: whatever is gathered by programme is read by others too.
    record(decision, "decide", by=by, at=at, reason=reason, detail={"project": project.ref, "verdict": verdict})
    return decision


def _same_or_refused(earlier: Decision, verdict: str, reason: str, merge_into: Project | None, by: Any) -> Decision:
    said = (earlier.by_id, earlier.verdict, earlier.reason, earlier.merge_into_id)
    if said == (by.pk, verdict, reason.strip(), merge_into.pk if merge_into else None):
        return earlier
    sentence = f"{earlier.by_name}已作出决定（{earlier.get_verdict_display()}，尚未公布），请先撤销该决定。"
    raise Refused(Finding("already_decided", sentence))


def _impossible(project: Project, verdict: str, reason: str, merge_into: Project | None) -> tuple[Finding, ...]:
    row = project.transitions.row(verdict, project.status) if verdict in Verdict.values else None
    if row is None:
        return (Finding("not_in_this_status", f"当前为“{project.get_status_display()}”，不能作此决定。"),)
    found = []
    if row.reason_required and not reason.strip():
        found.append(Finding("reason_required", f"{row.label}应当写明理由。", field="reason"))
    if (verdict == Verdict.MERGE) != (merge_into is not None):
        found.append(Finding("merge_into_what", "合并立项应当指明并入的项目，其他决定不填。", field="merge_into"))
    elif merge_into is not None and not _can_take_in(merge_into, project):
        found.append(Finding("merge_into_what", "只能并入本批次在审或者已立项的另一个项目。", field="merge_into"))
    return tuple(found)


def _standing(project: Project, verdict: str, at: datetime) -> tuple[Finding, ...]:
    """What the publication will ask of the table, asked now, so that no quiet decision holds a batch back later.

    What is wrong with the application stands beside no field of the decision.
    """
    review, row = queries.review_facts(project, verdict, at), project.transitions.row(verdict, project.status)
    asked = row.blockers(project.facts(at), review)
    return tuple(each if each in review.standing else replace(each, field="") for each in asked)


def _can_take_in(target: Project, project: Project) -> bool:
    """Another project of the programme that itself is still on its way."""
    is_another = target.pk != project.pk and target.programme_id == project.programme_id
    return is_another and target.nominated_at is not None and target.status not in target.transitions.finals


@transaction.atomic
def decide_all(projects: Iterable[Project], *, verdict: str, by: Any, at: datetime, reason: str = "") -> list[Decision]:
    """The same decision on several projects, all or none."""
    return _each(projects, lambda each: decide(each, verdict=verdict, reason=reason, by=by, at=at))


@transaction.atomic
def undo(decision: Decision, *, by: Any, at: datetime, reason: str = "") -> Decision:
    """Take a decision back before it is published."""
    project = locked(decision.project)
    decision = locked(decision)
    if not permissions.may_decide(by, project, deciding_role(queries.steps_of(project))):
        raise PermissionDenied
    if decision.publication_id is not None:
        raise Refused(Finding("already_published", "决定已经公布，不能撤销；确需改变的，另行发文更正。"))
    if project.status in ENDED:
        word = project.get_status_display()
        raise Refused(Finding("void_already", f"“{project}”{word}，未公布的决定已随之失效，不必撤销。"))
    if decision.undone_at is None:
        decision.undone_at = at
        decision.save(update_fields=["undone_at"])
        record(decision, "undo", by=by, at=at, reason=reason, detail={"project": project.ref})
    return decision


@transaction.atomic
def publish(programme: Programme, decisions: Iterable[Decision], *, by: Any, at: datetime) -> Publication:
    """Make decisions known in one batch: every project moves in the same transaction, or none does.

    Decisions that went out together already give that batch back, so that sending a page twice publishes once.
    Raises Refused with what holds the batch back, each finding with the reference of its project as its field, so that
    the page can leave it out.
    """
    programme = locked(programme)
    if not permissions.may_publish(by, programme):
        raise PermissionDenied
    ids = sorted({decision.pk for decision in decisions})
    named = Decision.objects.filter(pk__in=ids, project__programme=programme)
    list(Project.objects.select_for_update(no_key=True).filter(pk__in=named.values("project")).order_by("pk"))
    taken = sorted(named.filter(Decision.QUIET).select_related("project"), key=lambda each: each.project_id)
    if not taken or len(taken) != len(ids):
        return _already_published(named, ids)
    number = programme.publications.count() + 1
    publication = Publication.objects.create(
        ref=f"{programme.ref}-p{number}", number=number, programme=programme, by=by, at=at
    )
    _each((decision.project for decision in taken), _publisher(taken, by, at), names_project=True)
    _refuse_lost_targets(taken)
    Decision.objects.filter(pk__in=ids).update(publication=publication)
    _open_publicity(publication, taken, at)
    detail = {"decisions": {d.project.ref: d.verdict for d in taken}}
    record(publication, "publish", by=by, at=at, detail=detail, programme_id=programme.pk)
    return publication


def _already_published(named: Any, ids: list[int]) -> Publication:
    batches = set(named.values_list("publication", flat=True))
    if ids and len(batches) == 1 and None not in batches and named.count() == len(ids):
        return Publication.objects.get(pk=batches.pop())
    raise Refused(Finding("decisions_changed", "待公布的决定已有变动，请刷新后再公布。"))


def _publisher(taken: list[Decision], by: Any, at: datetime) -> Any:
    of = {decision.project_id: decision for decision in taken}
    return lambda project: _publish_one(of[project.pk], by=by, at=at)


def _publish_one(decision: Decision, *, by: Any, at: datetime) -> Project:
    project = decision.project
    if decision.revision_id != project.revision_id:
        raise Refused(Finding("decided_on_other_revision", "在决定之后又有修订，请重新决定。"))
    changes: dict[str, Any] = {}
    if decision.verdict == Verdict.APPROVE:
        changes["approved_revision"] = decision.revision
    if decision.verdict == Verdict.MERGE:
        changes["merged_into"] = decision.merge_into
    facts = queries.review_facts(project, decision.verdict, at)
    return move(project, decision.verdict, by=by, at=at, facts=facts, reason=decision.reason, **changes)


def _refuse_lost_targets(taken: list[Decision]) -> None:
    """What takes another project in must itself go on, whatever else the batch says of it."""
    merged = [decision for decision in taken if decision.merge_into_id]
    targets = Project.objects.in_bulk({decision.merge_into_id for decision in merged})
    lost = [
        (d.project, target) for d in merged if (target := targets[d.merge_into_id]).status in target.transitions.finals
    ]
    refuse_if(
        tuple(
            Finding(
                "target_has_ended",
                f"“{project}”所并入的“{target}”{target.get_status_display()}，请重新决定。",
                field=project.ref,
            )
            for project, target in lost
        )
    )


def _open_publicity(publication: Publication, decisions: list[Decision], at: datetime) -> None:
    listed = [decision for decision in decisions if decision.verdict == Verdict.SHORTLIST]
    rule: Any = the_setting(listed[0].project.version, Publicity) if listed else None
    if rule is None:
        return
    last = last_day(rule, timezone.localtime(at).date(), edited_days())
    until = end_of(last)
    PublicityPeriod.objects.create(ref=publication.ref, publication=publication, from_at=at, until_at=until)
