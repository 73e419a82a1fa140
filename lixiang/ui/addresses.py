"""Addresses by route name, looked up once per process; a route that no room has is an error, as with reverse()."""

from functools import cache

from django.urls import reverse


def address(name: str, **names: str) -> str:
    """The address of a route. Raises NoReverseMatch; references hold no character to escape."""
    pattern = _pattern(name, tuple(sorted(names)))
    for key, value in names.items():
        pattern = pattern.replace(_mark(key), value)
    return pattern


@cache
def _pattern(name: str, keys: tuple[str, ...]) -> str:
    """Reversing costs ten times what replacing does, and a page has dozens of addresses."""
    return reverse(name, kwargs={key: _mark(key) for key in keys})


def _mark(key: str) -> str:
    return f"--{key}--"
