"""Documents as PDF/A-2b by Typst, to the millimetre of GB/T 9704-2012."""

import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader

from . import blocks as b
from . import printed
from .dates import date_of
from .faces import lead_face
from .fonts import collection, fallbacks_of, standings
from .frozen import as_json
from .titles import title_lines
from .widths import column_widths

TEMPLATES = Path(__file__).parent / "typst"
BEIJING = timezone(timedelta(hours=8))
AHEAD = 16  # documents set before the first is taken: enough for every core, and no burden on memory


@dataclass(frozen=True)
class Rendered:
    """A finished PDF: bytes, number of pages, and the sentences that say where another face stands in."""

    pdf: bytes
    pages: int
    fallbacks: tuple[str, ...]


def render(document: b.Document, *, at: datetime | None = None, templates: Path = TEMPLATES) -> Rendered:
    """The document as PDF; `at` is the moment written into its metadata (default: the date it bears).

    The same document at the same moment gives the same bytes. Raises fonts.MissingCharacters.
    """
    fallbacks = fallbacks_of(document)
    # A fresh compiler per document: a shared one is not thread-safe and may print the last document's words.
    compiler = typst.Compiler(**_compiler(templates))
    pdf = compiler.compile(
        sys_inputs=_inputs(document),
        format="pdf",
        pdf_standards=["a-2b"],
        pdf_tags=False,
        timestamp=_moment(document, at),
    )
    return Rendered(pdf, _pages(pdf), fallbacks)


def _compiler(templates: Path) -> dict[str, Any]:
    return {
        "input": str(templates / "document.typ"),
        "root": str(templates),
        "font_paths": collection(),
        "ignore_system_fonts": True,
    }


def _inputs(document: b.Document) -> dict[str, str]:
    return {"document": json.dumps(_prepared(document), ensure_ascii=False)}


def with_contents(document: b.Document) -> b.Document:
    """The document with its Contents written: its chapters in order, each with the page it begins on.

    It is set once with the rows in place and blank pages, so that the contents are as long as they will be.
    """
    titles = [block.title for block in document.blocks if isinstance(block, b.Chapter)]
    blank = _with_rows(document, tuple((title, "") for title in titles))
    found = typst.query(selector="<chapter>", field="value", sys_inputs=_inputs(blank), **_compiler(TEMPLATES))
    return _with_rows(document, tuple(zip(titles, map(str, json.loads(found)), strict=True)))


def _with_rows(document: b.Document, rows: tuple[tuple[str, str], ...]) -> b.Document:
    blocks = (replace(block, rows=rows) if isinstance(block, b.Contents) else block for block in document.blocks)
    return replace(document, blocks=tuple(blocks))


def render_all(documents: Iterable[b.Document]) -> Iterator[Rendered]:
    """Many, in order and a batch ahead of who takes them: Typst works outside the interpreter's lock, on every core."""
    waiting = iter(documents)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        while batch := list(islice(waiting, AHEAD)):
            yield from pool.map(render, batch)


def _pages(pdf: bytes) -> int:
    """The count of the root of the page tree; parsing the whole file for it would cost as much as a page."""
    counts = [int(count) for count in re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", pdf)]
    return max(counts) if counts else len(PdfReader(io.BytesIO(pdf)).pages)


def _moment(document: b.Document, at: datetime | None) -> datetime:
    """PDF/A asks for a date: the one given, else that of the sign-off, else a fixed one, never that of the clock."""
    if at is not None:
        return at.astimezone(BEIJING).replace(microsecond=0)  # Typst takes whole seconds
    day = next((date_of(block.date) for block in document.blocks if isinstance(block, b.SignOff)), None)
    return datetime.combine(day, time(), BEIJING) if day else datetime(2000, 1, 1, tzinfo=BEIJING)


def _prepared(document: b.Document) -> dict[str, Any]:
    """The blocks as the template prints them, the families of each face, the mark."""
    return {
        "title": document.title,
        "author": next((block.organisation for block in document.blocks if isinstance(block, b.SignOff)), ""),
        "layout": document.layout,
        "mark": document.mark,
        "covered": any(isinstance(block, b.Cover) for block in document.blocks),
        "faces": {role: standing.families for role, standing in standings().items()},
        "blocks": _drawn_all(document.blocks),
    }


def _drawn_all(blocks: tuple[b.Block, ...], width: float = 156) -> list[dict[str, Any]]:
    """The blocks in order; what ends the text is drawn as the end of its last paragraph, so that no page parts them."""
    drawn: list[dict[str, Any]] = []
    for block in blocks:
        if drawn and drawn[-1]["block"] == "Paragraph" and _is_ending(block):
            drawn[-1]["end"].append(_drawn(block))
        else:
            drawn.append(_drawn(block))
        if isinstance(block, b.Table):
            drawn[-1]["widths"] = column_widths(block, width)
    return drawn


def _is_ending(block: b.Block) -> bool:
    """A list of attachments longer than that would not fit on a page together with the sign-off."""
    is_short_note = isinstance(block, b.AttachmentNote) and len(block.names) <= 10
    return is_short_note or isinstance(block, b.SignOff | b.SignatureTable)


def _drawn(block: b.Block) -> dict[str, Any]:
    added = _ADDED.get(type(block))
    return as_json(block) | (added(block) if added else {})


def _paragraph(block: b.Paragraph) -> dict[str, Any]:
    return {"parts": printed.paragraphs(block), "face": lead_face(block.lead), "end": []}


def _attachment(block: b.Attachment) -> dict[str, Any]:
    lines = title_lines(block.title, 28 if block.landscape else 20)
    return {
        "label": printed.attachment(block),
        "blocks": _drawn_all(block.blocks, 225 if block.landscape else 156),
        "lines": lines,
    }


def _chapter(block: b.Chapter) -> dict[str, Any]:
    return {"lines": title_lines(block.title, 20), "blocks": _drawn_all(block.blocks)}


_ADDED: dict[type, Callable[[Any], dict[str, Any]]] = {
    b.Title: lambda block: {"lines": title_lines(block.text)},
    b.Addressee: lambda block: {"text": printed.addressee(block)},
    b.Paragraph: _paragraph,
    b.AttachmentNote: lambda block: {"lines": printed.attachment_note(block)},
    b.AttendanceList: lambda block: {"lines": printed.attendance(block)},
    b.Attachment: _attachment,
    b.Note: lambda block: {"text": printed.note(block)},
    b.Imprint: lambda block: {"copies": printed.copies(block), "printing": printed.printing(block)},
    b.OpinionField: lambda block: {"lines": printed.opinion_lines(block)},
    b.SignatureTable: lambda block: {"parties": [printed.party_lines(party) for party in block.parties]},
    b.Contents: lambda block: {"heading": printed.CONTENTS},
    b.Chapter: _chapter,
    b.Cover: lambda block: {"lines": title_lines(block.title, 16)},
}
