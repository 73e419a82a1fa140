"""Turns away what no page of ours sends and no database of ours can hold."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse

NUL = "\0"


# One form takes several files, and the page itself says of each that is too large; this is far beyond.
MOST_FILES = 10


class NoFlood:
    """413 for a body that no form of ours sends, before any of it is read or kept on disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_FILES * settings.UPLOAD_BYTES:
            raise RequestDataTooBig
        return self.get_response(request)


class NoNul:
    """400 for a NUL character in an address or a form: PostgreSQL stores none, and nobody can type one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """After the guard of forged requests, which reads the form anyway."""
        if NUL in request.path_info or _has_nul(request.GET) or (request.method == "POST" and _has_nul(request.POST)):
            raise BadRequest("NUL")


def _has_nul(sent: Any) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in sent.lists())
