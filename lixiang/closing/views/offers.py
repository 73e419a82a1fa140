"""The verbs of a dossier as forms, its history as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.closing.forms import AcceptForm, ReturnForm
from lixiang.closing.models import Dossier
from lixiang.closing.rules.dossiers import SECTIONS
from lixiang.history.models import Event
from lixiang.ui.shapes import Entry

WORDS = {
    "open_dossier": "开始整理",
    "ask_for_check": "提交初核",
    "hand_in": "提交结项材料",
    "send_back": "退回修改",
    "accept": "受理",
    "attach": "附上佐证材料",
    "describe": "注明佐证材料",
    "detach": "移除佐证材料",
}
TONES = {"accept": "good", "send_back": "attention", "hand_in": "active", "ask_for_check": "active"}


@dataclass(frozen=True)
class Offers:
    """What this person may do now."""

    send_back: ReturnForm | None = None
    accept: AcceptForm | None = None


def offers_for(user: Any, dossier: Dossier, at: datetime) -> Offers:
    """Read from the table."""
    verbs = {row.verb for row in dossier.transitions.offered_to(user, dossier)}
    return Offers(
        ReturnForm.proposed(at) if "send_back" in verbs else None,
        AcceptForm() if "accept" in verbs else None,
    )


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first; a hand-in after its time says so."""
    return tuple(
        Entry(
            event.at,
            event.by_name,
            WORDS.get(event.verb, event.verb) + ("（逾期）" if event.detail.get("late") else ""),
            event.reason,
            TONES.get(event.verb, "neutral"),
            note=_note(event),
        )
        for event in trail
    )


def _note(event: Event) -> str:
    if event.verb == "send_back":
        return "需修改：" + "、".join(SECTIONS.get(each, each) for each in event.detail.get("sections", ()))
    if event.verb in ("attach", "describe", "detach"):
        return str(event.detail.get("name", ""))
    return str(event.detail.get("receipt", ""))
