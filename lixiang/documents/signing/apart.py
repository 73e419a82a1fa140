"""Calls of pyHanko in a thread of their own: each opens an event loop, which a thread that runs one already refuses."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def apart(call: Callable[Given, Answer], *args: Given.args, **words: Given.kwargs) -> Answer:
    """What the call returns or raises; it may touch no database, whose connection belongs to the caller's thread."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(call, *args, **words).result()
