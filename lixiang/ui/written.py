"""How dates, moments, amounts and sizes are written on a page, in the form that offices use."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FEN_PER_WAN = 1_000_000
INNER = {"“": "‘", "”": "’"}
TYPED_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)")


def local(moment: datetime) -> datetime:
    """The same moment on the clock of Shanghai; a naive one is taken as already being there."""
    return moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def chinese_date(day: date | datetime | None) -> str:
    """2018年3月23日; nothing for None."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = local(day)
    return f"{day.year}年{day.month}月{day.day}日"


def cross_years(days: Iterable[date | datetime | None]) -> bool:
    """Whether days on one list lie in different years, so that each has to say its own."""
    return len({(local(day) if isinstance(day, datetime) else day).year for day in days if day is not None}) > 1


def short_date(day: date | datetime | None) -> str:
    """3月23日, where the year is plain from the page; nothing for None."""
    return chinese_date(day).partition("年")[2]


def typed_day(text: str) -> date:
    """The day that a clerk typed as 2018-03-23, 2018/3/23, 2018.3.23 or 2018年3月23日; else ValueError."""
    found = TYPED_DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"no day: {text}")
    return date(*(int(part) for part in found.groups() if part))


def moment(at: datetime | None) -> str:
    """2018年4月4日 23:59; nothing for None."""
    return f"{chinese_date(at)} {local(at):%H:%M}" if at else ""


def clock(at: datetime | None) -> str:
    """14:03:22; nothing for None."""
    return f"{local(at):%H:%M:%S}" if at else ""


def lines_beside(old: str, new: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """The lines of both texts, each with whether the other has it there: a changed row stands out among those kept."""
    before, after = old.splitlines(), new.splitlines()
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept_before = {place for block in blocks for place in range(block.a, block.a + block.size)}
    kept_after = {place for block in blocks for place in range(block.b, block.b + block.size)}
    return (
        tuple((line, place not in kept_before) for place, line in enumerate(before)),
        tuple((line, place not in kept_after) for place, line in enumerate(after)),
    )


def within_quotes(text: str) -> str:
    """A text as it stands where the sentence puts “ ” around it."""
    return nested_quotes(f"“{text}”")[1:-1]


def nested_quotes(sentence: str) -> str:
    """A sentence whose quotation marks stand one within the other: those inside become single ones.

    (GB/T 15834-2011, 4.8.) A title may bring marks of its own; where they are no pairs, the sentence stays as it is.
    """
    depth, written = 0, []
    for letter in sentence:
        depth -= letter == "”"
        written.append(INNER.get(letter, letter) if depth % 2 else letter)
        depth += letter == "“"
        if depth < 0:
            return sentence
    return sentence if depth else "".join(written)


def iso(at: date | datetime | None) -> str:
    """The machine-readable form for <time datetime>."""
    if at is None:
        return ""
    return local(at).isoformat(timespec="seconds") if isinstance(at, datetime) else at.isoformat()


def from_iso(text: str) -> date | datetime:
    """The day or the moment that the history keeps as text."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def wan(fen: int | None) -> str:
    """An amount in fen written in 万元 with two decimals, 1,234.50; nothing for None."""
    if fen is None:
        return ""
    return f"{(Decimal(fen) / FEN_PER_WAN).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def yuan(fen: int) -> str:
    """An amount in fen written in 元, to the fen: 1,234.50."""
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02}"


def size(count: int) -> str:
    """A number of bytes as a person reads it: 812 字节, 17.4 KB, 3.2 MB."""
    if count < 1024:
        return f"{count} 字节"
    return f"{count / 1024:.1f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
