"""The verbs of a change and of its supplementary agreement as buttons, and their history as sentences."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.delivery import permissions
from lixiang.delivery.queries.change_pages import Sheet
from lixiang.delivery.queries.supplements import Sheaf
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.projects import permissions as projects
from lixiang.projects.models import Project
from lixiang.projects.queries import may_take_over
from lixiang.ui.addresses import address
from lixiang.ui.shapes import Action, Entry, StoredFile
from lixiang.workflow.table import Table

# Made on the form itself, or by what follows from another verb.
ELSEWHERE = ("hand_in", "file", "take_effect")
MEANINGS = {
    "approve": ("primary", "同意后按批准的内容执行；须签补充协议的，自补充协议生效之日起执行。"),
    "decline": ("danger", "不同意的，项目仍按原申报书和责任书执行。"),
    "send_back": ("plain", "内容、理由须补充或者改正的，退回申请单位修改后重新提交。"),
    "acknowledge": ("primary", "确认已经收到并备案。"),
    "withdraw": ("quiet", "撤回后不再办理；需要变更的，另行申请。"),
    "lapse": ("quiet", "补充协议不再签订的，此次变更的批准随之失效。"),
    "sign": ("primary", "确认上传的扫描件就是本单位签字盖章的补充协议；确认后由甲方核对。"),
    "countersign": ("primary", "确认双方均已签字盖章，补充协议自今日生效，变更同时生效。"),
    "return_scan": ("plain", "扫描件不清晰、缺页或者与补充协议不符的，退回乙方重新上传。"),
}
PHRASES = {
    "approve": ("同意。", "同意变更，请按批准的内容抓好落实。"),
    "decline": ("理由不充分，不予批准。",),
    "send_back": ("请补充变更的理由和佐证材料。",),
}
HANDING_OVER = "移交以后，由责任单位填报、申请变更；原代为填报的单位不再填写，仍可查看此前的内容。"
OTHER_WORDS = {
    "draft": "起草变更申请",
    "attach": "添加附件",
    "detach": "删去附件",
    "issue_reply": "印发批复",
    "draw_up": "拟制补充协议",
    "attach_scan": "上传签章扫描件",
    "remind": "催办",
}
TONES = {"approve": "good", "take_effect": "good", "countersign": "good", "decline": "bad", "send_back": "attention"}


def verbs_for(user: Any, sheet: Sheet) -> tuple[Action, ...]:
    """What the table offers this person, the supplementary agreement to draw up, the reply to issue."""
    request = sheet.request
    offered = [
        _action(f"delivery:{row.verb}_change", row.verb, row.label, request.ref, row.reason_required)
        for row in request.transitions.offered_to(user, request)
        if row.verb not in ELSEWHERE and not (row.verb == "lapse" and sheet.supplement)
    ]
    if permissions.runs_change(user, request):
        if not sheet.supplement and any(row.verb == "lapse" for row in request.transitions.offered_to(user, request)):
            offered.insert(
                0, Action("拟制补充协议", address("delivery:draw_up_supplement", ref=request.ref), "primary")
            )
        if sheet.paper:
            words = "从登记簿取号，印发给申报单位，印发后不能更改。"
            offered.append(
                Action("印发批复", address("delivery:reply_to_change", ref=request.ref), "plain", confirm=words)
            )
    return tuple(sorted(offered, key=lambda action: action.tone != "primary"))


def verbs_of_paper(user: Any, sheaf: Sheaf) -> tuple[Action, ...]:
    """What the table of the supplementary agreement offers this person; reminding while 乙方 has it."""
    supplement = sheaf.supplement
    offered = [
        _action(f"delivery:{row.verb}_supplement", row.verb, row.label, supplement.ref, row.reason_required)
        for row in supplement.transitions.offered_to(user, supplement)
    ]
    if sheaf.waits_for_nominator and permissions.countersigns(user, supplement):
        url = address("delivery:remind_supplement", ref=supplement.ref)
        offered.append(Action("催办", url, confirm=f"向{sheaf.holder}发送催办消息。"))
    return tuple(offered)


def _action(route: str, verb: str, label: str, ref: str, needs_reason: bool) -> Action:
    tone, meaning = MEANINGS[verb]
    reason = "required" if needs_reason else "optional" if verb == "approve" else ""
    words = "意见" if verb == "approve" else "理由"
    return Action(label, address(route, ref=ref), tone, meaning, reason, words, PHRASES.get(verb, ()))


def entries_of(trail: Iterable[Event], table: Table) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    words = {row.verb: row.label for row in table} | OTHER_WORDS
    return tuple(
        Entry(each.at, each.by_name, words.get(each.verb, each.verb), each.reason, TONES.get(each.verb, "neutral"))
        for each in trail
    )


def files_of(claims: Iterable[Claim], route: str, ref: str, *, removable: bool = False) -> tuple[StoredFile, ...]:
    """Papers as a list of files; those sent back say so, those that may still go have their way out."""
    return tuple(
        StoredFile(
            claim.name,
            reverse(route, kwargs={"ref": ref, "number": claim.pk}),
            claim.file.size,
            claim.file.sha256,
            claim.by_name,
            claim.at,
            state="已退回" if claim.released_at else "",
            tone="closed",
            remove_url=reverse("delivery:detach_file", kwargs={"ref": ref, "number": claim.pk}) if removable else "",
        )
        for claim in claims
    )


def hand_over_offered(user: Any, project: Project) -> tuple[Action, ...]:
    """To the clerk of the nominating organisation, once the unit responsible can write for itself."""
    if not projects.is_nominator(user, project) or not may_take_over(project):
        return ()
    return (Action("移交填报", reverse("delivery:hand_over", args=[project.ref]), "primary", confirm=HANDING_OVER),)
