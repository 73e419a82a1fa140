"""What tests of other settings than the shipped pack's need of a programme."""

from uuid import uuid4


def unread() -> str:
    """A pack hash under which no settings were read yet.

    Frozen settings are read once per process by version and hash; rolled back rows give their keys away again, so a
    hash that two tests share would let one read the other's settings.
    """
    return uuid4().hex * 2
