"""The verbs of a slate: open, take up, set aside, put in order, endorse, reopen, hand in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from lixiang.files import store
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.nominations import permissions, queries
from lixiang.nominations.models import Receipt, Slate, SlateEntry
from lixiang.nominations.rules import Endorsement, findings
from lixiang.people.models import Organisation
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.projects.rules.content import content_hash
from lixiang.projects.rules.facts import SlateFacts
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move
from lixiang.workflow.uploads import accepted

ENDORSED_SHEET = "endorsed_sheet"
NO_ENDORSEMENT: dict[str, Any] = {"endorsed_at": None, "endorsed_by_name": "", "endorsed_edition": None}


@transaction.atomic
def open_slate(programme: Programme, organisation: Organisation, *, at: datetime, by: Any = None) -> Slate:
    """The organisation's slate of the programme, made when it is first needed; `by` is whoever asks for its page."""
    if by is not None and not permissions.may_open_slate_of(by, organisation):
        raise PermissionDenied
    ref = f"{programme.ref}-{organisation.code}".lower()
    slate, is_new = Slate.objects.get_or_create(
        programme=programme, organisation=organisation, defaults={"ref": ref, "status_since": at}
    )
    if is_new:
        record(slate, "open_slate", by=by, at=at, to_status=slate.status, programme_id=programme.pk)
    return slate


def _changeable(slate: Slate, by: Any) -> Slate:
    """The slate locked, where this person may still change what is on it."""
    slate = locked(slate)
    if not permissions.is_nominator(by, slate):
        raise PermissionDenied
    if not slate.is_open:
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
        changed(slate, "take_up", project, by=by, at=at)
    return entry


@transaction.atomic
def set_aside(slate: Slate, project: Project, *, by: Any, at: datetime) -> None:
    """Take a project off the slate; it waits again. One that is not on it stays as it is."""
    slate = _changeable(slate, by)
    project = _own(slate, project)
    if project.status != ProjectStatus.WITH_NOMINATOR:
        raise Refused(Finding("already_nominated", f"“{project}”已经申报，应当办理撤回。"))
    if SlateEntry.objects.filter(slate=slate, project=project).delete()[0]:
        changed(slate, "set_aside", project, by=by, at=at)


def changed(slate: Slate, verb: str, project: Project, *, by: Any, at: datetime) -> None:
    """A new edition of the slate, on record: what was signed on paper for the last one no longer counts."""
    _new_edition(slate, at)
    record(slate, verb, by=by, at=at, detail={"project": project.ref}, programme_id=slate.programme_id)


def _new_edition(slate: Slate, at: datetime) -> None:
    slate.edition += 1
    slate.save(update_fields=["edition"])
    Claim.of(slate, ENDORSED_SHEET).update(released_at=at)


@transaction.atomic
def put_in_order(slate: Slate, refs: Sequence[str], *, by: Any, at: datetime) -> None:
    """Set the order of the whole slate; `refs` names every project on it once."""
    slate = _changeable(slate, by)
    entries = {entry.project.ref: entry for entry in slate.entries.select_related("project")}
    if sorted(refs) != sorted(entries):
        raise Refused(Finding("slate_changed", "推荐名单已被他人改动，请刷新后重新排序。"))
    if list(refs) == list(entries):
        return
    for order, ref in enumerate(refs, 1):
        entries[ref].order = order
    SlateEntry.objects.bulk_update(entries.values(), ["order"])
    _new_edition(slate, at)
    record(slate, "put_in_order", by=by, at=at, detail={"order": list(refs)}, programme_id=slate.programme_id)


