"""A month as a calendar page has it: its days in weeks that begin on Monday, its neighbours, its name; pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

KEY = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, order=True)
class Month:
    """`key` is how an address names it: 2018-05."""

    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def label(self) -> str:
        return f"{self.year}年{self.number}月"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def previous(self) -> "Month":
        return Month(self.year, self.number - 1) if self.number > 1 else Month(self.year - 1, 12)

    @property
    def next(self) -> "Month":
        return Month(self.year, self.number + 1) if self.number < 12 else Month(self.year + 1, 1)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def blanks(self) -> int:
        """How many cells of the first week belong to the month before."""
        return self.first.weekday()

    @property
    def blanks_after(self) -> int:
        """How many cells of the last week belong to the month after."""
        return 6 - self.last.weekday()


def month_of(day: date) -> Month:
    return Month(day.year, day.month)


def month_named(key: str, today: date) -> Month:
    """The month of an address; that of today where the address names none."""
    match = KEY.fullmatch(key)
    if match is None:
        return month_of(today)
    year, number = int(match[1]), int(match[2])
    return Month(year, number) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12 else month_of(today)
