"""Issues an official document: proves that it can be printed, takes its number, prints, stores and records it."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lixiang.documents import typst_writer, word_writer
from lixiang.documents.blocks import Document
from lixiang.documents.frozen import as_json
from lixiang.documents.models import Addressee, OfficialDocument
from lixiang.documents.numbers import DocumentNumber
from lixiang.documents.register import take_number
from lixiang.documents.signing import seals
from lixiang.files.media_types import DOCX, PDF
from lixiang.files.models import File
from lixiang.files.store import keep
from lixiang.history.record import record
from lixiang.people.models import Organisation

PLACEHOLDER = 999  # as wide as any number that an office reaches in a year


@dataclass(frozen=True)
class Printed:
    """One document in both forms; the PDF is the original, the .docx names its hash."""

    document: Document
    pdf: bytes
    docx: bytes
    pages: int
    fallbacks: tuple[str, ...]
    sealed: seals.Sealed | None = None


def print_both(document: Document, *, at: datetime | None = None, seal: seals.Seal | None = None) -> Printed:
    """PDF and .docx of a document, marked where this installation marks everything; signed where a seal is given.

    Raises MissingCharacters, and signing.adapter.CannotSign.
    """
    marked = _marked(document)
    rendered = typst_writer.render(marked, at=at)
    if seal is None or at is None:
        return _printed(marked, rendered)
    sealed = seals.put_on(rendered.pdf, seal, at=at)
    return replace(_printed(marked, replace(rendered, pdf=sealed.pdf)), sealed=sealed)


def _marked(document: Document) -> Document:
    return replace(document, mark=document.mark or settings.MARK)


def _printed(marked: Document, rendered: typst_writer.Rendered) -> Printed:
    copy = replace(marked, copy_of_hash=hashlib.sha256(rendered.pdf).hexdigest())
    return Printed(marked, rendered.pdf, word_writer.write(copy), rendered.pages, rendered.fallbacks)


def render_pair(document: Document, *, at: datetime | None = None) -> tuple[bytes, bytes, tuple[str, ...]]:
    """PDF, .docx and the fallbacks of an agreement or a form, which take no number from the register."""
    printed = print_both(document, at=at)
    return printed.pdf, printed.docx, printed.fallbacks


def render_pairs(documents: Iterable[Document]) -> Iterator[tuple[bytes, bytes, tuple[str, ...]]]:
    """The same of many, in order; the next are set while the Word copy of one is written."""
    marked = [_marked(document) for document in documents]
    for document, rendered in zip(marked, typst_writer.render_all(marked), strict=True):
        printed = _printed(document, rendered)
        yield printed.pdf, printed.docx, printed.fallbacks


def issue(
    kind: str,
    *,
    build: Callable[[str], Document],
    series: str | None = None,
    first_number: int = 1,
    addressees: Iterable[Organisation] = (),
    by: Any,
    at: datetime,
    programme_code: str = "",
    programme_id: int | None = None,
    corrects: OfficialDocument | None = None,
    mark: str = "",
    subjects: Sequence[str] = (),
    seal: seals.Seal | None = None,
) -> OfficialDocument:
    """Issue what `build(number_text)` makes; the text is empty for a kind without `series`.

    Printed once with a placeholder before the register is locked, so that a document that cannot be printed takes
    no number and makes nobody wait. With a `seal` the PDF is signed before its hash is taken. Raises
    fonts.MissingCharacters, signing.adapter.CannotSign and whatever `build` raises.
    """
    if seal:
        seals.ready(seal, at=at)
    year = timezone.localtime(at).year
    typst_writer.render(build(str(DocumentNumber(series, year, PLACEHOLDER)) if series else ""), at=at)
    with transaction.atomic():
        number = take_number(series, year=year, first=first_number) if series else None
        document = build(str(number) if number else "")
        printed = print_both(replace(document, mark=mark or document.mark), at=at, seal=seal)
        issued = OfficialDocument.objects.create(
            kind=kind,
            **_numbered(number),
            **_written(printed, at),
            programme_code=programme_code,
            subjects=list(subjects),
            corrects=corrects,
            issued_at=at,
            issued_by=by,
            issued_by_name=by.name if by else "",
        )
        _address(issued, addressees)
        _record(issued, printed.sealed, by=by, at=at, programme_id=programme_id)
    return issued


def _numbered(number: DocumentNumber | None) -> dict[str, Any]:
    return {"series": number.code, "year": number.year, "number": number.serial} if number else {}


def _written(printed: Printed, at: datetime) -> dict[str, Any]:
    """Both files kept, and what the row says of them."""
    return {
        "title": printed.document.title.replace("\n", ""),
        "context": as_json(printed.document),
        "pdf": _kept(printed.pdf, PDF, at),
        "docx": _kept(printed.docx, DOCX, at),
        "pages": printed.pages,
        "fallbacks": list(printed.fallbacks),
        "mark": printed.document.mark,
        "signed_by": printed.sealed.signature.signer if printed.sealed else "",
    }


def _kept(content: bytes, media_type: str, at: datetime) -> File:
    return keep(io.BytesIO(content), media_type=media_type, at=at)


def _address(issued: OfficialDocument, organisations: Iterable[Organisation]) -> None:
    Addressee.objects.bulk_create(
        Addressee(document=issued, organisation=organisation, name=organisation.name, place=place)
        for place, organisation in enumerate(Organisation.bearers(organisations), start=1)
    )


def _record(
    issued: OfficialDocument, sealed: seals.Sealed | None, *, by: Any, at: datetime, programme_id: int | None
) -> None:
    detail = {"kind": issued.kind, "number": issued.number_text, "title": issued.title, "sha256": issued.pdf.sha256}
    detail |= sealed.as_row() if sealed else {}
    if issued.corrects:
        detail["corrects"] = str(issued.corrects)
    record(issued, "issue", by=by, at=at, detail=detail, programme_id=programme_id)
