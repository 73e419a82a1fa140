"""The verbs of an assessment as buttons, and its history as sentences."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from lixiang.history.models import Event
from lixiang.outcomes.models import Assessment
from lixiang.outcomes.states.assessment import TRANSITIONS
from lixiang.ui.shapes import Action, Entry

WORDS = {row.verb: row.label for row in TRANSITIONS} | {"compute": "计算考核结果"}
# Superseding follows from a new version and has no button.
MEANINGS = {
    "confirm": "确认后可以印发；排名、奖励或者方案有变化的，须重新计算。",
    "issue": "通报印发给各主送单位，各单位汇总作为附件；印发后申报单位可以查看本单位的结果。",
}


def verbs_for(user: Any, assessment: Assessment) -> tuple[Action, ...]:
    """What the table offers this person."""
    return tuple(
        Action(
            row.label,
            reverse(f"outcomes:{row.verb}_assessment", kwargs={"ref": assessment.ref}),
            "primary",
            confirm=MEANINGS[row.verb],
        )
        for row in assessment.transitions.offered_to(user, assessment)
        if row.verb in MEANINGS
    )


def entries_of(trail: Iterable[Event]) -> tuple[Entry, ...]:
    """Who did what when, newest first."""
    return tuple(
        Entry(event.at, event.by_name, f"{WORDS.get(event.verb, event.verb)}{_about(event.detail)}", event.reason)
        for event in trail
    )


def _about(detail: dict[str, Any]) -> str:
    if detail.get("number"):
        return f"：{detail['number']}"
    return f"：{detail['organisations']}个单位" if "organisations" in detail else ""
