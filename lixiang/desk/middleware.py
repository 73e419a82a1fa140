"""Sets on every request the programme that the person works in, and what stands around the page; asks when used."""

from collections.abc import Callable

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from lixiang.desk.queries import furniture
from lixiang.programmes.models import Programme
from lixiang.ui.furniture import Furniture


class DeskRequest(WSGIRequest):
    """A request that knows its desk. Properties, not lazy objects: a lazy None would not be None."""

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """Those that this person may switch between; nothing for strangers."""
        return furniture.programmes_of(self.user) if self.user.is_authenticated else ()

    @cached_property
    def programme(self) -> Programme | None:
        """The session's choice, else the newest visible."""
        return furniture.chosen(self.programmes, self.session.get(furniture.CHOICE, "") if self.programmes else "")

    @cached_property
    def furniture(self) -> Furniture:
        if not self.user.is_authenticated:
            return furniture.furniture_of_a_stranger()
        return furniture.furniture_for(self.user, self.path, self.programmes, self.programme)


class ChosenProgramme:
    """Gives the request its desk; a download or a redirect that uses none of it pays for none of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.__class__ = DeskRequest
        return self.get_response(request)
