"""The verbs of a change request: draft, save, hand in or file, decide, withdraw, acknowledge, reply."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.actions import lamps
from lixiang.delivery.actions.followers import revision_changed
from lixiang.delivery.documents import changes as papers
from lixiang.delivery.models import ChangeRequest
from lixiang.delivery.queries import changes as queries
from lixiang.delivery.rules.change_kinds import hardest
from lixiang.delivery.rules.changes import blockers_to_drafting, blockers_to_effect
from lixiang.delivery.states.changes import OPEN_TO_ASKER, Status
from lixiang.files import store
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.projects import actions as projects
from lixiang.projects.models import Project, Revision
from lixiang.projects.rules.content import tidy
from lixiang.projects.rules.facts import ChangeFacts
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import move
from lixiang.workflow.uploads import accepted

ATTACHMENT = "attachment"
LONGEST_REASON = 5000


@transaction.atomic
def draft(project: Project, kinds: Sequence[str], *, by: Any, at: datetime) -> ChangeRequest:
    """Begin a request of these kinds; a draft of the same kinds by the same side is gone on with."""
    project = queries.locked_project(project.pk)
    if not permissions.may_ask_for_change(by, project):
        raise PermissionDenied
    codes = sorted(set(kinds))
    view = queries.view_to_draft(project, codes, at)
    refuse_if(blockers_to_drafting(view))
    by_section = not permissions.carries_out(by, project)
    known = {"kinds": codes, "by_section": by_section, "status": Status.DRAFT}
    earlier = project.changes.filter(**known).first()
    if earlier is not None:
        return earlier
    number = project.changes.count() + 1
    request = ChangeRequest.objects.create(
        ref=f"{project.ref}-c{number}",
        programme=project.programme,
        project=project,
        number=number,
        **known,
        title="、".join(kind.title for kind in view.kinds),
        authority=hardest(view.kinds),
        base=project.approved_revision,
        status_since=at,
        created_at=at,
        created_by=by,
        created_by_name=by.name,
    )
    _record(request, "draft", by, at, kinds=codes)
    return request


@transaction.atomic
def save_request(
    request: ChangeRequest, values: Mapping[str, Any], reason: str, *, expected: int, by: Any, at: datetime
) -> ChangeRequest:
    """Keep what was typed into the opened fields; what is not opened is passed over.

    The difference is taken anew against what is approved now; the same words again are no new save. `expected` is the
    save it rests on: EditedMeanwhile when another of different words came between, Refused when a value cannot be
    stored whole.
    """
    request = _writable(request, by=by)
    refuse_if(too_long(reason, LONGEST_REASON, what="理由", clause=queries.clause_of(request), field="reason"))
    typed, reason = queries.values_typed(request, values), tidy(reason)
    is_same = request.saves > 0 and (typed, reason) == (request.values, request.reason)
    if is_same and request.base_id == request.project.approved_revision_id:
        return request  # a field was left as it was saved, or the page's own save overtook the button
    if not is_same and request.saves not in (0, expected):  # before the first save there is nothing to lose
        raise EditedMeanwhile(request)
    request.values, request.reason, request.base = typed, reason, request.project.approved_revision
    request.saves, request.saved_at, request.saved_by_name = request.saves + 1, at, by.name
    request.save(update_fields=["values", "reason", "base", "saves", "saved_at", "saved_by_name"])
    return request


def _writable(request: ChangeRequest, *, by: Any) -> ChangeRequest:
    request = queries.locked_request(request)
    if not permissions.asks_for_change(by, request):
        raise PermissionDenied
    if request.status not in OPEN_TO_ASKER:
        word = request.get_status_display()
        raise Refused(Finding("not_open", f"变更申请当前为“{word}”，不能修改。", queries.clause_of(request)))
    return request


@transaction.atomic
def attach(request: ChangeRequest, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Add a paper that speaks for the change; the same file twice is one."""
    request = _writable(request, by=by)
    file = accepted(upload, name=name, field="file", at=at)
    claim, is_new = store.claim_once(file, request, part=ATTACHMENT, name=name, by=by, at=at)
    if is_new:
        _record(request, "attach", by, at, **claim.as_row())
    return claim


@transaction.atomic
def detach(request: ChangeRequest, number: int, *, by: Any, at: datetime) -> None:
    """Take an attachment away before the request is handed in; its bytes stay in the store."""
    request = _writable(request, by=by)
    claim = Claim.of(request, ATTACHMENT).filter(pk=number).first()
    if claim is not None:
        claim.released_at = at
        claim.save(update_fields=["released_at"])
        _record(request, "detach", by, at, **claim.as_row())


@transaction.atomic
def hand_in(request: ChangeRequest, *, seen: int | None = None, by: Any, at: datetime) -> ChangeRequest:
    """Lay the request before whoever decides on it; `seen` is the save whose difference was looked at."""
    _refuse_unseen(request, seen)
    return _moved(request, "hand_in", by=by, at=at, handed_in_at=request.handed_in_at or at)


