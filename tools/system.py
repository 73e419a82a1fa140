"""What the set-up asks of the machine itself: running programs, and Debian packages where they may be installed."""

from __future__ import annotations  # an older Python must get as far as the line that says it is too old

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

CJK_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
CJK_FONT_WORDS = ("CJK", "SourceHan", "wqy", "Noto*SC", "simsun", "FandolSong")


class Missing(Exception):  # noqa: N818 - what a machine lacks is no error of the program
    """Something the machine lacks and that cannot be brought from here; says what, in one line."""


def say(line: str) -> None:
    print(f"· {line}", file=sys.stderr, flush=True)


def run(*words: str | Path, env: dict[str, str] | None = None) -> None:
    subprocess.run([str(word) for word in words], check=True, env=env, stdin=subprocess.DEVNULL)


@cache
def as_root() -> tuple[str, ...] | None:
    """What must stand before a command that needs root: nothing, sudo without a password, or None when impossible."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and run_quietly("sudo", "-n", "true"):
        return ("sudo", "-n")
    return None


def run_quietly(*words: str | Path, cwd: Path | None = None) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run([str(word) for word in words], check=False, cwd=cwd, env=env, **silent).returncode == 0


def apt_install(*packages: str, why: str) -> None:
    """Raises Missing with the command to type where the package manager may not be used or fails."""
    names = " ".join(packages)
    root = as_root()
    if root is None or not shutil.which("apt-get"):
        raise Missing(f"{why}需要系统软件包 {names}，请以管理员身份安装：apt-get install {names}")
    say(f"安装系统软件包 {names}")
    install = (*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    if not (run_quietly(*install) or (run_quietly(*root, "apt-get", "update", "-qq") and run_quietly(*install))):
        raise Missing(f"系统软件包 {names} 安装失败，请查看：apt-get install {names}")


def apt_download(package: str, members: str, target: Path) -> None:
    """Unpack some files of a Debian package into a folder, installing nothing and needing no root."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise Missing("本机不能使用 apt-get。")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch = ("apt-get", "download", "-qq", package)
        root = as_root()
        fetched = run_quietly(*fetch, cwd=folder) or (
            root is not None and run_quietly(*root, "apt-get", "update", "-qq") and run_quietly(*fetch, cwd=folder)
        )
        if not fetched:
            raise Missing(f"apt-get 取不到 {package}。")
        target.mkdir(parents=True, exist_ok=True)
        unpack = 'dpkg-deb --fsys-tarfile "$1"/*.deb | tar -x -C "$2" --wildcards "$3" --strip-components "$4"'
        run("sh", "-c", unpack, "sh", folder, target, members, str(members.count("/")))


def has_chinese_font() -> bool:
    folders = [Path(folder).expanduser() for folder in CJK_FONT_FOLDERS]
    return any(True for folder in folders for word in CJK_FONT_WORDS for _ in folder.rglob(f"*{word}*"))


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
