"""The verbs of ranking: compute, confirm, show, issue; objections and their answers; the result of a project."""

from lixiang.ranking.actions.computing import compute
from lixiang.ranking.actions.objections import dismiss, object_to, uphold
from lixiang.ranking.actions.rankings import confirm, issue, publish
from lixiang.ranking.actions.results import conclude, order_rectification, settle

__all__ = [
    "compute",
    "conclude",
    "confirm",
    "dismiss",
    "issue",
    "object_to",
    "order_rectification",
    "publish",
    "settle",
    "uphold",
]