@transaction.atomic
def file(request: ChangeRequest, *, seen: int | None = None, by: Any, at: datetime) -> ChangeRequest:
    """备案: the change takes effect as it is handed in; the section acknowledges it."""
    _refuse_unseen(request, seen)
    request = _moved(request, "file", by=by, at=at, handed_in_at=request.handed_in_at or at, took_effect_at=at)
    _propose(request, by=by, at=at)
    _put_into_effect(request, by=by, at=at)
    return request


@transaction.atomic
def send_back(request: ChangeRequest, *, reason: str, by: Any, at: datetime) -> ChangeRequest:
    return _moved(request, "send_back", by=by, at=at, reason=reason)


@transaction.atomic
def approve(request: ChangeRequest, *, opinion: str = "", by: Any, at: datetime) -> ChangeRequest:
    """Agree: in effect at once, or when the supplementary agreement that it needs is in force."""
    request = _moved(request, "approve", by=by, at=at, reason=opinion)
    if not request.moves_project:
        _propose(request, by=by, at=at)
    return request if queries.needs_supplement(request) else take_effect(request, by=by, at=at)


@transaction.atomic
def take_effect(request: ChangeRequest, *, by: Any, at: datetime) -> ChangeRequest:
    request = _moved(request, "take_effect", by=by, at=at, took_effect_at=at)
    _put_into_effect(request, by=by, at=at)
    return request


@transaction.atomic
def decline(request: ChangeRequest, *, reason: str, by: Any, at: datetime) -> ChangeRequest:
    return _moved(request, "decline", by=by, at=at, reason=reason)


@transaction.atomic
def withdraw(request: ChangeRequest, *, by: Any, at: datetime) -> ChangeRequest:
    return _moved(request, "withdraw", by=by, at=at)


@transaction.atomic
def acknowledge(request: ChangeRequest, *, by: Any, at: datetime) -> ChangeRequest:
    return _moved(request, "acknowledge", by=by, at=at)


@transaction.atomic
def issue_reply(request: ChangeRequest, *, by: Any, at: datetime, mark: str = "") -> ChangeRequest:
    """Send the official reply of a decided request out; once sent, it is returned as it is."""
    request = queries.locked_request(request)
    if not permissions.runs_change(by, request):
        raise PermissionDenied
    if request.reply_id is None:
        refuse_if(queries.standing_against_reply(request))
        request.reply = papers.issue_reply(request, by=by, at=at, mark=mark)
        request.save(update_fields=["reply"])
        _record(request, "issue_reply", by, at, number_text=request.reply.number_text)
    return request


def _refuse_unseen(request: ChangeRequest, seen: int | None) -> None:
    if seen is not None and seen != queries.locked_request(request).saves:
        sentence = "核对之后本申请又有保存，请重新核对后再提交。"
        raise Refused(Finding("changed_meanwhile", sentence, queries.clause_of(request)))


def _moved(
    request: ChangeRequest, verb: str, *, by: Any, at: datetime, reason: str = "", **changes: Any
) -> ChangeRequest:
    """One move under the locks of project and request; a hand-in is overridden by the reason it was written with."""
    request = queries.locked_request(request)
    row = request.transitions.row(verb, request.status)
    view = queries.view_of(request, at) if row is not None and row.blockers and row.who(by, request) else ()
    if verb in ("hand_in", "file"):
        reason = request.reason
    detail = {"project": request.project.ref}
    return move(request, verb, by=by, at=at, own=view, reason=reason, detail=detail, **changes)


def _propose(request: ChangeRequest, *, by: Any, at: datetime) -> Revision:
    """The revision that will come of it, with its hash; the same request gives the same one."""
    key = uuid5(NAMESPACE_URL, request.ref)
    words = {"key": key, "by": by, "at": at, "reason": request.reason}
    request.revision = projects.propose(request.project, request.values, **words)
    request.save(update_fields=["revision"])
    return request.revision


def _put_into_effect(request: ChangeRequest, *, by: Any, at: datetime) -> None:
    """Move the project, or make the proposed revision the approved one and tell whoever follows it."""
    project, detail = request.project, {"change": request.ref}
    if request.moves_project:
        facts = ChangeFacts(blockers_to_effect(queries.view_of(request, at)))
        words = {"by": by, "at": at, "reason": request.reason, "detail": detail}
        request.project = move(project, request.kinds[0], facts=facts, **words)
        lamps.follow(project.pk, by=by, at=at)  # what fell due while it stood still counts from its resumption
    elif request.revision is not None:
        request.project = projects.adopt(project, request.revision, request.values, by=by, at=at, detail=detail)
        revision_changed(request.project, request.revision, by=by, at=at)


def _record(request: ChangeRequest, verb: str, by: Any, at: datetime, **detail: Any) -> None:
    about = {"project": request.project.ref, **detail}
    record(request, verb, by=by, at=at, detail=about, programme_id=request.programme_id)
