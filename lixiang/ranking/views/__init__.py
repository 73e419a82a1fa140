"""The pages of ranking."""

from lixiang.ranking.views.bonuses import enter_bonus, show_bonuses, withdraw_bonus
from lixiang.ranking.views.completion import annul, completion, verify_completion
from lixiang.ranking.views.places import dismiss, object_to, show_place, uphold
from lixiang.ranking.views.rankings import (
    certificate,
    certificate_pdf,
    compute,
    confirm,
    issue,
    publicity,
    publish,
    settle,
    show_list,
    show_ranking,
    xlsx,
)
from lixiang.ranking.views.results import conclude, correct_result, of_project, order_rectification

__all__ = [
    "annul",
    "certificate",
    "certificate_pdf",
    "completion",
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
    "publicity",
    "publish",
    "settle",
    "show_bonuses",
    "show_list",
    "show_place",
    "show_ranking",
    "uphold",
    "verify_completion",
    "withdraw_bonus",
    "xlsx",
]
