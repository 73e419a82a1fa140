"""Sends out what is made for the asking and kept nowhere."""

import tempfile
from collections.abc import Callable
from typing import IO

from django.http import FileResponse

from lixiang.files.media_types import XLSX


def workbook(name: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """What `write` writes, in a file that vanishes when it is closed, however many rows there are."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write(target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
