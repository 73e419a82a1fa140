"""Pages show what they are given: no status is compared, nothing is inline, nothing reaches outside the intranet."""

import re
from collections.abc import Iterator

import jinja2
import pytest
from django.template import engines

from tests.architecture.source import Source, found, pages

STATUS = re.compile(r"\bstatus\b\s*(==|!=|\bin\b|\bnot in\b)")
OUTSIDE = re.compile(r"""(src|href|action|url\(|hx-get|hx-post|import|from|fetch\()[=\s"'(]*(https?:)?//\w""")
INLINE = {
    "an inline style": re.compile(r"""\sstyle\s*=\s*["']|<style\b"""),
    "an inline script": re.compile(r"""<script\b(?![^>]*\bsrc=)(?![^>]*application/json)"""),
    "an inline handler": re.compile(r"""\s(on[a-z]+|hx-on[:a-z-]*)\s*=\s*["']|javascript:"""),
}


CALLOUT = re.compile(r"""ui\.callout\(tone="(?!(?:info|success|warning|error)")""")


def is_template(source: Source) -> bool:
    return source.path.endswith(".html")


def lines(source: Source, pattern: re.Pattern, complaint: str) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if pattern.search(line):
            yield f"{source.path}:{number} {complaint}"


def compared_statuses(source: Source) -> Iterator[str]:
    if is_template(source):
        yield from lines(source, STATUS, "compares a status")


def outside_addresses(source: Source) -> Iterator[str]:
    yield from lines(source, OUTSIDE, "reaches outside")


def inline_parts(source: Source) -> Iterator[str]:
    if is_template(source):
        for complaint, pattern in INLINE.items():
            yield from lines(source, pattern, f"holds {complaint}")


def unknown_tones(source: Source) -> Iterator[str]:
    """A tone without a style looks like no message at all."""
    if is_template(source):
        yield from lines(source, CALLOUT, "has a callout of no known tone")


def test_every_callout_has_a_tone_that_is_drawn():
    assert found(unknown_tones, pages()) == []
    assert list(unknown_tones(Source("x.html", '{{ ui.callout(tone="danger", words="x") }}')))


def test_no_template_compares_a_status():
    assert found(compared_statuses, pages()) == []


def test_no_page_reaches_outside():
    assert found(outside_addresses, pages()) == []


def test_nothing_is_inline():
    assert found(inline_parts, pages()) == []


def unreadable(source: Source) -> Iterator[str]:
    """Jinja2 reads a template only when a page first needs it; here all of them are read."""
    if is_template(source) and "/jinja2/" in source.path:
        try:
            engines["jinja2"].env.compile(source.text)
        except jinja2.TemplateError as broken:
            yield f"{source.path}: {broken}"


def test_every_template_can_be_read():
    assert found(unreadable, pages()) == []


@pytest.mark.parametrize("text", ["{% if x %}", "{{ x|no_such_filter }}", "{% from 'x' %}"])
def test_an_unreadable_template_is_seen(text):
    assert len(list(unreadable(Source("desk/jinja2/desk/show.html", text)))) == 1


@pytest.mark.parametrize("text", ["{% if project.status == 'DRAFT' %}", "{% if status in closed %}"])
def test_a_compared_status_is_seen(text):
    assert len(list(compared_statuses(Source("projects/jinja2/projects/show.html", text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<a href="//example.org">x</a>',
        "@import url(http://example.org/x.css);",
        'import x from "https://cdn.example/x.js";',
    ],
)
def test_an_outside_address_is_seen(text):
    assert len(list(outside_addresses(Source("ui/assets/app.css", text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a onclick="go()">',
        '<a href="javascript:x">',
    ],
)
def test_an_inline_part_is_seen(text):
    assert len(list(inline_parts(Source("projects/jinja2/projects/show.html", text)))) == 1


def test_a_script_file_and_a_block_of_json_are_not_inline():
    text = '<script src="{{ static(\'ui/app.js\') }}"></script>\n<script type="application/json">{}</script>'

    assert list(inline_parts(Source("projects/jinja2/projects/show.html", text))) == []
