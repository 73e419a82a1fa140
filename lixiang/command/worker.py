"""`lixiang worker`: plans the scheduled jobs and performs what waits in the queue, once or until told to stop."""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

HELP = "运行后台作业：按时的（投递消息、催办等）和有人启动的"
RESTART_AFTER = 1.0  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="把到时间的作业运行完就退出")
    parser.add_argument("--json", action="store_true", help="与--once同用，以JSON输出")
    parser.add_argument("--concurrency", type=int, default=1, metavar="N", help="同时运行几个工作进程（默认1）")
    parser.add_argument("--interval", type=float, default=1.0, metavar="SECONDS", help="空闲时每隔几秒看一次（默认1）")
    parser.add_argument("--queue", action="store_true", help="只运行分布式队列（Redis）中的作业，不下达")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """With --once 1 when a run failed, else 0; without it 0 when told to stop."""
    if arguments.concurrency > 1 and not arguments.once:
        return _look_after(arguments)
    import django

    django.setup()
    if arguments.queue:
        return _work_for_the_queue(arguments)
    return _once(arguments) if arguments.once else _until_stopped(arguments)


def command(*words: str) -> list[str]:
    """How a worker is started beside another program; it stops when that program is gone."""
    return [sys.executable, "-m", "lixiang.command.main", "worker", "--child", *words]


class Hands:
    """One worker: a planner of slots, and the hands of the database queue where that is the queue."""

    def __init__(self) -> None:
        from django_tasks import task_backends
        from django_tasks_db import DatabaseBackend
        from django_tasks_db.management.commands.db_worker import Worker

        from lixiang.work.jobs import Planner, worker_name

        self.planner = Planner()
        words: dict[str, Any] = {"queue_names": ["default"], "excluded_queue_names": [], "backend_name": "default"}
        words |= {"interval": 0, "batch": True, "startup_delay": False, "max_tasks": None, "worker_id": worker_name()}
        self.hands = Worker(**words) if isinstance(task_backends["default"], DatabaseBackend) else None

    def round(self) -> bool:
        """Plan, order, and perform until nothing waits; whether there was anything to do."""
        from django.utils import timezone
        from django_tasks_db.models import DBTaskResult

        ordered = self.planner.round(timezone.now())
        waits = self.hands is not None and DBTaskResult.objects.ready().exists()
        if self.hands is not None and waits:
            self.hands.run()
        return bool(ordered) or waits

    def stop(self) -> None:
        """After the task in hand."""
        if self.hands is not None:
            self.hands.running = False


def _once(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from lixiang.work.models import Run

    begun, hands = timezone.now(), Hands()
    while hands.round():
        pass
    performed = Run.objects.filter(started_at__gte=begun)
    failed = performed.filter(failed_at__gte=begun).count()
    if arguments.json:
        print(json.dumps({"performed": performed.count(), "failed": failed}))
    else:
        print(f"已运行{performed.count()}项作业，失败{failed}项。")
    return 1 if failed else 0


def _until_stopped(arguments: argparse.Namespace) -> int:
    """A database that is away for a while is asked again the next time."""
    from django.db import DatabaseError, close_old_connections

    from lixiang.work.jobs import QueueAway

    stop, hands, parent = threading.Event(), Hands(), os.getppid()

    def stop_soon(*_: Any) -> None:
        stop.set()
        hands.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_soon)
    if not arguments.child:
        print("已就绪，等待作业。", flush=True)
    while not stop.is_set() and not (arguments.child and os.getppid() != parent):
        try:
            close_old_connections()
            if hands.round():
                continue
        except DatabaseError as error:
            print(f"数据库暂不可用，稍后再试：{error}", flush=True)
        except QueueAway as error:
            print(f"队列暂不可用，稍后再试：{error}", flush=True)
        stop.wait(arguments.interval)
    return 0


def _work_for_the_queue(arguments: argparse.Namespace) -> int:
    """Hands for orders that another process gives, here or on another machine; 0 when told to stop.

    Told once, it ends the job in hand first; told twice, it leaves the job, which is taken again by its lease.
    """
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    if not hasattr(settings, "RQ_QUEUES"):
        raise ImproperlyConfigured("--queue 只用于 LIXIANG_TASKS=django_tasks_rq.RQBackend。")
    from redis.exceptions import RedisError

    from lixiang.work.redis_queue import hands

    try:
        worker = hands()
        if arguments.child:
            _end_with(os.getppid())
        else:
            print("已就绪，等待队列中的作业。", flush=True)
        worker.work(logging_level="WARNING")
    except RedisError as error:
        print(f"队列暂不可用：{error}", file=sys.stderr)
        return 1
    return 0


def _end_with(parent: int) -> None:
    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(RESTART_AFTER)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _look_after(arguments: argparse.Namespace) -> int:
    """Keep so many workers alive; one that dies is replaced, and what it had in hand is taken again by its lease."""
    stop, parent = threading.Event(), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    words = command("--interval", str(arguments.interval), *(["--queue"] if arguments.queue else []))
    workers = [subprocess.Popen(words) for _ in range(arguments.concurrency)]
    while not stop.wait(RESTART_AFTER) and not (arguments.child and os.getppid() != parent):
        workers = [each if each.poll() is None else subprocess.Popen(words) for each in workers]
    for each in workers:
        each.terminate()
    for each in workers:
        each.wait()
    return 0
