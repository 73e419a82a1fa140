"""Who follows the approved revision of a project: each is called in the transaction in which it changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from lixiang.delivery import permissions
from lixiang.delivery.actions.plans import follow_revision
from lixiang.delivery.queries import progress_rule
from lixiang.projects.models import Project, Revision


def plan_follows(project: Project, revision: Revision, *, by: Any, at: datetime) -> None:
    """The plan of milestones and goals, where the programme keeps one.

    Who decided on a change need not be one who opens plans; then the plan follows of itself.
    """
    if progress_rule(project) is not None:
        opens_plans = permissions.carries_out(by, project) or permissions.follows(by, project)
        follow_revision(project, revision, by=by if opens_plans else None, at=at)


# follow(project, revision, by=…, at=…); named here one by one, so that what follows a change can be read.
FOLLOWERS: tuple[Callable[..., Any], ...] = (plan_follows,)


def revision_changed(project: Project, revision: Revision, *, by: Any, at: datetime) -> None:
    """The approved revision of the project is another one from this moment."""
    for follow in FOLLOWERS:
        follow(project, revision, by=by, at=at)
