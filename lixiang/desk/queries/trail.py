"""Events in words: one small template per event, `history/<kind>/<verb>.html`, else the plain sentence of the table."""

from collections import defaultdict
from functools import cache

from django.conf import settings
from django.template import engines
from django.utils.module_loading import import_string
from jinja2 import Template
from markupsafe import Markup

from lixiang.desk.rules.deeds import WORDS
from lixiang.history.models import Event
from lixiang.ui.shapes import Entry
from lixiang.workflow.table import Table

TONES = {
    "send_back": "attention",
    "extend_return": "attention",
    "return_scan": "attention",
    "return_signature": "attention",
    "approve": "good",
    "countersign": "good",
    "countersign_electronically": "good",
    "start": "good",
    "shortlist": "good",
    "decline": "bad",
    "pass_over": "bad",
    "lapse": "bad",
    "withdraw": "closed",
    "suspend": "attention",
    "resume": "good",
    "terminate": "closed",
    "take_effect": "good",
    "amend": "good",
    "hand_over": "attention",
    "hand_in": "active",
    "nominate": "active",
}


@cache
def tables() -> dict[str, Table]:
    """Kind of subject -> its transition table."""
    return {name.split(".")[1].lower(): table for name, table in import_string(settings.TABLES).items()}


def label_of(event: Event) -> str:
    """What the button said; for an event that is no move, its plain words."""
    table = tables().get(event.subject_kind)
    row = table.row(event.verb, event.from_status) if table else None
    return row.label if row else WORDS.get(event.verb, "")


@cache
def _template(kind: str, verb: str) -> Template:
    names = [f"history/{kind}/{verb}.html", f"history/{verb}.html", "history/event.html"]
    return engines["jinja2"].env.select_template(names)


def words_of(event: Event) -> Markup:
    """What happened, as a sentence without its subject."""
    detail = defaultdict(str, event.detail)  # an old event need not hold what a newer one does
    text = _template(event.subject_kind, event.verb).render(event=event, detail=detail, label=label_of(event))
    return Markup(text.strip())


def entry_of(event: Event, of: str = "") -> Entry:
    """One line of a timeline; `of` is the organisation that the person acted for."""
    by = f"{event.by_name}（{of}）" if of and event.by_id else event.by_name
    return Entry(event.at, by, words_of(event), event.reason, TONES.get(event.verb, "neutral"))
