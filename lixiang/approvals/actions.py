"""The verbs of the review: give an opinion, send back, decide quietly, undo, publish in one batch, object, answer."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.approvals import permissions, queries
from lixiang.approvals.models import (
    Decision,
    Objection,
    Opinion,
    OpinionScore,
    Publication,
    PublicityPeriod,
    Result,
    Verdict,
)
from lixiang.approvals.rules import Principle, Publicity, ReviewStep, standing_against_opinion
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.programmes.rules.calendar import after_working_days
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move

SEALED_OBJECTION = "sealed_objection"


@transaction.atomic
def give_opinion(
    project: Project,
    *,
    step: str,
    result: str,
    text: str,
    by: Any,
    at: datetime,
    points: Mapping[str, int] | None = None,
) -> Opinion:
    """Say something at a step on the current revision; a new opinion at the same step voids the one before."""
    project = locked(project)
    asked = _step(project, step)
    if not permissions.may_speak_for(by, project, asked.role):
        raise PermissionDenied
    if project.status != Status.NOMINATED:
        raise Refused(Finding("not_under_review", f"“{project}”当前为“{project.get_status_display()}”，不在审核中。"))
    refuse_if(standing_against_opinion(step, queries.view_of(project, at)))
    refuse_if(_word_findings(result, text, asked))
    refuse_if(_point_findings(project, points or {}))
    project.opinions.filter(step=step, voided_at=None).update(voided_at=at)
    opinion = Opinion.objects.create(
        project=project,
        revision=project.revision,
        step=step,
        result=result,
        text=text.strip(),
        by=by,
        by_name=by.name,
        at=at,
    )
    OpinionScore.objects.bulk_create(
        OpinionScore(opinion=opinion, principle=code, points=value) for code, value in (points or {}).items()
    )
    detail = {"step": asked.title, "result": opinion.get_result_display(), "revision": project.revision.number}
    record(project, "give_opinion", by=by, at=at, reason=text, detail=detail, programme_id=project.programme_id)
    return opinion


def _step(project: Project, code: str) -> ReviewStep:
    steps = settings_by_kind(project.version, ReviewStep)
    found = next((step for step in steps if step.code == code), None)
    if found is None:
        raise Refused(Finding("no_such_step", "本批次的审核程序没有这一步。"))
    return found


def _word_findings(result: str, text: str, step: ReviewStep) -> tuple[Finding, ...]:
    found = []
    if result not in Result.values:
        found.append(Finding("no_result", "请选择同意或者不同意。", step.clause, field="result"))
    if not text.strip():
        found.append(Finding("no_words", "请填写审核意见。", step.clause, field="text"))
    return tuple(found)


def _point_findings(project: Project, points: Mapping[str, int]) -> tuple[Finding, ...]:
    principles = {p.code: p for p in settings_by_kind(project.version, Principle)}
    return tuple(
        Finding(
            "wrong_points", f"“{principles[code].title}”应为0至{principles[code].maximum}分。", principles[code].clause
        )
        if code in principles
        else Finding("no_such_principle", f"没有“{code}”这一条原则。")
        for code, value in points.items()
        if code not in principles or not 0 <= value <= principles[code].maximum
    )


@transaction.atomic
def give_opinions(
    projects: Iterable[Project], *, step: str, result: str, text: str, by: Any, at: datetime
) -> list[Opinion]:
    """The same opinion on several projects, all or none."""
    ordered = sorted(projects, key=lambda project: project.pk)
    return [give_opinion(p, step=step, result=result, text=text, by=by, at=at) for p in ordered]


@transaction.atomic
def send_back(
    project: Project, *, sections: Sequence[str], reason: str, due_at: datetime, by: Any, at: datetime
) -> Project:
    """Return a project for the marked sections by a date of its own; opinions given so far are void but stay visible."""
    project = locked(project)
    _refuse_decided(project)
    if due_at <= at:
        raise Refused(Finding("due_in_the_past", "退回修改的期限应当晚于现在。", field="due_at"))
    if not sections:
        raise Refused(Finding("no_sections", "请标明需要修改的部分。", field="sections"))
    project.opinions.filter(voided_at=None).update(voided_at=at)
    detail = {"sections": list(sections), "due_at": due_at.isoformat()}
    return move(
        project, "send_back", by=by, at=at, reason=reason, detail=detail, due_at=due_at, open_sections=list(sections)
    )


def _refuse_decided(project: Project) -> None:
    if queries.decision_of(project) is not None:
        raise Refused(Finding("already_decided", f"“{project}”已有未公布的决定，请先撤销决定。"))


@transaction.atomic
def decide(
    project: Project, *, verdict: str, by: Any, at: datetime, reason: str = "", merge_into: Project | None = None
) -> Decision:
    """Decide now, publish later: nothing of it shows outside the section until `publish`."""
    project = locked(project)
    if not permissions.may_decide(by, project):
        raise PermissionDenied
    _refuse_decided(project)
    _refuse_impossible(project, verdict, reason, merge_into)
    refuse_if(queries.review_facts(project, verdict, at).standing)
    decision = Decision.objects.create(
        project=project,
        revision=project.revision,
        verdict=verdict,
        reason=reason,
        merge_into=merge_into,
        by=by,
        by_name=by.name,
        at=at,
    )
    record(decision, "decide", by=by, at=at, reason=reason, detail={"project": project.ref, "verdict": verdict})
    return decision


def _refuse_impossible(project: Project, verdict: str, reason: str, merge_into: Project | None) -> None:
    row = project.transitions.row(verdict, project.status) if verdict in Verdict.values else None
    if row is None:
        raise Refused(
            Finding("not_in_this_status", f"“{project}”当前为“{project.get_status_display()}”，不能作此决定。")
        )
    if row.reason_required and not reason.strip():
        raise Refused(Finding("reason_required", f"{row.label}应当写明理由。", field="reason"))
    if (verdict == Verdict.MERGE) != (merge_into is not None):
        raise Refused(Finding("merge_into_what", "合并立项应当指明并入的项目。", field="merge_into"))
    if merge_into is not None and (merge_into.pk == project.pk or merge_into.programme_id != project.programme_id):
        raise Refused(Finding("merge_into_what", "只能并入本批次的另一个项目。", field="merge_into"))


@transaction.atomic
def undo(decision: Decision, *, by: Any, at: datetime, reason: str = "") -> Decision:
    """Take a decision back before it is published."""
    decision = locked(decision)
    if not permissions.may_decide(by, decision.project):
        raise PermissionDenied
    if decision.publication_id is not None:
        raise Refused(Finding("already_published", "决定已经公布，不能撤销。"))
    if decision.undone_at is None:
        decision.undone_at = at
        decision.save(update_fields=["undone_at"])
        record(decision, "undo", by=by, at=at, reason=reason, detail={"project": decision.project.ref})
    return decision


@transaction.atomic
def publish(programme: Programme, decisions: Iterable[Decision], *, by: Any, at: datetime) -> Publication:
    """Make decisions known in one batch: every project moves in the same transaction, or none does."""
    ids = sorted(decision.pk for decision in decisions)
    living = Decision.objects.select_for_update().filter(pk__in=ids, undone_at=None, publication=None)
    taken = sorted(living.select_related("project"), key=lambda decision: decision.project_id)
    if not taken or len(taken) != len(ids):
        raise Refused(Finding("decisions_changed", "待公布的决定已有变动，请刷新后再公布。"))
    publication = Publication.objects.create(programme=programme, by=by, at=at)
    for decision in taken:
        _publish_one(decision, by=by, at=at)
    Decision.objects.filter(pk__in=ids).update(publication=publication)
    _open_publicity(publication, taken, at)
    detail = {"decisions": {d.project.ref: d.verdict for d in taken}}
    record(publication, "publish", by=by, at=at, detail=detail, programme_id=programme.pk)
    return publication


def _publish_one(decision: Decision, *, by: Any, at: datetime) -> None:
    project = decision.project
    if decision.revision_id != project.revision_id:
        raise Refused(Finding("decided_on_other_revision", f"“{project}”在决定之后又有修订，请重新决定。"))
    changes: dict[str, Any] = {}
    if decision.verdict == Verdict.APPROVE:
        changes["approved_revision"] = decision.revision
    if decision.verdict == Verdict.MERGE:
        changes["merged_into"] = decision.merge_into
    facts = queries.review_facts(project, decision.verdict, at)
    move(project, decision.verdict, by=by, at=at, facts=facts, reason=decision.reason, **changes)


def _open_publicity(publication: Publication, decisions: list[Decision], at: datetime) -> None:
    listed = [decision for decision in decisions if decision.verdict == Verdict.SHORTLIST]
    rule = the_setting(listed[0].project.version, Publicity) if listed else None
    if rule is None:
        return
    day = timezone.localtime(at).date()
    last = after_working_days(day, rule.days) if rule.working_days else day + timedelta(days=rule.days)
    until = timezone.make_aware(datetime.combine(last, time(23, 59, 59)))
    PublicityPeriod.objects.create(publication=publication, from_at=at, until_at=until)


@transaction.atomic
def object_to(
    project: Project,
    *,
    raised_by: str,
    contact: str,
    text: str,
    by: Any,
    at: datetime,
    organisation: Organisation | None = None,
    sealed_scan: Claim | None = None,
) -> Objection:
    """Raise an objection within 公示: by name; an organisation's carries its seal."""
    project = locked(project)
    view = queries.view_of(project, at)
    clause = view.publicity.clause if view.publicity else ""
    if project.status != Status.SHORTLISTED or view.public_until is None or at > view.public_until:
        raise Refused(Finding("not_in_publicity", f"“{project}”不在公示期内。", clause))
    if not raised_by.strip() or not contact.strip():
        raise Refused(Finding("anonymous", "异议应当实名提出，并留下联系方式。", clause, field="raised_by"))
    if not text.strip():
        raise Refused(Finding("no_words", "请写明异议的事实和理由。", clause, field="text"))
    if organisation is not None and sealed_scan is None:
        raise Refused(Finding("no_seal", "单位提出的异议应当附盖章的书面材料扫描件。", clause, field="sealed_scan"))
    objection = Objection.objects.create(
        project=project,
        raised_by=raised_by.strip(),
        organisation=organisation,
        contact=contact.strip(),
        text=text.strip(),
        raised_at=at,
        status_since=at,
    )
    if sealed_scan is not None:
        sealed_scan.subject_kind, sealed_scan.subject_id = "objection", objection.pk
        sealed_scan.save(update_fields=["subject_kind", "subject_id"])
    record(objection, "object_to", by=by, at=at, detail={"project": project.ref})
    return objection


def uphold(objection: Objection, *, answer: str, by: Any, at: datetime) -> Objection:
    return move(objection, "uphold", by=by, at=at, reason=answer, answer=answer)


def dismiss(objection: Objection, *, answer: str, by: Any, at: datetime) -> Objection:
    return move(objection, "dismiss", by=by, at=at, reason=answer, answer=answer)