@transaction.atomic
def attach_sheet(slate: Slate, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take in the signed sheet, scanned; the same file again, or twice at once, is the same sheet."""
    slate = _changeable(slate, by)
    file = accepted(upload, name=name, field="sheet", at=at)
    claim, is_new = store.claim_once(file, slate, part=ENDORSED_SHEET, name=name, by=by, at=at)
    if is_new:
        record(slate, "attach_sheet", by=by, at=at, detail=claim.as_row(), programme_id=slate.programme_id)
    return claim


@transaction.atomic
def endorse(slate: Slate, *, by: Any, at: datetime, leader_name: str = "", refs: Sequence[str] | None = None) -> Slate:
    """The responsible leader's word on the slate: by the leader's account, or by the signed sheet scanned in.

    `refs` is what the person saw; a slate changed since is refused.
    """
    slate = locked(slate)
    rule = programmes.the_setting(programmes.version_in_force(slate.programme, at), Endorsement)
    by_account = permissions.is_leader(by, slate) and getattr(rule, "by", "either") != "scan"
    if not by_account:
        _refuse_without_sheet(slate, rule, leader_name, by)
    _refuse_unseen(slate, refs)
    name = by.name if by_account else leader_name.strip()
    detail = {"how": "account" if by_account else "scan", "leader": name, "edition": slate.edition}
    words = {"endorsed_by_name": name, "endorsed_at": at, "endorsed_edition": slate.edition}
    return move(slate, "endorse", by=by, at=at, detail=detail, **words)


def _refuse_unseen(slate: Slate, refs: Sequence[str] | None) -> None:
    """Nobody endorses or hands in what they have not seen."""
    if refs is not None and list(slate.entries.values_list("project__ref", flat=True)) != list(refs):
        raise Refused(Finding("slate_changed", "推荐名单已被他人改动，请刷新核对后再办理。"))


def _refuse_without_sheet(slate: Slate, rule: Any, leader_name: str, by: Any) -> None:
    if not permissions.is_of_the_organisation(by, slate):
        raise PermissionDenied
    clause = rule.clause if rule else ""
    if rule is not None and rule.by == "account":
        raise Refused(Finding("leader_only", "推荐名单应由主要负责同志本人登录审签。", clause))
    if not leader_name.strip():
        raise Refused(Finding("leader_not_named", "请填写审签的主要负责同志姓名。", clause, field="leader_name"))
    if not Claim.of(slate, ENDORSED_SHEET).exists():
        raise Refused(Finding("no_signed_sheet", "请先上传主要负责同志签字的推荐表扫描件。", clause, field="sheet"))


@transaction.atomic
def reopen(slate: Slate, *, by: Any, at: datetime, reason: str) -> Slate:
    """Open the slate again before the deadline: what was nominated stays so, the endorsement is due anew."""
    slate = locked(slate)
    if not permissions.is_of_the_organisation(by, slate):
        raise PermissionDenied
    refuse_if(queries.findings_of_time(slate, at))
    return move(slate, "reopen", by=by, at=at, reason=reason, **NO_ENDORSEMENT)


@transaction.atomic
def hand_in(
    slate: Slate, *, key: UUID, by: Any, at: datetime, refs: Sequence[str] | None = None, reason: str = ""
) -> Receipt:
    """Nominate the slate as a whole: all of it or nothing.

    `refs` is what the person saw on the page; a slate changed since is refused. The same key again gives the same
    receipt. Seats are counted under the slate's lock, so two hand-ins can never exceed the quota together. A written
    `reason` overrides findings that only warn.
    """
    slate = locked(slate)
    if not permissions.is_of_the_organisation(by, slate):
        raise PermissionDenied
    earlier = slate.receipts.filter(key=key).first()
    if earlier is not None:
        return earlier
    _refuse_unseen(slate, refs)
    projects = queries.chosen(slate)
    refuse_if(findings(queries.view_of(slate, projects, at)), reason=reason)
    _nominate(projects, by=by, at=at)
    receipt = _receipt(slate, key=key, by=by, at=at)
    move(slate, "hand_in", by=by, at=at, reason=reason, detail={"receipt": receipt.number, "hash": receipt.hash})
    return receipt


def _nominate(projects: list[Project], *, by: Any, at: datetime) -> None:
    """Every project in order of its id (the lock order); all refusals are told at once, each with its project."""
    refusals: list[Finding] = []
    for project in sorted(projects, key=lambda each: each.pk):
        try:
            move(project, "nominate", by=by, at=at, facts=SlateFacts(), nominated_at=at)
        except Refused as refused:
            refusals += [replace(f, sentence=f"“{project}”：{f.sentence}", field="") for f in refused.findings]
    if refusals:
        raise Refused(*refusals)


def _receipt(slate: Slate, *, key: UUID, by: Any, at: datetime) -> Receipt:
    entries = slate.entries.select_related("project__revision", "project__implementing_organisation")
    content = {
        "programme": slate.programme.title,
        "organisation": slate.organisation.name,
        "endorsed_by": slate.endorsed_by_name,
        "projects": [_receipt_row(place, entry.project) for place, entry in enumerate(entries, 1)],
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


def _receipt_row(place: int, project: Project) -> dict[str, Any]:
    unit, revision = project.implementing_organisation, project.revision
    return {
        "order": place,
        "ref": project.ref,
        "title": project.title,
        "category": project.category,
        "implementing_organisation": unit.name if unit else "",
        "revision": revision.number if revision else 0,
        "hash": revision.hash if revision else "",
    }
