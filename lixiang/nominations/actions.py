"""The verbs of a slate: take up, set aside, put in order, endorse, hand in; and of its projects: send back, pass over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from lixiang.files import store
from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.nominations import permissions, queries
from lixiang.nominations.models import Receipt, Slate, SlateEntry
from lixiang.nominations.rules import Endorsement, findings, minimum_findings, quota_findings
from lixiang.nominations.states import Status
from lixiang.people.models import Organisation
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme
from lixiang.projects.actions import take_revision
from lixiang.projects.models import Project
from lixiang.projects.rules.content import content_hash
from lixiang.projects.rules.facts import SlateFacts
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move

ENDORSED_SHEET = "endorsed_sheet"


def open_slate(programme: Programme, organisation: Organisation, *, at: datetime) -> Slate:
    """The organisation's slate of the programme, made when it is first needed."""
    ref = f"{programme.ref}-{organisation.code}".lower()
    return Slate.objects.get_or_create(
        programme=programme, organisation=organisation, defaults={"ref": ref, "status_since": at}
    )[0]


def _changeable(slate: Slate, by: Any) -> Slate:
    """The slate locked, where this person may still change what is on it."""
    slate = locked(slate)
    if not permissions.is_nominator(by, slate):
        raise PermissionDenied
    if slate.status != Status.OPEN:
        word = slate.get_status_display()
        raise Refused(Finding("slate_closed", f"推荐名单{word}，不能改动；需要改动的，请先重新编制。"))
    return slate


def _own(slate: Slate, project: Project) -> Project:
    project = locked(project)
    if (project.programme_id, project.nominating_organisation_id) != (slate.programme_id, slate.organisation_id):
        raise PermissionDenied
    return project


@transaction.atomic
def take_up(slate: Slate, project: Project, *, by: Any, at: datetime) -> SlateEntry:
    """Put a project that a unit handed in at the end of the slate; already there, it stays in its place."""
    slate = _changeable(slate, by)
    project = _own(slate, project)
    if project.status != ProjectStatus.WITH_NOMINATOR:
        raise Refused(Finding("not_waiting", f"“{project}”当前为“{project.get_status_display()}”，不能列入推荐名单。"))
    last = slate.entries.aggregate(last=Max("order"))["last"] or 0
    entry, is_new = SlateEntry.objects.get_or_create(project=project, defaults={"slate": slate, "order": last + 1})
    if is_new:
        _changed(slate, "take_up", project, by=by, at=at)
    return entry


@transaction.atomic
def set_aside(slate: Slate, project: Project, *, by: Any, at: datetime) -> None:
    """Take a project off the slate; it waits again."""
    slate = _changeable(slate, by)
    project = _own(slate, project)
    if project.status != ProjectStatus.WITH_NOMINATOR:
        raise Refused(Finding("already_nominated", f"“{project}”已经申报，应当办理撤回。"))
    SlateEntry.objects.filter(slate=slate, project=project).delete()
    _changed(slate, "set_aside", project, by=by, at=at)


def _changed(slate: Slate, verb: str, project: Project, *, by: Any, at: datetime) -> None:
    slate.edition += 1
    slate.save(update_fields=["edition"])
    record(slate, verb, by=by, at=at, detail={"project": project.ref}, programme_id=slate.programme_id)


@transaction.atomic
def put_in_order(slate: Slate, refs: Sequence[str], *, by: Any, at: datetime) -> None:
    """Set the order of the whole slate; `refs` names every project on it once."""
    slate = _changeable(slate, by)
    entries = {entry.project.ref: entry for entry in slate.entries.select_related("project")}
    if sorted(refs) != sorted(entries):
        raise Refused(Finding("slate_changed", "推荐名单已被他人改动，请刷新后重新排序。"))
    for order, ref in enumerate(refs, 1):
        entries[ref].order = order
    SlateEntry.objects.bulk_update(entries.values(), ["order"])
    slate.edition += 1
    slate.save(update_fields=["edition"])
    record(slate, "put_in_order", by=by, at=at, detail={"order": list(refs)}, programme_id=slate.programme_id)


