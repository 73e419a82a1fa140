"""The server's half of what a page saves by itself (README): who asks, what is answered, one step in an order."""

from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from lixiang.ui.written import clock

Item = TypeVar("Item")


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page's own script asks, which wants no page in return."""
    return "X-Autosave" in request.headers


def saved(at: datetime | None, *, version: int | None = None, answer: HttpResponse | None = None) -> HttpResponse:
    """That it is kept, since when, as which version where the form counts them; with a part of the page, or none."""
    answer = HttpResponse(status=204) if answer is None else answer
    answer["X-Saved"] = clock(at)
    if version is not None:
        answer["X-Version"] = str(version)
    return answer


def clashed(answer: HttpResponse, version: int) -> HttpResponse:
    """Both texts, and the version that the choice between them will rest on."""
    answer["X-Version"] = str(version)
    return answer


def one_step(order: list[Item], item: Item | None, way: str) -> list[Item]:
    """The order with one item a step up or down, as a button without scripts asks; at either end nothing happens."""
    if item in order:
        place = order.index(item)
        other = place + (-1 if way == "up" else 1)
        if 0 <= other < len(order):
            order[place], order[other] = order[other], order[place]
    return order
