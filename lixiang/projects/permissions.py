"""Who may do what with a project; never asks about states or dates."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programme


def may_write(user: Any, project: Any) -> bool:
    """The clerk of the unit that drafts the project."""
    return user is not None and user.holds(Role.UNIT_CLERK, organisation=project.drafting_organisation_id)


def is_nominator(user: Any, project: Any) -> bool:
    return user is not None and user.holds(Role.NOMINATOR, organisation=project.nominating_organisation_id)


def is_nominating(user: Any, project: Any) -> bool:
    """Those who hand a slate in: the county's clerk, or its responsible leader."""
    return user is not None and user.holds(
        Role.NOMINATOR, Role.NOMINATOR_LEADER, organisation=project.nominating_organisation_id
    )


def may_withdraw(user: Any, project: Any) -> bool:
    return may_write(user, project) or is_nominator(user, project)


def carries_out(user: Any, project: Any) -> bool:
    """Belongs to those who carry the project out: the unit's clerk, or the clerk of its nominating organisation."""
    return may_write(user, project) or is_nominator(user, project)


def is_section(user: Any, project: Any) -> bool:
    """The city section's clerk or head."""
    return user is not None and user.holds(
        Role.SECTION_CLERK, Role.SECTION_HEAD, organisation=project.programme.managing_organisation_id
    )


def is_department_leader(user: Any, project: Any) -> bool:
    return user is not None and user.holds(
        Role.DEPARTMENT_LEADER, organisation=project.programme.managing_organisation_id
    )


def decides(user: Any, project: Any) -> bool:
    """Makes decisions known: the head of the section or the department's leader."""
    return user is not None and user.holds(
        Role.SECTION_HEAD, Role.DEPARTMENT_LEADER, organisation=project.programme.managing_organisation_id
    )


def is_inspector(user: Any, project: Any) -> bool:
    return user is not None and user.holds(Role.INSPECTOR, organisation=project.programme.managing_organisation_id)


def is_finance(user: Any, project: Any) -> bool:
    return user is not None and user.holds(Role.FINANCE, organisation=project.programme.managing_organisation_id)


def follows(user: Any, project: Any) -> bool:
    """Inspects the project or keeps its money."""
    return is_inspector(user, project) or is_finance(user, project)


def may_see(user: Any, project: Any) -> bool:
    """Sees it now, or belongs to a unit that wrote it before another took over."""
    return sees_now(user, project) or used_to_write(user, project)


def sees_now(user: Any, project: Any) -> bool:
    """Belongs to a unit that writes, nominates or decides on the project, or follows it once it is under agreement."""
    return (
        may_write(user, project)
        or is_nominating(user, project)
        or programme.is_of_the_section(user, project.programme)
        or follows(user, project)
    )


def used_to_write(user: Any, project: Any) -> bool:
    """The clerk of a unit that carried the project out before another took over: reads, writes nothing."""
    return user is not None and any(user.holds(Role.UNIT_CLERK, organisation=pk) for pk in project.former_unit_ids)


def may_draft(user: Any) -> bool:
    return user.holds(Role.UNIT_CLERK)


SCAN_PREFIX = "signed_scan_"
# Who signs and seals the 申报书 at each level.
SIGNERS = {"unit": may_write, "nominator": is_nominating, "department": is_section}


def scan_part(level: str) -> str:
    """The part that a scan of a level plays as a claim."""
    return f"{SCAN_PREFIX}{level}"


def level_of(part: str) -> str:
    """The level whose scan a claim is; empty for other parts."""
    return part.removeprefix(SCAN_PREFIX) if part.startswith(SCAN_PREFIX) else ""


def may_sign(user: Any, project: Any, level: str) -> bool:
    """Belongs to the level that signs; nobody signs at a level that does not exist."""
    return level in SIGNERS and SIGNERS[level](user, project)
