"""Points as integers of a thousandth: the one rounding, and how they are written; no fraction of a machine."""

POINT = 1000
# Ten thousand points: more than any rubric has, and sums of all sheets of a programme still fit into 64 bits.
LARGEST = 10_000 * POINT
WHOLE = 1000


def half_up(numerator: int, denominator: int) -> int:
    """A quotient to the nearest integer; exactly a half goes up (四舍五入). The denominator is positive."""
    return (2 * numerator + denominator) // (2 * denominator)


def mean_of(total: int, count: int) -> int:
    """The mean in thousandths of a point."""
    return half_up(total, count)


def written(points: int | None) -> str:
    """93.5, 87.667, 90: without idle zeros; a dash where there is none."""
    if points is None:
        return "—"
    sign = "-" if points < 0 else ""
    whole, part = divmod(abs(points), POINT)
    return f"{sign}{whole}.{part:03}".rstrip("0").rstrip(".")


def share_written(thousandths: int) -> str:
    """50%, 12.5%."""
    whole, tenth = divmod(thousandths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"
