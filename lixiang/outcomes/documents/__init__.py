"""What outcomes puts on paper and into packages, noun by noun."""

from lixiang.outcomes.documents.archives import Damaged, close, pack

__all__ = ["Damaged", "close", "pack"]
