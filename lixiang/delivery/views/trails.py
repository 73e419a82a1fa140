"""The history of a thing of delivery as the lines of a timeline."""

from collections.abc import Iterable, Mapping
from datetime import date

from lixiang.history.models import Event
from lixiang.ui.shapes import Entry
from lixiang.ui.written import chinese_date

TONES = {
    "close": "good",
    "confirm": "good",
    "record_visit": "good",
    "answer": "active",
    "send_back": "attention",
    "extend": "attention",
    "dispute": "bad",
    "remind": "attention",
    "cancel": "closed",
}


def entries_of(trail: Iterable[Event], words: Mapping[str, str]) -> tuple[Entry, ...]:
    """Who did what when; what was said with it, and the answer or the later date that it brought."""
    return tuple(
        Entry(
            event.at,
            event.by_name,
            words.get(event.verb, event.verb),
            event.reason or event.detail.get("answer", ""),
            TONES.get(event.verb, "neutral"),
            note=_note(event),
        )
        for event in trail
    )


def _note(event: Event) -> str:
    if event.verb == "attach":
        return str(event.detail.get("name", ""))
    if event.verb == "enter_paper":
        return f"代{event.detail.get('for', '')}补录"
    if event.verb in ("open", "extend"):
        return f"期限：{chinese_date(date.fromisoformat(event.detail['due_on']))}"
    return ""
