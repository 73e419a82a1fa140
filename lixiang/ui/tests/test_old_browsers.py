"""The sources use nothing that Chromium 86 lacks and that the build cannot rewrite."""

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parent.parent / "assets"
TOO_NEW = {
    ".css": re.compile(r":has\(|:is\(|:where\(|color-mix\(|@container|@layer|aspect-ratio|\b\d(dvh|svh)|oklch\("),
    ".js": re.compile(
        r"\.at\(|structuredClone|\.hasOwn\(|randomUUID|showModal|\.findLast|\.toSorted|replaceChildren\(.*\?\?="
    ),
}


@pytest.mark.parametrize("path", sorted([*ASSETS.rglob("*.css"), *ASSETS.rglob("*.js")]), ids=lambda path: path.name)
def test_a_source_runs_in_the_oldest_browser_of_the_offices(path):
    assert TOO_NEW[path.suffix].findall(path.read_text()) == []


@pytest.mark.parametrize(("suffix", "text"), [(".css", "p:has(a) {}"), (".js", "list.at(-1)")])
def test_what_is_too_new_is_seen(suffix, text):
    assert TOO_NEW[suffix].search(text)
