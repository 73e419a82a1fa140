"""Decorators by which every view declares who may come in; a view without one fails the architecture tests."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from lixiang.ui.stops import no_page

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Access:
    """What a view declared: open, signed_in, or the model whose objects it shows, with the permission asked."""

    kind: str
    model: str = ""
    may: str = ""


def _declared(view: View, access: Access, methods: tuple[str, ...]) -> View:
    permitted = ("HEAD", *methods) if "GET" in methods else methods

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.method in permitted else no_page(permitted)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded


def open_to_all(view: View) -> View:
    """Anybody may see this page; it shows nothing of a programme."""
    return _declared(view, Access("open"), ("GET", "POST"))


def signed_in(may: Callable[[Any], bool] | None = None, *, methods: tuple[str, ...] = ("GET", "POST")) -> Callable:
    """Whoever is signed in and, where `may` is given, passes it; others learn nothing (404)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_page_after(request, methods))
            if may is not None and not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return _declared(guarded, Access("signed_in", may=getattr(may, "__name__", "")), methods)

    return decorate


def page_for(
    model: type,
    *,
    may: Callable[[Any, Any], bool] | None = None,
    key: str = "ref",
    methods: tuple[str, ...] = ("GET", "POST"),
) -> Callable:
    """Loads the object that the URL names from what this person can see (404), then asks `may` (403).

    The object replaces the URL argument `key` as the view's second argument.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_page_after(request, methods))
            thing = _visible(model, request.user, key, kwargs.pop(key))
            if may is not None and not may(request.user, thing):
                raise PermissionDenied
            return view(request, thing, *args, **kwargs)

        return _declared(guarded, Access("object", model.__name__, getattr(may, "__name__", "")), methods)

    return decorate


def _page_after(request: HttpRequest, methods: tuple[str, ...]) -> str:
    """Where somebody lands after logging in: an address that only takes posts is no page, so the first one."""
    return request.get_full_path() if "GET" in methods else "/"


def _visible(model: Any, user: Any, key: str, value: Any) -> Any:
    """A model that is opened all the time asks by a query of its own, `one_visible_to(user, ref)`."""
    if key == "ref" and hasattr(model, "one_visible_to"):
        thing = model.one_visible_to(user, value)
    else:
        thing = model.visible_to(user).filter(**{key: value}).first()
    if thing is None:
        raise Http404
    return thing
