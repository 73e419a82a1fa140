"""Sends out what is made for the asking and kept nowhere."""

import tempfile
from collections.abc import Callable
from typing import IO

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from lixiang.files.media_types import DOCX, PDF, XLSX

TYPES = {"pdf": PDF, "docx": DOCX, "ics": "text/calendar; charset=utf-8", "toml": "application/toml; charset=utf-8"}


def workbook(name: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """What `write` writes, in a file that vanishes when it is closed, however many rows there are."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write(target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def made(content: bytes | str, name: str, *, inline: bool = False) -> HttpResponse:
    """One file, of the kind that its name ends in; a PDF alone may be shown in the page."""
    ending = name.rpartition(".")[2]
    headers = {"Content-Disposition": content_disposition_header(not (inline and ending == "pdf"), name)}
    return HttpResponse(content, content_type=TYPES[ending], headers=headers)
