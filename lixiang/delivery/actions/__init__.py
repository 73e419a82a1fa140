"""The verbs of delivery, one file per noun."""

from lixiang.delivery.actions import milestones
from lixiang.delivery.actions.goals import report_goal
from lixiang.delivery.actions.lamps import mark_news, override_lamp, relight, withdraw_override
from lixiang.delivery.actions.plans import follow_revision, open_plan

__all__ = [
    "follow_revision",
    "mark_news",
    "milestones",
    "open_plan",
    "override_lamp",
    "relight",
    "report_goal",
    "withdraw_override",
]
