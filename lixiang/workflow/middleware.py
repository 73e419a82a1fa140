"""Turns a refusal that no view caught into a page that says every reason with its clause, and changes nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lixiang.ui.pages import came_from, page
from lixiang.workflow.findings import Refused


class RefusedMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        context = {"findings": exception.findings, "back": came_from(request), "reason": request.POST.get("reason", "")}
        return page(request, "workflow/refused.html", context, status=422)
