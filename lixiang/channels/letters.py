"""What leaves the house, and the two ways in which that can fail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """To one address (of e-mail, or a phone number), or to the group of a robot, which calls on those `mentioned`.

    `key` is the same in every attempt, so that a gateway can tell. One that only sample accounts would hear of
    `is_sample`: that mark lies in the data, so it holds wherever a demo's folder or database is started.
    """

    to: str
    subject: str
    words: str
    key: str
    mentioned: tuple[str, ...] = ()
    is_sample: bool = False


class NotSent(Exception):  # noqa: N818 - an outcome, told to the office in these words
    """It certainly did not leave: refused, or nobody answered. May be tried again. Never names an address or a key."""


class Uncertain(Exception):  # noqa: N818 - an outcome, told to the office in these words
    """It was handed over and no answer came: it may have arrived, so only a person may have it sent again."""
