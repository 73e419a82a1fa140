"""`python -m bench [NAME …]`: runs the benches, prints a table, and ends with 1 when a promise is not kept."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from tests.postgres import Postgres, find_programs

NAMES = ("pages", "writes", "clerks", "workbook", "agreements", "reports", "work", "ranking", "ranked", "archive")
ON_POSTGRESQL = {"work"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all when none is named")
    arguments = parser.parse_args()
    chosen = arguments.names or list(NAMES)
    if set(chosen) - set(NAMES):
        parser.error(f"unknown bench: {', '.join(sorted(set(chosen) - set(NAMES)))}")
    if len(chosen) > 1:
        return max(_in_a_process_of_its_own(name) for name in chosen)
    with tempfile.TemporaryDirectory(prefix="lixiang-bench") as folder, _database_for(chosen[0]) as url:
        prepare(Path(folder), url)
        lines = list(import_module(f"bench.{chosen[0]}").run(Path(folder)))
    return 0 if all(line.is_kept for line in lines) else 1


def _in_a_process_of_its_own(name: str) -> int:
    """With a database of its own: no bench finds what another one left, on disk or in memory."""
    return subprocess.run([sys.executable, "-m", "bench", name], check=False).returncode


@contextmanager
def _database_for(name: str) -> Iterator[str]:
    """The address of a server of its own where a bench measures PostgreSQL, else what the environment says."""
    if name not in ON_POSTGRESQL or os.environ.get("BENCH_DATABASE_URL"):
        yield os.environ.get("BENCH_DATABASE_URL", "")
        return
    server = Postgres(find_programs())
    try:
        yield server.start()
    finally:
        server.stop()


def prepare(folder: Path, database_url: str) -> None:
    """A data folder and a database of the bench's own; fonts and built assets as the set-up left them."""
    checkout = Path(__file__).resolve().parents[1]
    os.environ |= {
        "LIXIANG_DATA": str(folder),
        "LIXIANG_FONTS": str(checkout / "var" / "fonts"),
        "LIXIANG_STATIC": os.environ.get("LIXIANG_STATIC", str(checkout / "var" / "static")),
        "LIXIANG_FAST_HASH": "yes",
        "LIXIANG_MODE": "development",
        "LIXIANG_HOSTS": "testserver,localhost,127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": database_url,
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
