"""What delivery keeps, one file per noun."""

from lixiang.delivery.models.changes import ChangeRequest
from lixiang.delivery.models.supplements import SupplementaryAgreement

__all__ = ["ChangeRequest", "SupplementaryAgreement"]
