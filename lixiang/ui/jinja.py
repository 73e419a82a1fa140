"""The Jinja2 environment of all pages: filters, globals, and the macros under one name, `ui`."""

from functools import cache

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django_htmx.jinja import htmx_script
from jinja2 import Environment
from jinja2.runtime import Macro

from lixiang.ui import bars, written
from lixiang.ui.addresses import address
from lixiang.ui.errors import plain_errors
from lixiang.ui.furniture import furniture_of


class Macros:
    """`ui.panel(…)` is the macro `panel` of `ui/panel.html`, also inside a block rendered alone."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Macro:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._environment.get_template(f"ui/{name}.html").module, name)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a route; above a loop, not inside one: a reverse per row costs half the page."""
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else address(name)


def environment(**options: object) -> Environment:
    """Called by Django's Jinja2 backend with the options of the settings."""
    env = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    env.policies["json.dumps_kwargs"] = {"sort_keys": False, "ensure_ascii": False}
    env.globals.update(
        ui=Macros(env),
        static=cache(static),  # a page names a dozen files, and their addresses last as long as the process
        url=url,
        messages_of=get_messages,
        furniture_of=furniture_of,
        htmx_script=htmx_script,
    )
    env.filters |= {"plain_errors": plain_errors, "bars": bars.bars, "narrowed": bars.narrowed}
    for name in (
        "chinese_date",
        "short_date",
        "cross_years",
        "moment",
        "clock",
        "iso",
        "from_iso",
        "wan",
        "yuan",
        "size",
        "nested_quotes",
        "lines_beside",
    ):
        env.filters[name] = getattr(written, name)
    return env
