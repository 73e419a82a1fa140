"""Who may do what with a dossier; never asks about states or dates."""

from typing import Any

from lixiang.projects import permissions as projects

may_see_project = projects.may_see


def may_open(user: Any, project: Any) -> bool:
    """Those who carry the project out."""
    return projects.carries_out(user, project)


def writes(user: Any, dossier: Any) -> bool:
    """Writes it and hands it in: the unit's clerk, or the clerk of its nominating organisation."""
    return projects.carries_out(user, dossier.project)


def checks_first(user: Any, dossier: Any) -> bool:
    """The clerk of the nominating organisation, where it checks before the managing organisation has it."""
    return projects.is_nominator(user, dossier.project)


def reviews(user: Any, dossier: Any) -> bool:
    """Accepts it or sends it back: the city section's clerk or head."""
    return projects.is_section(user, dossier.project)


def returns(user: Any, dossier: Any) -> bool:
    """Sends it back from where it lies: its first check, or the section."""
    return checks_first(user, dossier) or reviews(user, dossier)


def may_see(user: Any, dossier: Any) -> bool:
    return projects.may_see(user, dossier.project)
