"""The verbs of ranking: additions, compute, confirm, show, issue; objections and answers; a project's result."""

from lixiang.ranking.actions.bonuses import enter_bonus, withdraw_bonus
from lixiang.ranking.actions.computing import begin_computing, compute
from lixiang.ranking.actions.objections import dismiss, object_to, uphold
from lixiang.ranking.actions.rankings import confirm, issue, publish
from lixiang.ranking.actions.results import annul, conclude, correct_result, order_rectification, settle

__all__ = [
    "annul",
    "begin_computing",
    "compute",
    "conclude",
    "confirm",
    "correct_result",
    "dismiss",
    "enter_bonus",
    "issue",
    "object_to",
    "order_rectification",
    "publish",
    "settle",
    "uphold",
    "withdraw_bonus",
]
