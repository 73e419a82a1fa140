"""The pages of agreements: lists, one project's agreement, its verbs."""

from lixiang.agreements.views.lists import draw_up_all, show_list
from lixiang.agreements.views.pages import (
    attach_scan,
    countersign_electronically,
    paper,
    scan,
    show,
    sign_electronically,
)
from lixiang.agreements.views.verbs import (
    countersign,
    draw_up,
    lapse,
    remind,
    return_scan,
    return_signature,
    sign,
    start,
)

__all__ = [
    "attach_scan",
    "countersign",
    "countersign_electronically",
    "draw_up",
    "draw_up_all",
    "lapse",
    "paper",
    "remind",
    "return_scan",
    "return_signature",
    "scan",
    "show",
    "show_list",
    "sign",
    "sign_electronically",
    "start",
]
