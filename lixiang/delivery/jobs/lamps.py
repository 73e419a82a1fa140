"""Lights the lamps anew that the passing of time, or news of the project, may have changed."""

from datetime import datetime

from lixiang.delivery import actions, queries


def relight_all(at: datetime) -> int:
    """One transaction per project; how many were looked at. Lamps whose moment has not come are not touched."""
    due = list(queries.to_relight(at))
    for project in due:
        actions.relight(project, by=None, at=at)
    return len(due)
