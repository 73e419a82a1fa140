"""`lixiang deliver`: tells people what happened and reminds them of what is due, once or again and again."""

import argparse
import json
import signal
import threading
from dataclasses import asdict

HELP = "投递消息：把新的办理进展和催办告诉有关人员"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--loop", type=float, metavar="SECONDS", default=0, help="每隔若干秒投递一次，直到停止")
    parser.add_argument("--json", action="store_true", help="以JSON输出")


def run(arguments: argparse.Namespace) -> int:
    """0 all told, 1 something could not be told and still waits (the log says what)."""
    import django

    django.setup()
    if arguments.loop:
        return _loop(arguments)
    return _once(arguments)


def _once(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lixiang.messaging.jobs import deliver_pending

    done = deliver_pending(timezone.now())
    if arguments.json:
        print(json.dumps(asdict(done)))
    elif not arguments.loop:
        print(f"已投递{done.told}条进展，新发催办{done.reminded}条，未能投递{done.failed}条。")
    return 1 if done.failed else 0


def _loop(arguments: argparse.Namespace) -> int:
    """Until told to stop; a database that is away for a while is asked again the next time."""
    from django.db import DatabaseError, close_old_connections

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            close_old_connections()
            _once(arguments)
        except DatabaseError as error:
            print(f"数据库暂不可用，稍后再试：{error}", flush=True)
        stop.wait(arguments.loop)
    return 0
