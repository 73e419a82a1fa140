"""Where the parts of lying bars begin and end: the longest row fills the width, all others are drawn to its scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

LEAST_LABELLED = 9  # per cent of the width, below which a figure would not fit into its part


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a row: where it lies in per cent, and the address of what it counts."""

    words: str
    url: str
    series: int
    left: Decimal
    width: Decimal

    @property
    def middle(self) -> Decimal:
        return self.left + self.width / 2

    @property
    def is_labelled(self) -> bool:
        return self.width >= LEAST_LABELLED


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its total in words, and every value that is not nothing."""

    name: str
    url: str
    total: str
    parts: tuple[Part, ...]


def bars(rows: Iterable[tuple[str, Sequence[object], str]], narrow: Sequence[str] = ()) -> list[Bar]:
    """`rows` as a chart takes them; `narrow` holds, per series, what narrows the list of a row to that part."""
    read = [(name, [_number(value) for value in values], values, url) for name, values, url in rows]
    most = max((sum(numbers) for _, numbers, _, _ in read), default=Decimal(0)) or Decimal(1)
    return [
        Bar(name, url, f"{sum(numbers):,}", tuple(_parts(numbers, values, url, narrow, most)))
        for name, numbers, values, url in read
    ]


def narrowed(url: str, narrow: Sequence[str], series: int) -> str:
    """The address of one value: that of its row, narrowed where there is something to narrow by."""
    return f"{url}&{narrow[series]}" if url and narrow else url


def _parts(
    numbers: list[Decimal], values: Sequence[object], url: str, narrow: Sequence[str], most: Decimal
) -> Iterable[Part]:
    left = Decimal(0)
    for series, (number, value) in enumerate(zip(numbers, values, strict=True)):
        width = _share(left + number, most) - _share(left, most)
        if number:
            yield Part(str(value), narrowed(url, narrow, series), series, _share(left, most), width)
        left += number


def _share(number: Decimal, most: Decimal) -> Decimal:
    return (number * 100 / most).quantize(Decimal("0.01"))


def _number(value: object) -> Decimal:
    """A count, or an amount as it is written."""
    return Decimal(str(value).replace(",", ""))
