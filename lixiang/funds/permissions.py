"""Who may do what with the money of a project; never asks about states or dates."""

from typing import Any

from lixiang.delivery.permissions import carries_out
from lixiang.people.roles import Role
from lixiang.programmes import permissions as programmes
from lixiang.projects import permissions as projects

may_see = projects.sees_now  # the money is of today: no business of a unit that handed the project over
may_record = carries_out
may_grant = projects.is_section
is_finance = projects.is_finance


def may_budget(user: Any, project: Any) -> bool:
    """Plans the spending: who carries the project out, or the section."""
    return carries_out(user, project) or projects.is_section(user, project)


def may_book_recovery(user: Any, project: Any) -> bool:
    """Books what came back: finance, or the section that ordered it."""
    return projects.is_finance(user, project) or projects.is_section(user, project)


def may_order(user: Any, order: Any) -> bool:
    return projects.is_section(user, order.project)


def may_authorise(user: Any, order: Any) -> bool:
    """The head of the section or the department's leader."""
    return projects.decides(user, order.project)


def keeps_the_money(user: Any, order: Any) -> bool:
    return projects.is_finance(user, order.project)


def checks_spending(user: Any, spending: Any) -> bool:
    return projects.is_finance(user, spending.project)


def may_correct(user: Any, spending: Any) -> bool:
    """Who carries the project out."""
    return carries_out(user, spending.project)


def sees_drafts(user: Any, project: Any) -> bool:
    """Sees payment orders before they are authorised: the managing organisation alone."""
    return programmes.is_of_the_section(user, project.programme) or projects.is_finance(user, project)


def may_see_order(user: Any, order: Any) -> bool:
    return may_see(user, order.project)


def may_see_spending(user: Any, spending: Any) -> bool:
    return may_see(user, spending.project)


def may_export(user: Any, programme: Any) -> bool:
    """Takes the figures of a programme away: the section, or finance of the managing organisation."""
    at = programme.managing_organisation_id
    return programmes.is_of_the_section(user, programme) or (
        user is not None and user.holds(Role.FINANCE, organisation=at)
    )
