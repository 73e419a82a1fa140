"""A status is written by a move alone, and a verb that needs another stage's facts is named by that stage alone."""

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from tests.architecture.source import Source, called, found, literal, product

THE_WRITER = "workflow/moves.py"
WRITING_CALLS = {"update", "create", "get_or_create", "update_or_create", "acreate", "aupdate"}


def status_writes(source: Source) -> Iterator[str]:
    if source.path == THE_WRITER:
        return
    for node in source.nodes(ast.Attribute):
        if node.attr == "status" and isinstance(node.ctx, ast.Store | ast.Del):
            yield source.at(node, "assigns a status")
    for node in source.nodes(ast.Call):
        if _writes_status(node):
            yield source.at(node, f"writes a status through {called(node)}()")


def _writes_status(call: ast.Call) -> bool:
    keywords = {keyword.arg for keyword in call.keywords} | _unpacked(call)
    if called(call) == "setattr":
        return len(call.args) > 1 and literal(call.args[1]) == "status"
    if called(call) == "bulk_update":
        return any(literal(node) == "status" for argument in call.args[1:] for node in ast.walk(argument))
    if called(call) in WRITING_CALLS:
        defaults = [word.value for word in call.keywords if word.arg in {"defaults", "create_defaults"}]
        return "status" in keywords or any(literal(node) == "status" for value in defaults for node in ast.walk(value))
    return called(call) in models_with_a_life() and "status" in keywords


def _unpacked(call: ast.Call) -> set[str]:
    """The keys of a dictionary that is written out and unpacked: update(**{"status": …})."""
    spread = (word.value for word in call.keywords if word.arg is None and isinstance(word.value, ast.Dict))
    return {literal(key) for each in spread for key in each.keys}


def models_with_a_life() -> set[str]:
    return {name.split(".")[1] for name in import_string(settings.TABLES)}


def test_only_a_move_writes_a_status():
    assert found(status_writes, product()) == []


@pytest.mark.parametrize(
    "line",
    [
        "project.status = 'DRAFT'",
        "project.status, project.at = 'DRAFT', at",
        "project.status: str = 'DRAFT'",
        "setattr(project, 'status', 'DRAFT')",
        "Project.objects.filter(pk=1).update(status='DRAFT')",
        "Project.objects.create(status='DRAFT')",
        "Project.objects.filter(pk=1).update(**{'status': 'DRAFT'})",
        "Project.objects.update_or_create(pk=1, defaults={'status': 'DRAFT'})",
        "Project.objects.bulk_update(projects, ['status'])",
        "Project.objects.bulk_create([Project(status='DRAFT')])",
    ],
)
def test_each_way_of_writing_a_status_is_seen(line):
    assert len(list(status_writes(Source("projects/actions.py", line)))) == 1


def test_reading_a_status_and_answering_with_an_http_status_are_no_writes():
    text = "Project.objects.filter(status='DRAFT')\npage(request, 'x', {}, status=422)\nstatus = project.status"

    assert list(status_writes(Source("projects/actions.py", text))) == []


def owners() -> dict[str, set[str]]:
    """Verb with declared facts -> the stages that hold such facts."""
    rows = [row for table in import_string(settings.TABLES).values() for row in table]
    return {row.verb: {other.stage for other in rows if other.verb == row.verb} for row in rows if row.needs}


def foreign_verbs(source: Source, owned: dict[str, set[str]]) -> Iterator[str]:
    if source.floor not in {"actions", "views", "jobs"}:
        return
    for node in source.nodes(ast.Constant):
        stages = owned.get(literal(node))
        if stages and source.room not in stages:
            yield source.at(node, f"names the verb {node.value}, which belongs to {', '.join(sorted(stages))}")


def test_only_the_owning_stage_names_a_verb_that_needs_its_facts():
    assert found(lambda source: foreign_verbs(source, owners()), product()) == []


def test_another_stage_naming_such_a_verb_is_seen():
    source = Source("projects/actions.py", "move(project, 'start', by=by, at=at)")

    assert len(list(foreign_verbs(source, {"start": {"agreements"}}))) == 1


def test_every_row_says_which_stage_owns_its_verb():
    tables = import_string(settings.TABLES)

    assert [f"{name}.{row.verb}" for name, table in tables.items() for row in table if not row.stage] == []
