"""Sets the stage of a test run before Django reads its settings: a data folder of its own, PostgreSQL when asked for.

`TEST_DATABASE=postgresql pytest` starts a server of its own and stops it again; workers of pytest-xdist share it.
It listens on no port, and runs as `nobody` where the tests run as root, because PostgreSQL refuses root.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.postgres import Postgres, find_programs


def set_the_stage() -> None:
    """Environment of this process and of the workers it starts; called once, when pytest loads this plugin."""
    if not is_worker:
        for name in [name for name in os.environ if name.startswith("LIXIANG_")]:
            del os.environ[name]  # tests know the defaults only
        os.environ["LIXIANG_TEST_FOLDER"] = make_folder()
        os.environ["PYTHONHASHSEED"] = "0"  # workers must agree on the order in which a set yields test cases
    data = Path(os.environ["LIXIANG_TEST_FOLDER"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    (data / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where none is
    os.environ["LIXIANG_DATA"] = str(data)
    os.environ["LIXIANG_FAST_HASH"] = "yes"
    os.environ["LIXIANG_MODE"] = "test"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in the test's own thread


def make_folder() -> str:
    """In memory where the machine has room: SQLite syncs every commit, which tests need not wait for."""
    memory = Path("/dev/shm")
    is_roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return tempfile.mkdtemp(prefix="lixiang-tests-", dir=memory if is_roomy else None)


is_worker = "PYTEST_XDIST_WORKER" in os.environ
set_the_stage()
server: Postgres | None = None
if os.environ.get("TEST_DATABASE") == "postgresql" and not os.environ.get("DATABASE_URL"):
    server = Postgres(find_programs())
    os.environ["DATABASE_URL"] = server.start()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--touching-database", action="store_true", help="leave out pure tests, and those in a browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A second run on another database repeats what could differ there, and nothing else."""
    if config.getoption("--touching-database"):
        kept = [item for item in items if touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    is_marked = item.get_closest_marker("django_db") is not None
    return "browser" not in fixtures and (is_marked or bool(fixtures & {"db", "transactional_db"}))


def pytest_report_header() -> str:
    return f"database: {'PostgreSQL' if os.environ.get('DATABASE_URL') else 'SQLite'}"


def pytest_unconfigure() -> None:
    if server:
        server.stop()
    if not is_worker:
        shutil.rmtree(os.environ["LIXIANG_TEST_FOLDER"], ignore_errors=True)
