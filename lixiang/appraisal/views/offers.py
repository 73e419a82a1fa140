"""The verbs of a panel as buttons, and its history as sentences."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.appraisal.models import Panel
from lixiang.appraisal.rules.words import DEEDS
from lixiang.appraisal.states.panels import TRANSITIONS
from lixiang.history.models import Event
from lixiang.ui.shapes import Action, Entry

WORDS = {row.verb: row.label for row in TRANSITIONS} | DEEDS
TONES = {"open_materials": "good", "close_scoring": "good", "reopen_scoring": "attention", "recuse": "attention"}
# verb -> tone of the button, what it means, whether a reason may be written.
MEANINGS = {
    "ask_to_declare": ("primary", "评委将看到受评项目的名称和单位，逐项申报是否应当回避；材料此时不开放。", ""),
    "open_materials": ("primary", "开放后评委可以查阅材料并评分，评委和项目不再调整。", "optional"),
    "close_scoring": ("primary", "结束后不再接收评分表。", "optional"),
    "reopen_scoring": ("plain", "重新开放后可以补交和更正评分表。", "required"),
}


def verbs_for(user: Any, panel: Panel) -> tuple[Action, ...]:
    """What the table offers this person."""
    return tuple(
        Action(
            row.label,
            reverse(f"appraisal:{row.verb}", kwargs={"ref": panel.ref}),
            MEANINGS[row.verb][0],
            confirm=MEANINGS[row.verb][1],
            reason=MEANINGS[row.verb][2],
        )
        for row in panel.transitions.offered_to(user, panel)
    )


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return tuple(
        Entry(
            event.at,
            event.by_name,
            f"{WORDS.get(event.verb, event.verb)}{_about(event.detail)}",
            event.reason,
            TONES.get(event.verb, "neutral"),
        )
        for event in trail
    )


def _about(detail: dict[str, Any]) -> str:
    names = [str(detail[name]) for name in ("judge", "title", "titles") if detail.get(name)]
    return f"：{'、'.join(names)}" if names else ""
