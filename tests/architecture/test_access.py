"""Every route declares who may come in; only the routes of third parties named here are excused."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from lixiang.access.doors import Access

# Log-in and passwords are allauth's own pages, which ask for a session where they need one.
EXCUSED = {"allauth.account.views", "allauth.mfa.base.views", "allauth.account.internal.flows"}
# The gallery shows sample parts only, exists only where a setting wants it, and ui knows no access.
EXCUSED_ADDRESSES = {"gallery/"}


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern


def undeclared(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    return [
        address
        for address, pattern in routes(patterns)
        if address not in EXCUSED_ADDRESSES
        and not isinstance(getattr(pattern.callback, "access", None), Access)
        and getattr(pattern.callback, "__module__", "") not in EXCUSED
    ]


def test_every_route_declares_its_access():
    assert undeclared(get_resolver().url_patterns) == []


def test_the_walk_reaches_the_product():
    assert any(
        isinstance(getattr(route.callback, "access", None), Access) for _, route in routes(get_resolver().url_patterns)
    )


def test_a_route_without_access_is_seen():
    def show(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert undeclared([path("projects/", show)]) == ["projects/"]
