"""What runs in the background for compendia: compiles the one that somebody began."""

from datetime import datetime

from lixiang.outcomes.actions import compendia as actions
from lixiang.work.jobs import Progress


def compile_compendium(at: datetime, progress: Progress, compendium: int) -> str:
    """One compendium by its key; after a kill the next run compiles it anew from what was fixed."""
    return actions.compile_compendium(compendium, progress, by=None, at=at)
