"""The pages of ranking."""

from lixiang.ranking.views.places import dismiss, object_to, show_place, uphold
from lixiang.ranking.views.rankings import (
    certificate,
    compute,
    confirm,
    issue,
    publish,
    settle,
    show_list,
    show_ranking,
)
from lixiang.ranking.views.results import conclude, of_project, order_rectification

__all__ = [
    "certificate",
    "compute",
    "conclude",
    "confirm",
    "dismiss",
    "issue",
    "object_to",
    "of_project",
    "order_rectification",
    "publish",
    "settle",
    "show_list",
    "show_place",
    "show_ranking",
    "uphold",
]
