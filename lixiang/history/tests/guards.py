"""The guards of tables to which rows are only added, taken off and put on again, as who owns the database could."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def guards() -> dict[str, str]:
    """The triggers of an SQLite database by name, with the statement that makes each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


@contextmanager
def unguarded() -> Iterator[None]:
    """Rows may be changed and deleted meanwhile."""
    found = guards() if connection.vendor == "sqlite" else {}
    _run([f"DROP TRIGGER {name}" for name in found] or ["SET session_replication_role = replica"])
    yield
    _run(found.values() or ["SET session_replication_role = origin"])


def _run(statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
