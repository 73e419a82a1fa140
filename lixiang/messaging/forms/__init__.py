"""Shapes of what is typed about messages."""

from lixiang.messaging.forms.phrasings import PhrasingForm
from lixiang.messaging.forms.preferences import PreferenceForm

__all__ = ["PhrasingForm", "PreferenceForm"]
