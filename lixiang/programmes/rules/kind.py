"""What every kind of setting has: its words for people, what its parameters may name, what can be wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Self

from lixiang.workflow.findings import Strictness

# (what is named, its code) -> what people call it, e.g. ("projects.category", "A") -> 创新实践（A类）
Say = Callable[[str, str], str]
OF_EVERY_KIND = ("clause", "strictness", "note")


@dataclass(frozen=True)
class Moment:
    """A date of the notice for the timeline; `place` is where it belongs in the order of a cycle."""

    place: int
    label: str
    at: date | datetime


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A setting of a programme: its parameters, the clause it rests on, and how hard it is.

    TITLE is what people call the kind. IS_RULE: something can break it, so that its strictness is shown. LISTED:
    how several rows beside one clause are said at once, with {rows}. ONCE: at most one row of it. NAMED_BY is the
    parameter by which other settings name a row; CALLED_BY instead, where several rows may bear one name. LONGEST:
    parameter -> how many characters of it can be kept. REFERS: parameter -> what its words name, kinds of setting or
    lists of words (config/stages.py).
    """

    TITLE: ClassVar[str] = "设置"
    IS_RULE: ClassVar[bool] = True
    LISTED: ClassVar[str] = ""
    ONCE: ClassVar[bool] = False
    NAMED_BY: ClassVar[str] = ""
    CALLED_BY: ClassVar[str] = ""
    LONGEST: ClassVar[Mapping[str, int]] = {}
    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    clause: str
    strictness: Strictness = Strictness.BLOCK
    note: str = ""

    def in_words(self, say: Say) -> str:
        """The setting as a Chinese sentence; a kind that says nothing of its own lists its parameters."""
        return "，".join(f"{name}：{value}" for name, value in parameters_of(self).items() if value not in ("", ()))

    def called(self) -> str:
        """What a sentence calls this row when another setting names it."""
        return str(getattr(self, "title", ""))

    def faults(self) -> Iterator[str]:
        """What is wrong with the row by itself."""
        yield from ()

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        """What is wrong between the rows of the kind: the place of the row, the sentence."""
        yield from ()

    def moments(self) -> tuple[Moment, ...]:
        """The dates it sets."""
        return ()

    def worded(self) -> tuple[str, tuple[str, ...]]:
        """The paper whose words it holds and the texts with their placeholders; nothing for most kinds."""
        return "", ()


def parameters_of(setting: Kind) -> dict[str, Any]:
    """Parameter -> value, in the order of the class, without clause, strictness and note."""
    return {f.name: getattr(setting, f.name) for f in fields(setting) if f.name not in OF_EVERY_KIND}


def named(setting: Kind, parameter: str) -> tuple[str, ...]:
    """The words in a parameter that name something else: a text, each of a list, the keys of a table."""
    value = getattr(setting, parameter)
    words = (value,) if isinstance(value, str) else tuple(value)
    return tuple(word for word in words if word)


def few_to_many(minimum: int, maximum: int, unit: str) -> str:
    """2至3个; 1个 where both are the same."""
    return f"{minimum}{unit}" if minimum == maximum else f"{minimum}至{maximum}{unit}"


def day_in_words(day: date | datetime) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def joined(words: tuple[str, ...] | list[str]) -> str:
    return "、".join(words)
