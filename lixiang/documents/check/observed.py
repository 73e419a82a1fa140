"""What a checker sees in a PDF or a .docx: lines with face, size and place, rules, page numbers, measures."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

MM = 72 / 25.4
WIDTH, HEIGHT = 156.0, 225.0  # 版心, mm
PITCH = HEIGHT / 22  # one line, mm
CELL = WIDTH / 28  # one character, mm
_FACES = (
    (r"noto ?serif|sourcehanserif|思源宋", "后备宋体"),
    (r"noto ?sans|sourcehansans|思源黑", "后备黑体"),
    (r"xiaobiaosong|fzxbs|小标宋|fandolsong-?bold", "小标宋"),
    (r"fang|fzfs|仿宋", "仿宋"),
    (r"kai|楷", "楷体"),
    (r"hei|gothic|黑", "黑体"),
    (r"song|simsun|fzss|mincho|宋", "宋体"),
)


def face_of(font: str) -> str:
    """The face that a font's name tells, or the name itself."""
    bare = font.split("+")[-1]
    return next((face for pattern, face in _FACES if re.search(pattern, bare, re.IGNORECASE)), bare)


def is_ideograph(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff" or letter >= "\U00020000"


@dataclass(frozen=True)
class Line:
    """One line of a PDF or one paragraph of a .docx; left and right in characters from the edges of the 版心.

    `above` is the number of empty lines before it (None on top of a page); `right` is None where it is not known.
    """

    text: str
    page: int
    faces: dict[str, int]
    size: float
    left: float
    right: float | None
    is_centred: bool
    above: float | None = None
    is_red: bool = False
    in_table: bool = False
    top: float | None = None  # mm from the upper edge of the paper
    foot: float | None = None
    middle: float | None = None  # of a centred or placed line, in characters from the left


@dataclass(frozen=True)
class Sheet:
    """Paper size and the room between its edges and the text, in mm; None where no text shows it."""

    width: float
    height: float
    left: float | None
    top: float | None
    right: float | None
    bottom: float | None

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


@dataclass(frozen=True)
class RedLine:
    """The red line: width, thickness and left edge in mm, its distance below the number in mm."""

    width: float
    thickness: float
    left: float
    below_number: float | None


@dataclass(frozen=True)
class Imprint:
    """版记: thickness of its rules from above (mm), their width, how far the last lies above the foot of the 版心."""

    rules: tuple[float, ...]
    width: float | None
    foot: float | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PageNumber:
    """A page number: its text, the side and the room beside it in points, how far its dash is below the 版心 (mm)."""

    page: int
    text: str
    face: str
    size: float
    side: str
    room: float
    drop: float
    is_sideways: bool = False


@dataclass(frozen=True)
class Observed:
    """Everything that the items are judged by."""

    medium: str
    sheets: tuple[Sheet, ...]
    line_pitch: float | None  # pt
    cell: float | None  # pt
    lines: tuple[Line, ...]
    red_line: RedLine | None
    mark_top: float | None  # mm below the upper edge of the 版心
    imprint: Imprint | None
    numbers: tuple[PageNumber, ...]
    pages: int
    unembedded: tuple[str, ...] = ()
    emboldened: tuple[str, ...] = ()
    numbered_pages: tuple[int, ...] = field(default=())  # pages that show text and so should carry a number


def counted(lines: Iterable[Line]) -> Counter[str]:
    """How many ideographs of some lines are in which face."""
    total: Counter[str] = Counter()
    for line in lines:
        total.update(line.faces)
    return total
