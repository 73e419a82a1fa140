"""Who may do what with a compendium: the section makes it, everybody who is signed in reads it."""

from typing import Any

from lixiang.programmes import permissions as programmes


def compiles(user: Any, programme: Any) -> bool:
    """The clerk or head of the section."""
    return programmes.may_edit(user, programme)
