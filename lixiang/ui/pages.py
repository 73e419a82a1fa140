"""The one way from a view to a page, or to the fragment of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from jinja2_fragments import render_block


def page(
    request: HttpRequest, template: str, context: dict, *, block: str | None = None, status: int = 200
) -> HttpResponse:
    """Render the whole page; or, when htmx asks and `block` is named, only that block of it."""
    if block and request.htmx and not request.htmx.history_restore_request:
        text = fragment(request, template, context, block=block)
    else:
        text = engines["jinja2"].get_template(template).template.render(_furnished(request, context))
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def came_from(request: HttpRequest, otherwise: str = "/") -> str:
    """The page of ours on which a button was pressed, so that whoever goes down a list keeps the place."""
    page_before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page_before, {request.get_host()}, request.is_secure())
    return page_before if is_ours else otherwise


def fragment(request: HttpRequest, template: str, context: dict, *, block: str) -> str:
    """One block of a page as text, with what the whole page has in its context."""
    return render_block(engines["jinja2"].env, template, block, _furnished(request, context))


def _furnished(request: HttpRequest, context: dict) -> dict[str, Any]:
    """What Django's backend puts into a context too; but the token is masked once for the page, not once a form."""
    token = SimpleLazyObject(lambda: get_token(request))
    field = SimpleLazyObject(
        lambda: format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', str(token))
    )
    return {**context, "request": request, "csrf_input": field, "csrf_token": token}
