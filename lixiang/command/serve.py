"""`lixiang serve`: brings the database up to date and serves the pages."""

import argparse
import os
import subprocess

HELP = "启动服务"
AT_ONCE = 2  # workers, so that a long run does not hold messages up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="监听端口（默认 8000）")
    parser.add_argument("--workers", type=int, default=2, help="工作进程数（默认 2）")


def run(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    prepare()
    return serve(arguments.host, arguments.port, arguments.workers)


def is_prepared() -> bool:
    """Whether there is a database with tables; a wrong or an untouched data folder has none."""
    from django.db import OperationalError, connection

    try:
        return bool(connection.introspection.table_names())
    except OperationalError:
        return False


def prepare() -> None:
    """The data folder, the folder of static files (empty while the packages' own are served) and the tables."""
    from django.conf import settings
    from django.core.management import call_command

    for folder in (settings.DATA, settings.STATIC_ROOT):
        folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)


def prepare_once() -> None:
    """For commands that fill a new installation before it was ever served."""
    if not is_prepared():
        prepare()


def serve(host: str, port: int, workers: int) -> int:
    """Serve until stopped; background work is done by processes of their own beside the web server."""
    from granian import Granian
    from granian.constants import Interfaces

    from lixiang.command import worker

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lixiang.config.settings")
    beside = subprocess.Popen(worker.command("--concurrency", str(AT_ONCE)))
    try:
        Granian(
            "lixiang.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=1,
            log_level="warning",
        ).serve()
    finally:
        beside.terminate()
        beside.wait()
    return 0
