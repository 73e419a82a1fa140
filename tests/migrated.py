"""The empty database of a test process: migrated once, copied for every process and, on SQLite, kept for later runs."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
MADE_FROM = ("requirements/*.lock", "lixiang/*/migrations/*.py", "lixiang/history/guard.py")


def lay_out(folder: Path) -> None:
    """Put an empty, migrated database where Django will look for the one of this process."""
    with one_at_a_time():
        (_from_a_database if connection.vendor == "postgresql" else _from_a_file)(folder, _key())


def _key() -> str:
    """One hash over all that the migrations are made from: what changed is migrated anew."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """The first process of a run migrates, the others wait for it."""
    with Path(os.environ["LIXIANG_TEST_FOLDER"], "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _from_a_file(folder: Path, key: str) -> None:
    kept = folder / f"{key}.sqlite3"
    target = Path(connection.settings_dict["TEST"]["NAME"])
    if kept.exists():
        shutil.copyfile(kept, target)
        return
    _migrate(str(target))
    for older in folder.glob("*.sqlite3"):
        older.unlink()
    whole = folder / f"{key}.{os.getpid()}"
    shutil.copyfile(target, whole)
    whole.rename(kept)  # a run beside this one finds a whole file or none


def _from_a_database(folder: Path, key: str) -> None:
    """A server of PostgreSQL is thrown away after the run, so that nothing is kept."""
    kept = f"migrated_{key}"
    target = connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [kept])
        is_kept = cursor.fetchone() is not None
        if not is_kept:
            cursor.execute(f'CREATE DATABASE "{kept}"')
    if not is_kept:
        _migrate(kept)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{kept}"')
    connection.close()


def _migrate(name: str) -> None:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()  # SQLite writes what it holds back into the file; PostgreSQL copies what nobody uses
    connection.settings_dict["NAME"] = own
