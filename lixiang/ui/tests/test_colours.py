"""Every pair of colours that carries words is readable: 4.5 to 1, and 3 to 1 for what only has a shape."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parent.parent / "assets"
THEME = (ASSETS / "theme.css").read_text()
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", THEME))
STATUSES = re.findall(r"\.status-(\w+) \{ color: ([^;]+); background: ([^;]+);", (ASSETS / "parts.css").read_text())


def resolved(colour: str) -> str:
    name = re.fullmatch(r"var\(--([a-z-]+)\)", colour)
    return COLOURS[name[1]] if name else "#ffffff" if colour == "#fff" else colour


def light(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(resolved(colour)[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def v(name: str) -> str:
    return f"var(--{name})"


WORDS = [
    *(
        (v(ink), v(ground))
        for ink in ("ink", "ink-soft", "blue", "blue-dark")
        for ground in ("page", "paper", "shade", "blue-pale")
    ),
    *((v(tone), v(f"{tone}-pale")) for tone in ("good", "warn", "bad", "closed")),
    *((v(tone), v("paper")) for tone in ("good", "warn", "bad", "closed")),
    (v("on-red"), v("red")),
    (v("on-red"), v("red-dark")),
    (v("paper"), v("blue")),
    ("#6b4d0e", v("gold-pale")),
    ("#68727f", v("paper")),
]


@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_are_readable(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("tone", "ink", "ground"), STATUSES)
def test_a_status_is_readable_and_has_an_icon(tone, ink, ground):
    assert contrast(ink, ground) >= 4.5
    assert f".status-{tone}::before {{ content: url(" in (ASSETS / "parts.css").read_text()


def test_all_seven_tones_are_tried():
    assert {tone for tone, _, _ in STATUSES} == {"neutral", "waiting", "active", "attention", "good", "bad", "closed"}


def test_the_border_of_a_field_can_be_seen():
    assert contrast(v("line-strong"), v("paper")) >= 3


def test_black_on_white_is_twenty_one_to_one():
    assert round(contrast("#000000", "#ffffff"), 1) == 21
