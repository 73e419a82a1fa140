"""Keeps bytes under their hash, claims them for a thing, and sends them out again."""

import hashlib
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File as Stream
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.http import FileResponse

from lixiang.files.intake import media_type_of
from lixiang.files.media_types import PDF
from lixiang.files.models import Claim, File

CHUNK = 1024 * 1024


def accept(upload: BinaryIO, *, name: str, at: datetime, endings: tuple[str, ...] = ()) -> File:
    """Take in what a person sent: sniffed, limited, then kept. Raises Unacceptable."""
    limits = {"size_limit": settings.UPLOAD_BYTES, "pixel_limit": settings.PIXELS}
    media_type = media_type_of(upload, name=name, endings=endings, **limits)
    return keep(upload, media_type=media_type, at=at)


def keep(stream: BinaryIO, *, media_type: str, at: datetime) -> File:
    """Keep the bytes once; the same content twice is the same file. The row comes after the bytes are on disk."""
    stream.seek(0)
    hashed = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        hashed.update(chunk)
        size += len(chunk)
    file = File(sha256=hashed.hexdigest(), size=size, media_type=media_type, kept_at=at)
    if not (default_storage.exists(file.path) and default_storage.size(file.path) == size):
        stream.seek(0)  # missing, or cut short by a broken disk: known by its size and written anew
        default_storage.save(file.path, Stream(stream))
    with transaction.atomic():
        return File.objects.get_or_create(
            sha256=file.sha256, defaults={"size": size, "media_type": media_type, "kept_at": at}
        )[0]


def claim(file: File, subject: models.Model, *, part: str, name: str, by: Any, at: datetime) -> Claim:
    """Say what a file is for; a name is cut to what the field holds, its ending kept."""
    stem, dot, ending = name.rpartition(".")
    short = f"{stem[: 190 - len(ending)]}{dot}{ending}" if dot else name[:200]
    return Claim.objects.create(
        file=file,
        subject_kind=subject._meta.model_name,
        subject_id=subject.pk,
        part=part,
        name=short,
        by=by,
        by_name=by.name if by else "",
        at=at,
    )


def claim_once(file: File, subject: models.Model, *, part: str, name: str, by: Any, at: datetime) -> tuple[Claim, bool]:
    """The claim of a file for one part, and whether it is new: the same file again is the same claim."""
    again = Claim.of(subject, part).filter(file=file).first()
    return (again, False) if again else (claim(file, subject, part=part, name=name, by=by, at=at), True)


def download(file: File, name: str, *, inline: bool = False) -> FileResponse:
    """The bytes as a response; only PDF and pictures may be shown in the page, and nothing is sniffed again."""
    shown = inline and file.media_type in {PDF, "image/jpeg", "image/png"}
    response = FileResponse(file.open(), as_attachment=not shown, filename=name, content_type=file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


def is_intact(file: File) -> bool:
    """Whether the bytes on disk still equal the name they are kept under."""
    hashed = hashlib.sha256()
    with file.open() as stream:
        while chunk := stream.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest() == file.sha256
