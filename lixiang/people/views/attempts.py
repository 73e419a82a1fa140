"""The one way from a valid form to an action whose refusal goes back into the form."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form


def tried(form: Form, action: Callable[..., Any], *things: Any, **words: Any) -> Any:
    """What the action returns, or None after its refusal was written beside the fields it names."""
    try:
        return action(*things, **words)
    except ValidationError as error:
        for name, messages in getattr(error, "message_dict", {"": error.messages}).items():
            for message in messages:
                form.add_error(name if name in form.fields else None, message)
    return None


def refused(form: Form) -> int:
    """422 for a form that came back with errors, 200 for one not yet sent."""
    return 422 if form.errors else 200
