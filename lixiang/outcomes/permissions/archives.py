"""Who may do what with the archive: the section that runs the programme, nobody else."""

from typing import Any

from lixiang.programmes import permissions as programmes
from lixiang.programmes.permissions import SECTION
from lixiang.projects import permissions as projects


def sees_archives(user: Any) -> bool:
    """Belongs to a section; which archives is asked of each programme."""
    return user is not None and user.holds(*SECTION)


def may_see(user: Any, programme: Any) -> bool:
    return programmes.is_of_the_section(user, programme)


def makes_archives(user: Any, programme: Any) -> bool:
    """The clerk or head of the section makes the archive of a year."""
    return programmes.may_edit(user, programme)


def may_archive(user: Any, project: Any) -> bool:
    return projects.is_section(user, project)