@transaction.atomic
def endorse(slate: Slate, *, by: Any, at: datetime, leader_name: str = "") -> Slate:
    """The responsible leader's word on the slate: by the leader's account, or by the signed sheet scanned in."""
    slate = locked(slate)
    rule = programmes.the_setting(programmes.version_in_force(slate.programme, at), Endorsement)
    by_account = permissions.is_leader(by, slate) and getattr(rule, "by", "either") != "scan"
    if not by_account:
        _refuse_without_sheet(slate, rule, leader_name, by)
    name = by.name if by_account else leader_name.strip()
    detail = {"how": "account" if by_account else "scan", "leader": name}
    return move(slate, "endorse", by=by, at=at, detail=detail, endorsed_by_name=name, endorsed_at=at)


def _refuse_without_sheet(slate: Slate, rule: Any, leader_name: str, by: Any) -> None:
    if not permissions.is_nominator(by, slate) and not permissions.is_leader(by, slate):
        raise PermissionDenied
    clause = rule.clause if rule else ""
    if rule is not None and rule.by == "account":
        raise Refused(Finding("leader_only", "推荐名单应由主要负责同志本人登录审签。", clause))
    if not leader_name.strip():
        raise Refused(Finding("leader_not_named", "请填写审签的主要负责同志姓名。", clause, field="leader_name"))
    if not Claim.of(slate, ENDORSED_SHEET).exists():
        raise Refused(Finding("no_signed_sheet", "请先上传主要负责同志签字的推荐表扫描件。", clause, field="sheet"))


