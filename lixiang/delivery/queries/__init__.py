"""Reads of delivery, one file per noun."""

from lixiang.delivery.queries.coverage import suggestions_of, unsettled_of

__all__ = ["suggestions_of", "unsettled_of"]
