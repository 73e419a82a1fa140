"""Numbers of headings and attachments in formal Chinese: 一、（一）1.（1） and 附件：1. 名称 (7.3.3, 7.3.4)."""

import re

_DIGITS = "零一二三四五六七八九"
_HEADINGS = (
    re.compile(r"[零一二三四五六七八九十百]+、"),
    re.compile(r"（[零一二三四五六七八九十百]+）"),
    re.compile(r"\d+[.．]"),
    re.compile(r"（\d+）"),
)


def in_chinese(number: int) -> str:
    """1–999 as 一 … 九百九十九; ValueError outside."""
    if not 1 <= number <= 999:
        raise ValueError(f"no Chinese heading number for {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def heading_number(level: int, position: int) -> str:
    """The number before a heading: level 1 to 4, position from 1."""
    if level in (1, 2):
        return f"{in_chinese(position)}、" if level == 1 else f"（{in_chinese(position)}）"
    if level in (3, 4):
        return f"{position}." if level == 3 else f"（{position}）"
    raise ValueError(f"headings have levels 1 to 4, not {level}")


def heading_level(text: str) -> int | None:
    """The level that a line's number claims, or None when it starts with no such number."""
    return next((level for level, pattern in enumerate(_HEADINGS, start=1) if pattern.match(text)), None)


def attachment_lines(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(number, name) of each line of 附件说明; a single attachment has no number, no name ends in punctuation."""
    bare = [name.strip().rstrip("。；;，,.") for name in names]
    return (("", bare[0]),) if len(bare) == 1 else tuple((f"{n}.", name) for n, name in enumerate(bare, start=1))


def attachment_label(number: int) -> str:
    """附件 when it is the only one (number 0), else 附件1, 附件2 …"""
    return f"附件{number}" if number else "附件"
