"""Points are integers of a thousandth: how they are typed, how they are written, the one rounding."""

import re

POINT = 1000
# No rubric has as many; sums of all sheets of a programme still fit into 64 bits.
LARGEST = 10_000 * POINT
TYPED = re.compile(r"(\d{1,5})(?:[.．](\d{1,3}))?")


class NoPoints(ValueError):  # noqa: N818 - what a person typed is no error of the program
    """A text that is no number of points."""


def points_in(text: str) -> int | None:
    """8.5 -> 8500; None for nothing typed. Raises NoPoints; full-width digits of an input method count as digits."""
    plain = text.strip().translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if not plain:
        return None
    match = TYPED.fullmatch(plain)
    if match is None:
        raise NoPoints("请填写数字，最多三位小数，如8或者8.5。")
    return int(match[1]) * POINT + int((match[2] or "").ljust(3, "0"))


def written(points: int | None) -> str:
    """93.5, 87.667, 90: without idle zeros; a dash where there is none."""
    if points is None:
        return "—"
    sign = "-" if points < 0 else ""
    whole, part = divmod(abs(points), POINT)
    return f"{sign}{whole}.{part:03}".rstrip("0").rstrip(".")


def half_up(numerator: int, denominator: int) -> int:
    """A quotient of numbers that are not negative to the nearest integer; exactly a half goes up (四舍五入)."""
    return (2 * numerator + denominator) // (2 * denominator)
