"""The one way from a valid form to an action whose refusal goes back into the form, with what was typed."""

from collections.abc import Callable
from typing import Any

from django.forms import Form

from lixiang.workflow.findings import Refused


def tried(form: Form, action: Callable[..., Any], *things: Any, **words: Any) -> Any:
    """What the action returns, or None after each finding was written beside the field it names, with its clause."""
    try:
        return action(*things, **words)
    except Refused as refusal:
        for finding in refusal.findings:
            clause = f"（依据：{finding.clause}）" if finding.clause else ""
            form.add_error(finding.field if finding.field in form.fields else None, finding.sentence + clause)
    return None


def refused(form: Form) -> int:
    """422 for a form that came back with errors, 200 for one not yet sent."""
    return 422 if form.errors else 200
