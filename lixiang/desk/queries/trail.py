"""Events in words: one small template per event, `history/<kind>/<verb>.html`, else the plain sentence of the table."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.template import engines
from django.utils.module_loading import import_string
from jinja2 import Template
from markupsafe import Markup

from lixiang.history.models import Event
from lixiang.ui.shapes import Entry

TONES = {
    "send_back": "attention",
    "return_scan": "attention",
    "approve": "good",
    "countersign": "good",
    "start": "good",
    "shortlist": "good",
    "decline": "bad",
    "pass_over": "bad",
    "lapse": "bad",
    "withdraw": "closed",
    "hand_in": "active",
    "nominate": "active",
}


@cache
def labels() -> dict[tuple[str, str], str]:
    """(kind, verb) -> what the button says, from every transition table."""
    tables = import_string(settings.TABLES).items()
    return {(name.split(".")[1].lower(), row.verb): row.label for name, table in tables for row in table}


@cache
def _template(kind: str, verb: str) -> Template:
    names = [f"history/{kind}/{verb}.html", f"history/{verb}.html", "history/event.html"]
    return engines["jinja2"].env.select_template(names)


def words_of(event: Event) -> Markup:
    """What happened, as a sentence without its subject."""
    label = labels().get((event.subject_kind, event.verb), "")
    text = _template(event.subject_kind, event.verb).render(
        event=event, detail=defaultdict(str, event.detail), label=label
    )
    return Markup(text.strip())


def entry_of(event: Event) -> Entry:
    return Entry(event.at, event.by_name, words_of(event), event.reason, TONES.get(event.verb, "neutral"))


def entries_of(events: Iterable[Event]) -> tuple[Entry, ...]:
    return tuple(entry_of(event) for event in events)
