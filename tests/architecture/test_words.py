"""Every verb that the history records has words for a page: of its table, of a template, or its plain ones."""

import ast
from collections.abc import Iterator

import pytest

from lixiang.desk.queries.trail import tables
from lixiang.desk.rules.deeds import WORDS
from tests.architecture.source import PRODUCT, Source, called, found, literal, product

TEMPLATES = {path.stem for path in (PRODUCT / "desk/jinja2/history").rglob("*.html")}


def verbs_without_words(source: Source) -> Iterator[str]:
    known = TEMPLATES | WORDS.keys() | {row.verb for table in tables().values() for row in table}
    for node in source.nodes(ast.Call):
        verb = literal(node.args[1]) if called(node) == "record" and len(node.args) > 1 else ""
        if verb and verb not in known:
            yield source.at(node, f"records {verb}, which no page can tell")


def test_every_recorded_verb_has_words():
    assert found(verbs_without_words, product()) == []


@pytest.mark.parametrize(("verb", "faults"), [("grant", 0), ("correct_title", 0), ("sell", 1)])
def test_a_verb_without_words_is_seen(verb, faults):
    source = Source("funds/actions/grants.py", f'record(granted, "{verb}", by=by, at=at)')

    assert len(list(verbs_without_words(source))) == faults
