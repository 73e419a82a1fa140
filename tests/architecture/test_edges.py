"""Views stay thin, the clock is read at the edge, actions name who and when, and nothing happens by signal."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Source, called, found, product

BACK_DOORS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
CLOCKS |= {("time", "time"), ("timezone", "localdate"), ("timezone", "localtime")}
CLOCK_ROOMS = {"command", "rehearsal"}
CLOCK_FLOORS = {"views", "jobs", "middleware"}
PURE = {"workflow/findings.py", "workflow/table.py", "documents/blocks.py"}


def thick_views(source: Source) -> Iterator[str]:
    if source.floor == "views":
        yield from (source.at(node, f"reaches objects by .{node.attr}") for node in back_doors(source))
        yield from (source.at(node, f"calls {called(node)}") for node in forbidden_calls(source))
        yield from (source.at(node, "branches on a status") for node in status_questions(source))


def back_doors(source: Source) -> Iterator[ast.Attribute]:
    return (node for node in source.nodes(ast.Attribute) if node.attr in BACK_DOORS)


def forbidden_calls(source: Source) -> Iterator[ast.Call]:
    for node in source.nodes(ast.Call):
        writes = called(node) in WRITES and isinstance(node.func, ast.Attribute)
        if called(node) in SHORTCUTS or (writes and "session" not in ast.unparse(node.func)):
            yield node


def status_questions(source: Source) -> Iterator[ast.Compare]:
    for node in source.nodes(ast.Compare):
        if any(isinstance(side, ast.Attribute) and side.attr == "status" for side in (node.left, *node.comparators)):
            yield node


def test_views_reach_objects_through_access_and_leave_writing_to_actions():
    assert found(thick_views, product()) == []


@pytest.mark.parametrize(
    "line",
    [
        "Project.objects.all()",
        "Project._default_manager.all()",
        "get_object_or_404(Project, pk=1)",
        "project.save()",
        "if project.status == 'DRAFT': ...",
        "if project.status in closed: ...",
    ],
)
def test_a_thick_view_is_seen(line):
    assert len(list(thick_views(Source("projects/views.py", line)))) == 1
    assert list(thick_views(Source("projects/queries.py", line))) == []


def clock_readings(source: Source) -> Iterator[str]:
    if source.room in CLOCK_ROOMS or source.floor in CLOCK_FLOORS:
        return
    for node in source.nodes(ast.Attribute):
        owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
        if (owner, node.attr) in CLOCKS and not _converts(source, node):
            yield source.at(node, f"reads the clock by {owner}.{node.attr}")
    for node in source.nodes(ast.keyword):
        if node.arg in {"auto_now", "auto_now_add"}:
            yield source.at(node.value, f"reads the clock by {node.arg}")


def _converts(source: Source, clock: ast.Attribute) -> bool:
    """`timezone.localtime(at)` only converts; without an argument it reads the clock."""
    calls = (node for node in source.nodes(ast.Call) if node.func is clock)
    return clock.attr in {"localtime", "localdate"} and any(call.args for call in calls)


def test_the_clock_is_read_at_the_edge_alone():
    assert found(clock_readings, product()) == []


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "field = DateTimeField(default=timezone.now)",
        "datetime.datetime.now()",
        "date.today()",
        "timezone.localdate()",
        "field = DateTimeField(auto_now_add=True)",
    ],
)
def test_reading_the_clock_elsewhere_is_seen(line):
    assert len(list(clock_readings(Source("projects/actions.py", line)))) == 1
    assert list(clock_readings(Source("projects/views.py", line))) == []


def test_converting_a_moment_reads_no_clock():
    assert list(clock_readings(Source("projects/queries.py", "timezone.localtime(at)"))) == []


def decorates_verbs(node: ast.FunctionDef) -> bool:
    names = [
        ast.unparse(each) for each in (*(argument.annotation for argument in node.args.args), node.returns) if each
    ]
    return names == ["Verb", "Verb"]


def nameless_actions(source: Source) -> Iterator[str]:
    """A public function of `actions` says who and when by keyword; nobody takes either by position.

    What decorates verbs (takes one and returns a `Verb`) is none itself: those it decorates are looked at.
    """
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef) and not decorates_verbs(node):
            lacking = {"by", "at"} - {argument.arg for argument in node.args.kwonlyargs}
            if source.floor == "actions" and not node.name.startswith("_") and lacking:
                yield source.at(node, f"{node.name} lacks keyword-only {' and '.join(sorted(lacking))}")


def test_every_action_says_who_and_when():
    assert found(nameless_actions, product()) == []


HEADS = (
    "def start(project)",
    "def start(project, by, at)",
    "def start(project, *, by)",
    "def start(project: Project) -> Verb",
    "def lights(verb: Verb, colour: str) -> Verb",
)


@pytest.mark.parametrize("head", HEADS)
def test_an_action_without_who_and_when_is_seen(head):
    assert len(list(nameless_actions(Source("projects/actions.py", f"{head}: ...")))) == 1


def signals(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.ImportFrom):
        if node.module in {"django.dispatch", "django.db.models.signals", "django.core.signals"}:
            yield source.at(node, f"uses {node.module}")
    for node in source.nodes(ast.FunctionDef):
        if any("receiver" in ast.unparse(decorator) for decorator in node.decorator_list):
            yield source.at(node, "is called by a signal")


def test_nothing_happens_by_signal():
    assert found(signals, product()) == []


@pytest.mark.parametrize("text", ["from django.dispatch import Signal", "@receiver(post_save)\ndef told(): ..."])
def test_a_signal_is_seen(text):
    assert len(list(signals(Source("projects/actions.py", text)))) == 1


def impure(source: Source) -> Iterator[str]:
    """Direct imports only; the import contract follows the indirect ones."""
    if source.floor != "rules" and source.path not in PURE:
        return
    for node in source.nodes(ast.Import, ast.ImportFrom):
        imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        for name in imported:
            if name.split(".")[0] == "django" or name.endswith(".models"):
                yield source.at(node, f"imports {name}")


def test_rules_are_pure():
    assert found(impure, product()) == []


@pytest.mark.parametrize(
    "line", ["import django.db", "from django.db.models import Q", "from lixiang.people.models import User"]
)
def test_an_impure_rule_is_seen(line):
    assert len(list(impure(Source("projects/rules/quota.py", line)))) == 1