@transaction.atomic
def attach_sheet(slate: Slate, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take in the signed sheet, scanned."""
    slate = _changeable(slate, by)
    try:
        file = store.accept(upload, name=name, at=at)
    except Unacceptable as unacceptable:
        raise Refused(Finding("unacceptable_file", str(unacceptable), field="sheet")) from unacceptable
    claim = store.claim(file, slate, part=ENDORSED_SHEET, name=name, by=by, at=at)
    record(slate, "attach_sheet", by=by, at=at, detail=claim.as_row(), programme_id=slate.programme_id)
    return claim


@transaction.atomic
def reopen(slate: Slate, *, by: Any, at: datetime, reason: str) -> Slate:
    """Open the slate again before the deadline: what was nominated stays so, the endorsement is due anew."""
    slate = locked(slate)
    refuse_if(queries.findings_of_time(slate, at))
    return move(slate, "reopen", by=by, at=at, reason=reason, endorsed_at=None, endorsed_by_name="")


@transaction.atomic
def hand_in(slate: Slate, *, key: UUID, by: Any, at: datetime, refs: Sequence[str] | None = None) -> Receipt:
    """Nominate the slate as a whole: all of it or nothing.

    `refs` is what the person saw on the page; a slate changed since is refused. The same key again gives the same
    receipt. Seats are counted under the slate's lock, so two hand-ins can never exceed the quota together.
    """
    slate = locked(slate)
    if not permissions.is_of_the_organisation(by, slate):
        raise PermissionDenied
    earlier = slate.receipts.filter(key=key).first()
    if earlier is not None:
        return earlier
    projects = queries.chosen(slate)
    if refs is not None and [project.ref for project in projects] != list(refs):
        raise Refused(Finding("slate_changed", "推荐名单已被他人改动，请刷新核对后再报送。"))
    view = queries.view_of(slate, projects, at)
    refuse_if(findings(view))
    _nominate(projects, by=by, at=at)
    receipt = _receipt(slate, key=key, by=by, at=at)
    move(slate, "hand_in", by=by, at=at, detail={"receipt": receipt.number, "hash": receipt.hash})
    return receipt


def _nominate(projects: list[Project], *, by: Any, at: datetime) -> None:
    """Every project in order of its id (the lock order); all refusals are told at once, each with its project."""
    refusals: list[Finding] = []
    for project in sorted(projects, key=lambda each: each.pk):
        try:
            move(project, "nominate", by=by, at=at, facts=SlateFacts(), nominated_at=at)
        except Refused as refused:
            refusals += [replace(f, sentence=f"“{project}”：{f.sentence}") for f in refused.findings]
    if refusals:
        raise Refused(*refusals)


def _receipt(slate: Slate, *, key: UUID, by: Any, at: datetime) -> Receipt:
    content = {
        "organisation": slate.organisation.name,
        "projects": [
            {"order": place, "ref": e.project.ref, "title": e.project.title, "hash": e.project.revision.hash}
            for place, e in enumerate(slate.entries.select_related("project__revision"), 1)
        ],
    }
    return Receipt.objects.create(
        slate=slate,
        number=f"{slate.ref}-{slate.receipts.count() + 1}".upper(),
        key=key,
        content=content,
        hash=content_hash(content),
        by=by,
        by_name=by.name,
        at=at,
    )


@transaction.atomic
def nominate(project: Project, *, key: UUID, by: Any, at: datetime) -> Project:
    """Nominate a returned project again: a new revision, within the due date of the return and within the quota."""
    slate = locked(open_slate(project.programme, project.nominating_organisation, at=at))
    project = locked(project)
    earlier = project.revisions.filter(key=key).first()
    if earlier is not None and permissions.is_of_the_organisation(by, slate):
        return project
    view = queries.view_of(slate, [project], at)
    revision = take_revision(project, key=key, by=by, at=at)
    return move(
        project,
        "nominate",
        by=by,
        at=at,
        facts=SlateFacts(standing=quota_findings(view)),
        detail={"revision": revision.number, "hash": revision.hash},
        revision=revision,
        due_at=None,
        open_sections=[],
    )


@transaction.atomic
def send_back(
    project: Project, *, sections: Sequence[str], reason: str, by: Any, at: datetime, due_at: datetime | None = None
) -> Project:
    """Return a project to its unit with the reason and the sections to mend; it leaves the slate."""
    slate = locked(open_slate(project.programme, project.nominating_organisation, at=at))
    SlateEntry.objects.filter(project=project, slate=slate).delete()
    detail = {"sections": list(sections)}
    return move(
        project, "send_back", by=by, at=at, reason=reason, detail=detail, open_sections=list(sections), due_at=due_at
    )


@transaction.atomic
def pass_over(project: Project, *, reason: str, by: Any, at: datetime) -> Project:
    """Do not nominate a project, and say why."""
    SlateEntry.objects.filter(project=project).delete()
    return move(project, "pass_over", by=by, at=at, reason=reason)


@transaction.atomic
def withdraw(project: Project, *, reason: str, by: Any, at: datetime) -> Project:
    """Take a project back. Before the deadline, what was nominated must still satisfy the least of the quota."""
    slate = locked(open_slate(project.programme, project.nominating_organisation, at=at))
    project = locked(project)
    facts = None
    if project.status in (ProjectStatus.NOMINATED, ProjectStatus.RETURNED_BY_DEPARTMENT):
        facts = SlateFacts(standing=_withdrawal_findings(slate, project, at))
    SlateEntry.objects.filter(project=project).delete()
    return move(project, "withdraw", by=by, at=at, reason=reason, facts=facts)


def _withdrawal_findings(slate: Slate, project: Project, at: datetime) -> tuple[Finding, ...]:
    view = queries.view_of(slate, [], at)
    if slate.status != Status.HANDED_IN or (view.closing and view.closing.is_past(at)):
        return ()
    return minimum_findings(replace(view, held=tuple(seat for seat in view.held if seat.ref != project.ref)))
