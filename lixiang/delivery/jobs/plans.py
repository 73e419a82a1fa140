"""Makes the plan of every project whose implementation has begun."""

from datetime import datetime

from lixiang.delivery import actions, queries


def open_plans(at: datetime) -> int:
    """Take up all active projects without a plan, one transaction each; how many got one. Begun again it goes on."""
    waiting = [project for project in queries.without_plan() if queries.progress_rule(project)]
    for project in waiting:
        actions.open_plan(project, by=None, at=at)
    return len(waiting)
