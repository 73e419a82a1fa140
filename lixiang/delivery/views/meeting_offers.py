"""The verbs of a meeting as buttons, its history as sentences, its files as lists."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.delivery.actions.materials import PHOTO
from lixiang.delivery.queries.meetings import Room
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.ui.furniture import Link
from lixiang.ui.shapes import Action, Entry, StoredFile

WORDS = {
    "draft": "拟定会议",
    "edit": "修改会议安排",
    "announce": "印发会议通知",
    "correct_notice": "印发更正通知",
    "hold": "登记已召开",
    "issue_minutes": "印发纪要",
    "correct_minutes": "印发更正纪要",
    "write_minutes": "填写议定事项",
    "cancel": "取消会议",
    "reply": "报送参会人员",
    "record_attendance": "登记参会人员",
    "add_item": "增加议题",
    "remove_item": "删除议题",
    "put_in_order": "调整议程",
    "attach": "添加文件",
    "detach": "移除文件",
}
TONES = {"announce": "active", "issue_minutes": "good", "cancel": "bad", "correct_notice": "attention"}
# Verbs that one press makes; the others lead to a form.
PRESSED = {
    "announce": ("primary", "通知编号印发给全部参会单位，由其签收并报送参会人员；印发后只能另发更正通知。", "optional"),
    "hold": ("primary", "会议已经召开的，登记后填写参会人员、议定事项和交办事项。", ""),
    "cancel": ("danger", "已发通知的，同时印发取消通知。", "required"),
}
REASONS = {"announce": "不足规定天数的，写明理由", "cancel": "取消理由"}
FORMS = {
    "correct_notice": ("更正会议安排", "correct-notice"),
    "issue_minutes": ("填写并印发纪要", "minutes"),
    "correct_minutes": ("更正纪要", "minutes"),
}


def url_of(verb: str, ref: str) -> str:
    return reverse(f"delivery:{verb}", kwargs={"ref": ref})


def pressed_for(room: Room) -> tuple[Action, ...]:
    """What the table offers this person and one press makes."""
    ref = room.meeting.ref
    return tuple(_action(row.verb, row.label, ref) for row in room.offered if row.verb in PRESSED)


def _action(verb: str, label: str, ref: str) -> Action:
    tone, meaning, reason = PRESSED[verb]
    address = url_of(f"{verb}_meeting" if verb == "cancel" else verb, ref)
    return Action(label, address, tone, confirm=meaning, reason=reason, reason_label=REASONS.get(verb, "理由"))


def links_for(room: Room) -> tuple[Link, ...]:
    """The forms behind the other verbs."""
    home = url_of("meeting", room.meeting.ref)
    found = [Link(FORMS[row.verb][0], f"{home}{FORMS[row.verb][1]}/") for row in room.offered if row.verb in FORMS]
    if room.may_edit:
        found.insert(0, Link("修改", f"{home}edit/"))
    if room.may_record:
        found.append(Link("登记参会人员", f"{home}attendance/"))
    if room.may_hand_out:
        found.append(Link("交办任务", f"{home}hand-out/"))
    return tuple(found)


def entries_of(trail: Iterable[Event], words: dict[str, str] = WORDS) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return tuple(
        Entry(each.at, each.by_name, words.get(each.verb, each.verb), each.reason, TONES.get(each.verb, "neutral"))
        for each in trail
    )


def files_of(room: Room) -> dict[str, tuple[StoredFile, ...]]:
    """Photos and materials apart; the section may take each back."""
    home = url_of("meeting", room.meeting.ref)
    shown: dict[str, list[StoredFile]] = {"photos": [], "materials": []}
    for claim in room.files:
        kind = "photos" if claim.part == PHOTO else "materials"
        shown[kind].append(stored(claim, f"{home}files/{claim.pk}/", is_removable=room.may_attach))
    return {kind: tuple(files) for kind, files in shown.items()}


def stored(claim: Claim, url: str, *, is_removable: bool) -> StoredFile:
    return StoredFile(
        claim.name,
        url,
        claim.file.size,
        claim.file.sha256,
        claim.by_name,
        claim.at,
        remove_url=f"{url}detach/" if is_removable else "",
    )


def next_words(room: Room, own: Iterable[Any]) -> str:
    """What whoever reads the page is to do now."""
    if room.is_section:
        return room.to_do
    waiting = [each for each in own if each.replied_at is None]
    return "请报送本单位参会人员，或者说明请假理由" if waiting and room.reply_due else ""
