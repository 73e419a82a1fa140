"""What an item says: good, short or not applicable, with the measured value in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from .observed import Line, counted

# A last resort that looks like the face may print all of it; the other kind only the odd rare letter.
LIKENESS = {"黑体": "后备黑体"}
MOST_ODD_LETTERS = 0.2
OK, SHORT, NOT_APPLICABLE = "ok", "short", "not applicable"


@dataclass(frozen=True)
class Verdict:
    status: str
    measured: str


def good(measured: str) -> Verdict:
    return Verdict(OK, measured)


def short(measured: str) -> Verdict:
    return Verdict(SHORT, measured)


def absent(why: str = "文中没有") -> Verdict:
    return Verdict(NOT_APPLICABLE, why)


def judged(faults: Iterable[str], measured: str) -> Verdict:
    """Good when there is no fault; else the faults, then what was measured."""
    found = [fault for fault in faults if fault]
    return short(f"{'；'.join(found)}（{measured}）") if found else good(measured)


def wrong_face(lines: Iterable[Line], face: str) -> str:
    """The fault of lines that are not in this face."""
    seen = counted(lines)
    allowed = {face, LIKENESS.get(face, "后备宋体")}
    odd = sum(count for other, count in seen.items() if other not in allowed and other.startswith("后备"))
    others = [other for other in seen if other not in allowed and not other.startswith("后备")]
    if odd > MOST_ODD_LETTERS * seen.total():
        others += [other for other in seen if other not in allowed and other.startswith("后备")]
    return f"应为{face}，另有{'、'.join(sorted(others))}" if others else ""


def wrong_size(lines: Iterable[Line], size: float, name: str) -> str:
    """The fault of lines that are not of this size within half a point."""
    others = sorted({line.size for line in lines if abs(line.size - size) > 0.5})
    return f"应为{name}{size:g}磅，另有{'、'.join(f'{other:g}' for other in others)}磅" if others else ""


def looks(lines: Iterable[Line]) -> str:
    """小标宋 22磅: faces and sizes of some lines."""
    lines = list(lines)
    faces = "、".join(face for face, _ in counted(lines).most_common(3))
    sizes = "、".join(f"{size:g}" for size in sorted({round(line.size, 1) for line in lines}))
    return f"{faces} {sizes}磅"


def away(found: float | None, wanted: float, tolerance: float) -> bool:
    return found is None or abs(found - wanted) > tolerance
