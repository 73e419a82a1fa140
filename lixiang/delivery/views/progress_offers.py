"""The verbs of a plan as buttons, its evidence as files, its history as sentences."""

from collections.abc import Iterable
from typing import Any

from lixiang.delivery import permissions
from lixiang.delivery.queries.progress import MilestoneLine, Sheet
from lixiang.delivery.rules.lamps import COLOUR_WORDS
from lixiang.delivery.states.milestones import TRANSITIONS
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.ui.addresses import address
from lixiang.ui.shapes import Action, Entry, StoredFile
from lixiang.ui.written import chinese_date, from_iso

WORDS = {
    "open_plan": "生成实施计划",
    "follow_revision": "按批准的变更调整实施计划",
    "complete": "报告完成",
    "reopen": "撤销完成",
    "attach_evidence": "上传佐证材料",
    "detach_evidence": "移除佐证材料",
    "report_goal": "报告完成值",
    "relight": "按规则判定",
    "override_lamp": "人工调整红黄绿灯",
    "withdraw_override": "撤销人工调整",
}
TONES = {"complete": "good", "reopen": "attention", "override_lamp": "attention", "detach_evidence": "attention"}
REOPENING = "撤销后可以重新报告；原报告内容保留在办理轨迹中。"


def verbs_of(user: Any, sheet: Sheet, line: MilestoneLine) -> tuple[Action, ...]:
    """What the table offers this person on a milestone that is still to be changed; reporting has a page of its own."""
    if not sheet.is_active or line.milestone.retired_at is not None:
        return ()
    offered = {row.verb for row in TRANSITIONS.offered_to(user, line.milestone)}
    if "reopen" not in offered:
        return ()
    url = address("delivery:reopen_milestone", ref=line.milestone.ref)
    return (Action("撤销完成", url, "quiet", confirm=REOPENING, reason="required"),)


def may_report(user: Any, sheet: Sheet) -> bool:
    """Whether this person reports milestones and goals of the project while it runs."""
    return sheet.is_active and permissions.carries_out(user, sheet.project)


def lamp_verbs(user: Any, sheet: Sheet) -> tuple[Action, ...]:
    """Withdrawing an overruling; the overruling itself has a page of its own."""
    lamp = sheet.lamp
    if lamp is None or not lamp.is_overruled or not permissions.overrules(user, lamp):
        return ()
    url = address("delivery:withdraw_override", ref=lamp.ref)
    return (Action("撤销人工调整", url, confirm="撤销后立即按规则重新判定。"),)


def may_overrule(user: Any, sheet: Sheet) -> bool:
    return sheet.lamp is not None and sheet.is_active and permissions.overrules(user, sheet.lamp)


def files_of(ref: str, claims: Iterable[Claim], *, removable: bool = False) -> tuple[StoredFile, ...]:
    """The evidence of a milestone as a list of files."""
    prefix = address("delivery:milestone_evidence", ref=ref)
    return tuple(
        StoredFile(
            claim.name,
            f"{prefix}{claim.pk}/",
            claim.file.size,
            claim.file.sha256,
            claim.by_name,
            claim.at,
            remove_url=f"{prefix}{claim.pk}/detach/" if removable else "",
        )
        for claim in claims
    )


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, the newest first."""
    return tuple(
        Entry(event.at, event.by_name, _words(event), event.reason, TONES.get(event.verb, "neutral"), _note(event))
        for event in trail
    )


def _words(event: Event) -> str:
    words, what = WORDS.get(event.verb, event.verb), event.detail.get("title") or event.detail.get("indicator")
    if event.subject_kind == "lamp":
        return f"{words}：{COLOUR_WORDS.get(event.to_status, event.to_status)}"
    return f"{words}：{what}" if what else words


def _note(event: Event) -> str:
    """What the event says besides: the value reached, the number who took part, the file, what a revision changed."""
    detail = event.detail
    told = (
        f"完成值：{detail['reached']}" if detail.get("reached") else "",
        f"参与党员{detail['participants']}人次" if detail.get("participants") is not None else "",
        detail.get("name", ""),
        f"有效期至{chinese_date(from_iso(detail['until']))}" if detail.get("until") else "",
        f"调出：{'、'.join(detail['retired'])}" if detail.get("retired") else "",
    )
    return "；".join(word for word in told if word)
