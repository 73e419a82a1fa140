"""What the whole house does in one way: how a row is locked, and by which clock an office reads."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Source, called, found, literal, product

THE_CLOCK = "ui/written.py"


def locks_with_key(source: Source) -> Iterator[str]:
    """A lock that also locks the key keeps everybody waiting who only names the row."""
    for node in source.nodes(ast.Call):
        if called(node) == "select_for_update" and "no_key" not in {word.arg for word in node.keywords}:
            yield source.at(node, "locks a row without no_key")


def clocks(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.Call):
        if called(node) == "ZoneInfo" and literal(node.args[0]) == "Asia/Shanghai" and source.path != THE_CLOCK:
            yield source.at(node, "makes a clock of its own")


def test_others_may_name_a_row_while_it_is_locked():
    assert found(locks_with_key, product()) == []


def test_the_clock_of_shanghai_hangs_in_one_place():
    assert found(clocks, product()) == []


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (locks_with_key, "Project.objects.select_for_update().get(pk=1)"),
        (locks_with_key, "Project.objects.select_for_update(of=('self',), skip_locked=True)"),
        (clocks, "CLOCK = ZoneInfo('Asia/Shanghai')"),
    ],
)
def test_another_way_is_seen(check, line):
    assert len(list(check(Source("projects/actions/drafts.py", line)))) == 1
