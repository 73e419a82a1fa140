"""The verbs of an agreement as buttons, and its history as sentences."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.agreements import permissions
from lixiang.agreements.queries import Sheaf
from lixiang.agreements.states import TRANSITIONS
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.ui.shapes import Action, Entry, StoredFile
from lixiang.workflow.table import Row

WORDS = {row.verb: row.label for row in TRANSITIONS} | {
    "draw_up": "拟制责任书",
    "attach_scan": "上传签章扫描件",
    "remind": "催办",
}
TONES = {
    "sign_electronically": "active",
    "countersign_electronically": "good",
    "return_signature": "attention",
    "countersign": "good",
    "return_scan": "attention",
    "remind": "attention",
    "lapse": "bad",
    "sign": "active",
}
SIGNED_HERE = ("sign_electronically", "countersign_electronically")  # by a form of their own, with the password
MEANINGS = {
    "sign": ("primary", "确认上传的扫描件就是本单位签字盖章的责任书；确认后由甲方核对。"),
    "countersign": ("primary", "确认双方均已签字盖章，责任书自今日生效，项目进入实施。"),
    "return_scan": ("plain", "扫描件不清晰、缺页或者与责任书不符的，退回乙方重新上传。"),
    "return_signature": ("plain", "退回后乙方在原文上重新签名，原签名作废。"),
    "lapse": ("danger", "逾期未签的，立项随之失效，名额不恢复。"),
}


def verbs_for(user: Any, sheaf: Sheaf) -> tuple[Action, ...]:
    """What the table offers this person on the way it is signed; lapsing once overdue, reminding while 乙方 has it."""
    agreement = sheaf.agreement
    assert agreement is not None
    overdue = bool(sheaf.due and sheaf.due.is_overdue)
    offered = [
        _action(row.verb, row.label, agreement.ref, row.reason_required)
        for row in _open_rows(user, sheaf)
        if row.verb not in SIGNED_HERE and (row.verb != "lapse" or overdue)
    ]
    if sheaf.waits_for_nominator and permissions.is_section(user, agreement):
        offered.append(Action("催办", _url("remind", agreement.ref), confirm=f"向{sheaf.holder}发送催办消息。"))
    return tuple(offered)


def signature_for(user: Any, sheaf: Sheaf) -> Action | None:
    """Signing electronically, where it is this person's turn."""
    assert sheaf.agreement is not None
    row = next((row for row in _open_rows(user, sheaf) if row.verb in SIGNED_HERE), None)
    return Action(row.label, _url(row.verb, sheaf.agreement.ref), "primary") if row else None


def _open_rows(user: Any, sheaf: Sheaf) -> list[Row]:
    """The moves of the way that this agreement is signed: the other way is no choice, so it has no button."""
    rows = TRANSITIONS.offered_to(user, sheaf.agreement)
    return [row for row in rows if row.blockers is None or not row.blockers(sheaf.signing)]


def verbs_without(user: Any, project: Project) -> tuple[Action, ...]:
    """Drawing up, where the project's own table is about to start it."""
    offered = {row.verb for row in project.transitions.offered_to(user, project) if row.stage == "agreements"}
    return (Action("拟制责任书", _url("draw_up", project.ref), "primary"),) if "start" in offered else ()


def _action(verb: str, label: str, ref: str, needs_reason: bool) -> Action:
    tone, meaning = MEANINGS[verb]
    return Action(label, _url(verb, ref), tone, confirm=meaning, reason="required" if needs_reason else "")


def _url(verb: str, ref: str) -> str:
    return reverse(f"agreements:{verb}", kwargs={"ref": ref})


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return tuple(
        Entry(
            event.at, event.by_name, WORDS.get(event.verb, event.verb), event.reason, TONES.get(event.verb, "neutral")
        )
        for event in trail
    )


def files_of(sheaf: Sheaf) -> tuple[StoredFile, ...]:
    """The scans as a list of files; those sent back say so."""
    return tuple(
        StoredFile(
            claim.name,
            reverse("agreements:scan", kwargs={"ref": sheaf.project.ref, "number": claim.pk}),
            claim.file.size,
            claim.file.sha256,
            claim.by_name,
            claim.at,
            state="已退回" if claim.released_at else "",
            tone="closed",
        )
        for claim in sheaf.scans
    )
