"""The rooms beside the list of messages, as tabs; those of the office for its section alone."""

from typing import Any

from django.http import Http404, HttpRequest

from lixiang.messaging.permissions import is_of_an_office
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import may_edit
from lixiang.ui.addresses import address
from lixiang.ui.furniture import Link

OWN = (("消息", "messaging:list"), ("接收设置", "messaging:preferences"))
OF_THE_OFFICE = (
    ("外发消息", "messaging:outbox"),
    ("催办记录", "messaging:reminders"),
    ("消息用语", "messaging:words"),
)


def tabs_for(user: Any, current: str) -> tuple[Link, ...]:
    rooms = (*OWN, *(OF_THE_OFFICE if is_of_an_office(user) else ()))
    return tuple(Link(label, address(route), current=route == current) for label, route in rooms)


def own_programme(request: HttpRequest) -> Programme:
    """The chosen programme, if this person's office runs it; else there is no such page."""
    programme = request.programme
    if programme is None or not may_edit(request.user, programme):
        raise Http404
    return programme
