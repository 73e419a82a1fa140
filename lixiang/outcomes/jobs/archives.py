"""What the clock does for outcomes: writes the archive that somebody began."""

from datetime import datetime

from lixiang.outcomes import actions
from lixiang.work.jobs import Progress


def build_archive(at: datetime, progress: Progress, archive: int) -> str:
    """One archive by its key; after a kill the next run goes on from the last project that was whole."""
    return actions.build(archive, progress, by=None, at=at)
