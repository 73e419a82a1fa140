"""The gallery: every macro in all its states, for those who build pages and for the tests that look at them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from lixiang.ui.gallery import furniture, samples
from lixiang.ui.pages import page


def gallery(request: HttpRequest) -> HttpResponse:
    """The whole gallery; `?bare=1` shows it as a stranger sees a page."""
    if not (settings.DEBUG or settings.GALLERY):
        raise Http404
    if "bare" not in request.GET:
        request.furniture = furniture()
    return page(request, "gallery/gallery.html", samples())
