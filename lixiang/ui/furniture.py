"""What stands around the content of a page; `desk` sets `request.furniture`, a stranger sees the bare default."""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: in the navigation, a menu, a trail or a row of tabs. `count` shows a badge unless None."""

    label: str
    url: str = ""
    count: int | str | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Furniture:
    """Header, navigation and banner of one request; a field left empty is not shown.

    `user_key` tells one account's unsaved text from another's on a shared machine. A link of `programmes` is sent as a
    form, because the choice is kept.
    """

    navigation: tuple[Link, ...] = ()
    programmes: tuple[Link, ...] = ()
    programme: str = ""
    user_key: str = ""
    user_name: str = ""
    roles: str = ""
    organisation: str = ""
    unread: int | str = 0
    messages_url: str = ""
    account: tuple[Link, ...] = ()
    log_out_url: str = ""
    log_in_url: str = ""
    banner: str = field(default_factory=lambda: settings.BANNER)
    mark: str = field(default_factory=lambda: settings.MARK)


def furniture_of(request: HttpRequest) -> Furniture:
    """The furniture set on the request, or a default that tells a stranger nothing but banner and mark."""
    return getattr(request, "furniture", None) or Furniture()


def with_current(links: tuple[Link, ...], path: str) -> tuple[Link, ...]:
    """Mark the link whose address is the longest beginning of `path`; "/" is current only on itself."""
    fitting = [link.url for link in links if path == link.url or (link.url != "/" and path.startswith(link.url))]
    chosen = max(fitting, key=len, default=None)
    return tuple(replace(link, current=link.url == chosen) for link in links)
