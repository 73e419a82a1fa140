"""Who may do what in the delivery of a project; never asks about states or dates."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programmes
from lixiang.projects import permissions as projects


def carries_out(user: Any, project: Any) -> bool:
    """Belongs to those who carry the project out: the unit's clerk, or the clerk of its nominating organisation."""
    return projects.may_write(user, project) or projects.is_nominator(user, project)


def follows(user: Any, project: Any) -> bool:
    """The city section, or an inspector of the managing organisation."""
    return projects.is_section(user, project) or projects.is_inspector(user, project)


def runs_delivery(user: Any, programme: Any) -> bool:
    """Calls meetings, asks for reports, plans inspections: the city section's clerk or head."""
    return programmes.may_edit(user, programme)


def inspects(user: Any, programme: Any) -> bool:
    """An inspector of the managing organisation, or the city section itself."""
    at = programme.managing_organisation_id
    return user is not None and user.holds(Role.INSPECTOR, Role.SECTION_CLERK, Role.SECTION_HEAD, organisation=at)


may_see = projects.may_see


def writes_report(user: Any, report: Any) -> bool:
    """Writes and hands in: the unit's clerk, or the clerk of its nominating organisation."""
    return carries_out(user, report.project)


def reviews_report(user: Any, report: Any) -> bool:
    """Accepts, sends back, excuses: the city section's clerk or head."""
    return projects.is_section(user, report.project)


def may_see_report(user: Any, report: Any) -> bool:
    return may_see(user, report.project)
