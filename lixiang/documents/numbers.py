"""The number of an official document: 机关代字〔年〕序号 (GB/T 9704-2012, 7.2.5)."""

import re
from typing import NamedTuple

_FORM = re.compile(r"([^\s〔〕\[\]()（）【】\d第]{1,20})〔([1-9]\d{3})〕([1-9]\d{0,5})号")
_FAULTS = (
    (re.compile(r"[\[\]()（）【】［］]"), "年份应当用六角括号〔〕"),
    (re.compile(r"第"), "序号不加“第”字"),
    (re.compile(r"〕\s*0"), "序号不编虚位"),
    (re.compile(r"〔(?!\d{4}〕)"), "年份应当标全称四位"),
    (re.compile(r"[^号]$"), "应当以“号”字结尾"),
)


class DocumentNumber(NamedTuple):
    code: str
    year: int
    serial: int

    def __str__(self):
        return f"{self.code}〔{self.year}〕{self.serial}号"


def number_of(text: str) -> DocumentNumber | None:
    """The parts of a well-formed number, or None."""
    found = _FORM.fullmatch(text.strip())
    return DocumentNumber(found[1], int(found[2]), int(found[3])) if found else None


def faults_of_number(text: str) -> tuple[str, ...]:
    """What is wrong with a number, in the words of the standard; empty when it is well formed."""
    text = text.strip()
    if number_of(text):
        return ()
    found = tuple(sentence for pattern, sentence in _FAULTS if pattern.search(text))
    return found or ("应当为机关代字〔年份〕序号加“号”字",)
