"""What delivery keeps, one file per noun."""

from lixiang.delivery.models.inspections import Inspection, Observation
from lixiang.delivery.models.rectifications import Rectification

__all__ = ["Inspection", "Observation", "Rectification"]
