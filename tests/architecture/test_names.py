"""Names say something, every module says what belongs in it, and nothing is suppressed without a reason."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import PRODUCT, Source, found, modules, pages, product

SAY_NOTHING = {"helper", "util", "utils", "service", "handle", "handler", "process", "processor", "misc"}
SAY_NOTHING_ALONE = {"info", "obj"}
A_MODULE_MAY_NOT_BE = {"common", "manager", "managers"}
A_CLASS_MAY_NOT_BE = {"manager"}  # as an argument it is the managing organisation
SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?P<rest>.*)")
REASON = re.compile(r"^(: ?[A-Z]+\d+(, ?[A-Z]+\d+)*)?\s*[-–(#]\s*\w+|^\[[\w, -]+\]")  # mypy's codes are reasons


def words_of(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")


def says_nothing(name: str) -> bool:
    return name.lower() in SAY_NOTHING_ALONE or bool({word.rstrip("s") for word in words_of(name)} & SAY_NOTHING)


def empty_names(source: Source) -> Iterator[str]:
    """Modules, folders, classes, functions and their arguments."""
    for part in source.path.removesuffix(".py").split("/"):
        if says_nothing(part) or part in A_MODULE_MAY_NOT_BE:
            yield f"{source.path} is named {part}"
    for node in source.nodes(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.arg):
        name = getattr(node, "name", getattr(node, "arg", ""))
        if says_nothing(name) or is_a_manager(node):
            yield source.at(node, f"{name} says nothing")


def is_a_manager(node: ast.AST) -> bool:
    """A manager of rows is called so by Django; no other class may be."""
    if not isinstance(node, ast.ClassDef) or any("Manager" in ast.unparse(base) for base in node.bases):
        return False
    return bool(set(words_of(node.name)) & A_CLASS_MAY_NOT_BE)


def test_every_name_says_something():
    assert found(empty_names, modules()) == []


def test_folders_say_something():
    folders = {folder for page in pages() for folder in page.path.split("/")[:-1]}

    assert [folder for folder in sorted(folders) if says_nothing(folder)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("projects/helpers.py", ""),
        ("utils/dates.py", ""),
        ("projects/actions.py", "def handle_submission(): ..."),
        ("projects/actions.py", "class ProjectService: ..."),
        ("projects/actions.py", "class ProjectManager: ..."),
        ("projects/actions.py", "def start(info): ..."),
    ],
)
def test_a_name_that_says_nothing_is_seen(path, text):
    assert len(list(empty_names(Source(path, text)))) == 1


def missing_sentence(source: Source) -> Iterator[str]:
    if not source.text.strip():
        return
    paragraph = " ".join((ast.get_docstring(source.tree) or "").split("\n\n")[0].split())
    if not paragraph.endswith((".", "?", "。")) or re.search(r"[.。] [A-Z]", paragraph):
        yield f"{source.path} does not open with one sentence that says what belongs in it"


def test_every_module_opens_with_one_sentence():
    assert found(missing_sentence, modules()) == []


@pytest.mark.parametrize("text", ["import os", '"""Two. Sentences."""', '"""No full stop"""'])
def test_a_module_without_its_sentence_is_seen(text):
    assert len(list(missing_sentence(Source("projects/actions.py", text)))) == 1


def bare_suppressions(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        match = SUPPRESSION.search(line)
        if match and not REASON.search(match["rest"]):
            yield f"{source.path}:{number} suppresses without a reason"
        if re.search(r"\b(TODO|FIXME|XXX)\b(?!.*#\d)", line):
            yield f"{source.path}:{number} leaves something to do without an issue"


def test_every_suppression_has_a_reason():
    assert found(bare_suppressions, product()) == []


@pytest.mark.parametrize("line", ["x = 1  # noqa", "x = 1  # noqa: E501", "x = 1  # type: ignore", "# TODO later"])
def test_a_bare_suppression_is_seen(line):
    assert len(list(bare_suppressions(Source("projects/actions.py", line)))) == 1


@pytest.mark.parametrize("line", ["x = 1  # noqa: N818 - a refusal is no error", "x = 1  # noqa: E402 (runs first)"])
def test_a_reason_excuses_a_suppression(line):
    assert list(bare_suppressions(Source("projects/actions.py", line))) == []


def dodged_tests(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.Attribute):
        if node.attr in {"skip", "skipif", "xfail", "importorskip"}:
            yield source.at(node, f"dodges a test by {node.attr}")


def test_no_test_is_skipped():
    assert found(dodged_tests, (source for source in modules() if source.is_test)) == []


def test_a_skipped_test_is_seen():
    assert len(list(dodged_tests(Source("projects/tests/test_rules.py", "@pytest.mark.skip\ndef test(): ...")))) == 1


def test_the_product_is_where_these_tests_look():
    assert len(product()) > 50
    assert (PRODUCT / "workflow" / "moves.py").exists()
