"""The files of an item: those of the store under the names they were given, and pages made of rows."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone

from lixiang.files.models import Claim, File
from lixiang.outcomes.rules.items import HTML, JSON, Act, Piece, Stored, Table
from lixiang.outcomes.rules.pages import record


def day_of(at: datetime) -> date:
    """The day on the calendar of Shanghai."""
    return timezone.localtime(at).date()


def moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def kept(file: File, name: str) -> Piece:
    return Piece(name, file.media_type, Stored(file.sha256, file.size, file.path))


def pair(pdf: File, docx: File, name: str) -> tuple[Piece, Piece]:
    return kept(pdf, f"{name}.pdf"), kept(docx, f"{name}.docx")


def made(name: str, media_type: str, content: bytes) -> Piece:
    return Piece(name, media_type, make=lambda: content)


def page(
    title: str,
    *,
    pairs: Iterable[tuple[str, str]] = (),
    texts: Iterable[tuple[str, str]] = (),
    tables: Iterable[Table] = (),
) -> Piece:
    """A page of what the record holds in rows; written when its turn comes."""
    make = partial(record, title, pairs=tuple(pairs), texts=tuple(texts), tables=tuple(tables))
    return Piece(f"{title}.html", HTML, make=make)


def text_of_json(name: str, text: str) -> Piece:
    return Piece(name, JSON, make=text.encode)


def claimed(subject: models.Model, *parts: str) -> tuple[Piece, ...]:
    """The living files of a thing under the names that people gave them."""
    return tuple(kept(claim.file, claim.name) for claim in Claim.of(subject, *parts))


def claimed_by(kind: str, keys: Iterable[int], *parts: str) -> dict[int, list[Claim]]:
    """The living files of many things of one kind, in one query."""
    rows = Claim.objects.filter(subject_kind=kind, subject_id__in=list(keys), released_at=None).select_related("file")
    found: dict[int, list[Claim]] = {}
    for claim in rows.filter(part__in=parts) if parts else rows:
        found.setdefault(claim.subject_id, []).append(claim)
    return found


def pieces_of(claims: Iterable[Claim]) -> tuple[Piece, ...]:
    return tuple(kept(claim.file, claim.name) for claim in claims)


def named_in(rows: Iterable[dict[str, Any]]) -> Iterator[Piece]:
    """The files that a frozen text names by their hash; one that the store does not have is an error to be told."""
    rows = list(rows)
    found = {file.sha256: file for file in File.objects.filter(sha256__in=[row["sha256"] for row in rows])}
    for row in rows:
        file = found.get(row["sha256"])
        stored = Stored(row["sha256"], row["size"], file.path if file else "")
        yield Piece(row["name"], file.media_type if file else "", stored)


def act(verb: str, at: datetime | None, by: str, words: str = "") -> Act:
    return Act(verb, timezone.localtime(at) if at else None, by, words)
