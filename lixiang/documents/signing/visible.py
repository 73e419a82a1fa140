"""What a signature shows on the page: who signed when, in words, where an agreement leaves room for it.

The place is known where a party's words, as 甲方（盖章）：, stand over its 签字：. An official document has none: by
GB/T 9704-2012 (7.3.5) the red seal lies upon the name of the issuing organ and the date, and the words of a signature
are no seal, so there it stays invisible.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pypdfium2
import typst
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle
from pypdfium2 import PdfiumError

from lixiang.documents.fonts import collection, standings
from lixiang.documents.signing.adapter import TEST_WORDS, Identity
from lixiang.documents.typst_writer import BEIJING, TEMPLATES

BELOW = ("代表人：", "签字：")  # the first line under the room for the seal
MOST_PAGES = 400
HEIGHT, WIDTH, AIR, LEAST = 52.0, 190.0, 4.0, 36.0  # points


@dataclass(frozen=True)
class Place:
    """A page, counted from zero, and the box on it in points from its lower left corner."""

    page: int
    box: tuple[int, int, int, int]

    @property
    def width(self) -> int:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]


def place_of(pdf: bytes, beside: str) -> Place | None:
    """The room between the words of a party and where it would sign by hand; None where there is none."""
    if not beside.endswith("（盖章）："):
        return None
    try:
        file = pypdfium2.PdfDocument(pdf)
    except PdfiumError:
        return None  # the signer itself says what is wrong with the file
    try:
        for number in reversed(range(min(len(file), MOST_PAGES))):
            box = _room_on(file[number], beside)
            if box is not None:
                return Place(number, box)
    finally:
        file.close()
    return None


def _room_on(page: Any, beside: str) -> tuple[int, int, int, int] | None:
    """In the same column: from above the first line that stands under the party, as high as the frame."""
    text = page.get_textpage()
    heads = list(_found(text, beside))
    if not heads:
        return None
    left, foot, _, _ = heads[-1]
    under = [
        (top, words) for words in BELOW for x, _, _, top in _found(text, words) if abs(x - left) < 3 and top < foot
    ]
    if not under:
        return None
    top = max(place for place, _ in under)
    name_foot = _lowest(text, left, top, foot)
    height = min(HEIGHT, name_foot - top - 2 * AIR)
    if height < LEAST:
        return None
    bottom = top + AIR
    return round(left), round(bottom), round(left + WIDTH), round(bottom + height)


def _found(text: Any, words: str) -> Iterator[tuple[float, float, float, float]]:
    """(left, bottom, right, top) of the first character of each place where the words stand."""
    search = text.search(words)
    while (place := search.get_next()) is not None:
        yield text.get_charbox(place[0])


def _lowest(text: Any, left: float, under: float, over: float) -> float:
    """The foot of what stands between two lines of a column: the name of the party, however many lines it takes."""
    feet = [over]
    for index in range(text.count_chars()):
        x, foot, _, top = text.get_charbox(index)
        if left - 3 <= x < left + WIDTH and under + 1 < foot and top < over and top > foot:
            feet.append(foot)
    return min(feet)


def appearance(identity: Identity, place: Place, at: datetime) -> StaticStampStyle:
    """Who and when, and that a test's certificate is none; drawn in the faces of the paper."""
    moment = at.astimezone(BEIJING)
    when = f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M}"
    lines = [f"电子签名：{identity.name}", f"签名时间：{when}", *([TEST_WORDS] if identity.is_test else [])]
    drawn = _Drawn(_set(lines, place, moment))
    layout = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins.uniform(0))
    return StaticStampStyle(border_width=0, background=drawn, background_layout=layout)


def _set(lines: list[str], place: Place, moment: datetime) -> bytes:
    words = {"lines": lines, "width": place.width, "height": place.height}
    words |= {"families": standings()["body"].families}
    compiler = typst.Compiler(
        input=str(TEMPLATES / "signature.typ"), root=str(TEMPLATES), font_paths=collection(), ignore_system_fonts=True
    )
    inputs = {"signature": json.dumps(words, ensure_ascii=False)}
    at = moment.replace(microsecond=0)
    return compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=["a-2b"], pdf_tags=False, timestamp=at)


class _Drawn(PdfContent):
    """One page of another PDF, from memory."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self.pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject["/Signature"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Signature Do"
