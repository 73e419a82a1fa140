"""Models, verbs and the words in addresses are those of docs/glossary.md."""

import re

from django.apps import apps
from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

from tests.architecture.source import ROOT
from tests.architecture.test_access import EXCUSED, routes

GLOSSARY = ROOT / "docs" / "glossary.md"


def code_names(text: str) -> set[str]:
    """Every word of the column `code` of every table, in lower case."""
    names: set[str] = set()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) > 1:
            names |= set(re.findall(r"[a-z][a-z0-9_]*", cells[1].lower()))
    return names


def forbidden_names(text: str) -> set[str]:
    """The single words of the column `not`."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    return {word.strip().lower() for row in rows if len(row) == 4 for word in row[2].split(",")} - code_names(text)


def unknown(names: set[str], text: str) -> list[str]:
    return sorted(name for name in names if name.lower() not in code_names(text))


def models() -> set[str]:
    ours = (config for config in apps.get_app_configs() if config.name.startswith("lixiang."))
    return {model.__name__ for config in ours for model in config.get_models()}


def verbs() -> set[str]:
    return {row.verb for table in import_string(settings.TABLES).values() for row in table}


def addresses() -> set[str]:
    """The parts of our addresses, without what stands for a value: `hand-in`, `revisions`."""
    ours = (
        address for address, route in routes(get_resolver().url_patterns) if route.callback.__module__ not in EXCUSED
    )
    parts = {part for address in ours for part in re.split(r"[/.]", re.sub(r"<[^>]*>", "", address))}
    return {part.replace("-", "_") for part in parts if part}


def unknown_parts(parts: set[str], text: str) -> list[str]:
    """A part is a name of the glossary, the plural of one, or made of such words."""
    names = code_names(text)
    plurals = {f"{name}s" for name in names} | {f"{name[:-1]}ies" for name in names if name.endswith("y")}
    known = names | plurals
    return sorted(part for part in parts if part not in known and not set(part.split("_")) <= known)


def test_every_model_is_in_the_glossary():
    assert unknown(models(), GLOSSARY.read_text()) == []


def test_every_verb_is_in_the_glossary():
    assert unknown(verbs(), GLOSSARY.read_text()) == []


def test_every_part_of_an_address_is_in_the_glossary():
    assert unknown_parts(addresses(), GLOSSARY.read_text()) == []


def test_no_model_bears_a_name_that_the_glossary_forbids():
    assert {name.lower() for name in models()} & forbidden_names(GLOSSARY.read_text()) == set()


def test_a_name_outside_the_glossary_is_seen():
    text = "| 中文 | code | not | what |\n|---|---|---|---|\n| 项目 | Project | proposal | x |"

    assert unknown({"Project", "Proposal"}, text) == ["Proposal"]
    assert unknown_parts({"projects", "proposals"}, text) == ["proposals"]
    assert "proposal" in forbidden_names(text)
