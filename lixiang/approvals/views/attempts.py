"""The one way from a valid form to an action whose refusal goes back into the form."""

from collections.abc import Callable
from typing import Any

from lixiang.approvals.forms import Refusable
from lixiang.workflow.findings import Refused


def tried(form: Refusable, action: Callable[..., Any], *things: Any, **words: Any) -> Any:
    """What the action returns, or None after its findings were kept for the page, with everything typed."""
    try:
        return action(*things, **words)
    except Refused as refused:
        form.refusal = refused.findings
    return None


def status_of(form: Refusable) -> int:
    """422 for a form that came back, 200 for one not yet sent."""
    return 422 if form.errors or form.refusal else 200
