"""The programme that a person works in, for pages that are nothing without one."""

from django.http import Http404, HttpRequest

from lixiang.programmes.models import Programme


def programme_of(request: HttpRequest) -> Programme:
    """The one chosen by the switch of years; 404 where this person sees none."""
    if request.programme is None:
        raise Http404
    return request.programme
