"""The verbs of nominations: those of a slate, and those of one project before its nominator."""

from lixiang.nominations.actions.projects import extend_return, nominate, pass_over, send_back, withdraw
from lixiang.nominations.actions.slates import (
    ENDORSED_SHEET,
    attach_sheet,
    endorse,
    hand_in,
    open_slate,
    put_in_order,
    reopen,
    set_aside,
    take_up,
)

__all__ = [
    "ENDORSED_SHEET",
    "attach_sheet",
    "endorse",
    "extend_return",
    "hand_in",
    "nominate",
    "open_slate",
    "pass_over",
    "put_in_order",
    "reopen",
    "send_back",
    "set_aside",
    "take_up",
    "withdraw",
]
