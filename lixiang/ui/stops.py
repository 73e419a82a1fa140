"""What went wrong beside a page, told apart: wrong (400), no page (405), too much (413), busy (503), broken (500)."""

import sqlite3
import sys
from collections.abc import Sequence

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
RETRY_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 where more was sent than a form or a file may hold, else 400."""
    return _stop(413 if isinstance(exception, TOO_MUCH) else 400)


def no_page(permitted: Sequence[str]) -> HttpResponse:
    """405 where an address takes other methods alone, which the answer names."""
    answer = _stop(405)
    answer["Allow"] = ", ".join(permitted)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is locked, restarted or out of reach, else 500; Django calls it while handling."""
    if not is_passing(sys.exc_info()[1]):
        return _stop(500)
    answer = _stop(503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def is_passing(error: BaseException | None) -> bool:
    """The database could not answer just now; a missing table or column is a fault and no matter of time."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code is None or code & 0xFF in WAITING


def _stop(status: int) -> HttpResponse:
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
