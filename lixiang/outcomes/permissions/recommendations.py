"""Who may do what with a recommendation upward: the section drafts and records, its head or the leader sends."""

from typing import Any

from lixiang.programmes import permissions as programmes
from lixiang.projects import permissions as projects


def drafts(user: Any, project: Any) -> bool:
    """The section's clerk or head."""
    return projects.is_section(user, project)


def keeps(user: Any, recommendation: Any) -> bool:
    """The section's clerk or head, who keep what came of it."""
    return projects.is_section(user, recommendation.project)


def sends(user: Any, recommendation: Any) -> bool:
    """The head of the section or the department's leader, who stand for what goes out."""
    return projects.decides(user, recommendation.project)


def packs(user: Any, recommendation: Any) -> bool:
    """Takes the dossier package out: the section alone."""
    return programmes.is_of_the_section(user, recommendation.programme)
