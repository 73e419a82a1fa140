"""The verbs of an objection as buttons."""

from typing import Any

from django.urls import reverse

from lixiang.approvals.models import Objection
from lixiang.approvals.states import Status
from lixiang.ui.shapes import Action

TONES = {Status.OPEN: "attention", Status.UPHELD: "bad", Status.DISMISSED: "closed"}
MEANINGS = {
    "uphold": "认定异议成立后，请重新决定该项目；仍批准立项的，应当写明理由。",
    "dismiss": "认定异议不成立，公示期满后可以批准立项。",
}


def verbs_for(user: Any, objection: Objection) -> tuple[Action, ...]:
    """What the table offers this person on an objection."""
    return tuple(
        Action(
            row.label,
            reverse(f"approvals:{row.verb}", kwargs={"pk": objection.pk}),
            confirm=MEANINGS[row.verb],
            reason="required",
            reason_label="核查情况和处理意见",
        )
        for row in objection.transitions.offered_to(user, objection)
    )
