"""The one way from a view to a page, or to the fragment of it that htmx asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.cache import patch_vary_headers
from jinja2_fragments import render_block


def page(
    request: HttpRequest, template: str, context: dict, *, block: str | None = None, status: int = 200
) -> HttpResponse:
    """Render the whole page; or, when htmx asks and `block` is named, only that block of it."""
    if block and request.htmx and not request.htmx.history_restore_request:
        response = HttpResponse(fragment(request, template, context, block=block), status=status)
    else:
        response = render(request, template, context, status=status, using="jinja2")
    patch_vary_headers(response, ["HX-Request"])
    return response


def fragment(request: HttpRequest, template: str, context: dict, *, block: str) -> str:
    """One block of a page as text, with what Django's own backend would have put into its context."""
    furnished = {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
        **context,
    }
    return render_block(engines["jinja2"].env, template, block, furnished)
