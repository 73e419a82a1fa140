"""`lixiang demo`: a finished year and the notice in mid-cycle with sample organisations, in a folder of its own."""

import argparse
import json
import os
import sys
from pathlib import Path

HELP = "准备示例数据并启动演示"
SHOWN = ("unit_clerk", "nominator", "nominator_leader", "section_clerk", "section_head", "department_leader")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=None, help="演示数据目录（默认为数据目录下的 demo）")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="监听端口（默认 8000）")
    parser.add_argument("--no-serve", action="store_true", help="只准备数据，不启动服务")


def run(arguments: argparse.Namespace) -> int:
    from lixiang.config.environment import data_folder

    folder = (arguments.data or data_folder() / "demo").resolve()
    _own_place(folder)
    import django

    django.setup()
    from lixiang.command.serve import prepare

    prepare()
    if not (folder / "accounts.json").exists() and not _build(folder):
        return 1
    _tell(folder, arguments)
    return 0 if arguments.no_serve else _serve(arguments)


def _serve(arguments: argparse.Namespace) -> int:
    """In a process that has printed nothing yet: Typst keeps threads, and the web server's forks would lack them.

    A fork without them waits for ever at the first PDF.
    """
    words = ("serve", "--host", arguments.host, "--port", str(arguments.port))
    os.execv(sys.executable, [sys.executable, "-m", "lixiang.command.main", *words])


def _own_place(folder: Path) -> None:
    """Fonts and static files stay where the set-up left them; everything else is the demo's own."""
    from lixiang.config.environment import DEFAULTS, data_folder, read

    shared = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        LIXIANG_DATA=str(folder),
        LIXIANG_FONTS=read("LIXIANG_FONTS") or str(shared / "fonts"),
        LIXIANG_STATIC=read("LIXIANG_STATIC") or str(shared / "static"),
        DATABASE_URL="",
        LIXIANG_MODE="demo",
        LIXIANG_MARK="示例，非正式文件",
        LIXIANG_CERTIFICATES="",  # test certificates never lie beside the office's own
        LIXIANG_SIGNER=DEFAULTS["LIXIANG_SIGNER"],
    )


def _build(folder: Path) -> bool:
    """All of the story or nothing: a demo that was cut off half-way is begun again in an empty folder."""
    from django.conf import settings
    from django.utils import timezone

    from lixiang.people.models import Organisation
    from lixiang.rehearsal.demo import build

    if Organisation.objects.exists():
        print(f"{folder} 中的演示数据不完整，请删除该目录后重试。")
        return False
    print("正在准备示例数据，约需一分钟……", flush=True)
    build(timezone.localtime(), folder, mark=settings.MARK)
    return True


def _tell(folder: Path, arguments: argparse.Namespace) -> None:
    rows = json.loads((folder / "accounts.json").read_text("utf-8"))
    print(f"地址：http://{arguments.host}:{arguments.port}/")
    print("账号（密码均为 {}）：".format(rows[0]["password"]))
    for role in SHOWN:
        row = next(each for each in rows if each["role"] == role)
        print(f"  {row['username']:<28}{row['name']}")
    print(f"全部账号见 {folder / 'accounts.json'}", flush=True)
