"""On which lines of a pack's text its tables stand."""

import re

HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")


def header_lines(text: str) -> dict[str, list[int]]:
    """Table name -> the lines (from 1) of its headers, in order; text inside multi-line strings is passed over."""
    found: dict[str, list[int]] = {}
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not inside and (header := HEADER.match(line)):
            found.setdefault(header[1], []).append(number)
        for mark in ('"""', "'''"):
            if inside in ("", mark) and line.count(mark) % 2:
                inside = "" if inside else mark
    return found


def first_line_of(table: str, text: str) -> int:
    """Where something that was to be a table, and is written otherwise, is first named; 1 where it is missing."""
    name = re.escape(table.rpartition(".")[2])
    named = re.compile(rf"\s*(\[+\s*)?([\w-]+\s*\.\s*)*{name}\b")
    return next((number for number, line in enumerate(text.splitlines(), 1) if named.match(line)), 1)
