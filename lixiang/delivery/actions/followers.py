"""Who follows the approved revision of a project: each is called in the transaction in which it changes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from lixiang.projects.models import Project, Revision

# follow(project, revision, by=…, at=…); named here one by one, so that what follows a change can be read.
FOLLOWERS: tuple[Callable[..., Any], ...] = ()


def revision_changed(project: Project, revision: Revision, *, by: Any, at: datetime) -> None:
    """The approved revision of the project is another one from this moment."""
    for follow in FOLLOWERS:
        follow(project, revision, by=by, at=at)
