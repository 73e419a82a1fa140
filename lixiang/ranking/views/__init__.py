"""The pages of ranking."""

from lixiang.ranking.views.bonuses import enter_bonus, show_bonuses, withdraw_bonus
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
from lixiang.ranking.views.results import conclude, correct_result, of_project, order_rectification

__all__ = [
    "certificate",
    "compute",
    "conclude",
    "confirm",
    "correct_result",
    "dismiss",
    "enter_bonus",
    "issue",
    "object_to",
    "of_project",
    "order_rectification",
    "publish",
    "settle",
    "show_bonuses",
    "show_list",
    "show_place",
    "show_ranking",
    "uphold",
    "withdraw_bonus",
]
