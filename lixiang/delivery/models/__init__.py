"""What delivery keeps, one file per noun."""

from lixiang.delivery.models.goals import PlannedGoal
from lixiang.delivery.models.lamps import Lamp
from lixiang.delivery.models.milestones import PlannedMilestone
from lixiang.delivery.models.plans import Plan

__all__ = [
    "Lamp",
    "Plan",
    "PlannedGoal",
    "PlannedMilestone",
]
