"""Tables to which rows are only added: the database itself refuses to change or to delete one."""

from collections.abc import Callable
from typing import Any

from django.db.migrations import RunPython

VERBS = {"UPDATE": "is_not_changed", "DELETE": "is_not_deleted"}
FUNCTION = """
CREATE OR REPLACE FUNCTION rows_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
ON_POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION rows_are_only_added()"
ON_SQLITE = (
    "CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END"
)


def guard(*tables: str) -> RunPython:
    """The step of a migration that puts guards on; one that later rebuilds a table on SQLite has to do so again."""
    return RunPython(_each(tables, _put_on), _each(tables, _take_off))


def unguard(*tables: str) -> RunPython:
    """The step that takes the guards off before a table is altered; `guard` follows it in the same migration."""
    return RunPython(_each(tables, _take_off), _each(tables, _put_on))


def _each(tables: tuple[str, ...], step: Callable[[Any, str, str, str], None]) -> Callable[[Any, Any], None]:
    def steps(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(FUNCTION, params=None)
        for table in tables:
            for verb, ending in VERBS.items():
                step(schema_editor, f"{table}_{ending}", verb, table)

    return steps


def _put_on(schema_editor: Any, name: str, verb: str, table: str) -> None:
    words = ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE
    schema_editor.execute(words.format(name=name, verb=verb, table=table), params=None)


def _take_off(schema_editor: Any, name: str, verb: str, table: str) -> None:
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {name}{on}", params=None)
