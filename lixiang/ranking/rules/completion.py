"""The 结项证书 of a project: what it states, its number, and the value by which it is verified."""

import hashlib
import re
from dataclasses import astuple, dataclass
from datetime import date

from lixiang.ranking.rules.certificate import canonical

NUMBER = re.compile(r"([A-Z0-9-]{1,80})-J([1-9][0-9]{0,3})")
SHOWN = 32  # signs of the value: a hundred and twenty-eight bits, which a person can still type


@dataclass(frozen=True)
class Completion:
    """What the paper says; a project that was concluded anew has a certificate of its own each time."""

    number: str
    project: str
    title: str
    implementing: str
    nominating: str
    grade: str
    document: str
    concluded_on: date

    @property
    def check(self) -> str:
        """SHA-256 over every word of it, shortened."""
        words = canonical([str(each) for each in astuple(self)])
        return hashlib.sha256(words.encode()).hexdigest()[:SHOWN]


def number_of(project: str, ordinal: int) -> str:
    """HUAINAN-2018-0001-J1."""
    return f"{project.upper()}-J{ordinal}"


def parted(number: str) -> tuple[str, int] | None:
    """The project and the ordinal in a number as somebody typed it."""
    found = NUMBER.fullmatch(number.strip().upper())
    return (found[1].lower(), int(found[2])) if found else None
