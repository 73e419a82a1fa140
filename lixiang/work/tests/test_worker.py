"""Workers as processes: killed in the middle, several at once, a queue that loses and doubles, and the command."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from lixiang.command.main import main
from lixiang.messaging.tests.test_delivery import database
from lixiang.people.models import LogInFailures
from lixiang.work import actions, queries
from lixiang.work.jobs import perform
from lixiang.work.models import Run
from lixiang.work.tests.jobs import LET_GO, STEPS
from lixiang.work.tests.waiting import wait_for

WORK = """
import sys, django
django.setup()
from django.conf import settings
settings.JOBS = "lixiang.work.tests.jobs.JOBS"
from lixiang.command.main import main
sys.exit(main(["worker", "--interval", "0.05", *sys.argv[1:]]))
"""
LEASE = "1.5"
STARTED: list[subprocess.Popen] = []


@pytest.fixture(autouse=True)
def nobody_left_behind():
    """A test that fails leaves no worker at the database of the next."""
    yield
    while STARTED:
        each = STARTED.pop()
        if each.poll() is None:
            each.terminate()
            each.wait(timeout=30)


def worker(*words: str, lease: str = LEASE, **settings: str) -> subprocess.Popen:
    own = {"LIXIANG_TASKS": "django_tasks_db.DatabaseBackend", "LIXIANG_LEASE_SECONDS": lease, **settings}
    command = [sys.executable, "-c", WORK, *words]
    started = subprocess.Popen(command, env=os.environ | database() | own, stdout=subprocess.PIPE, text=True)
    STARTED.append(started)
    assert started.stdout.readline()  # before it speaks it has no handler, and a signal just ends it
    return started


def steps() -> list[str]:
    return sorted(LogInFailures.objects.filter(username__startswith="step").values_list("username", flat=True))


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_had_in_hand_is_taken_again_and_nothing_is_doubled(listed):
    run = actions.start("climb", by=None, at=timezone.now(), held_after=3)
    connections.close_all()
    victim = worker()
    wait_for(lambda: len(steps()) == 3)

    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert len(steps()) == 3
    assert not Run.objects.get(pk=run.pk).finished_at
    LogInFailures.objects.create(username=LET_GO, last_at=timezone.now())
    successor = worker()
    wait_for(lambda: Run.objects.get(pk=run.pk).finished_at)
    successor.send_signal(signal.SIGTERM)

    assert successor.wait(timeout=120) == 0
    run.refresh_from_db()
    assert (run.attempts, run.done, run.total, run.is_failed) == (2, STEPS, STEPS, False)
    assert len(steps()) == STEPS


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_each_slot_and_each_run_is_performed_by_one(listed):
    at = timezone.now()
    for number in range(12):
        actions.start("climb", by=None, at=at, pause=number / 10_000)
    connections.close_all()
    workers = [worker(lease="60") for _ in range(4)]  # nobody dies here, however busy the machine is
    wait_for(lambda: not Run.objects.filter(finished_at=None).exists() and Run.objects.filter(code="daily").exists())
    for each in workers:
        each.send_signal(signal.SIGTERM)

    assert [each.wait(timeout=120) for each in workers] == [0, 0, 0, 0]
    finished = Run.objects.filter(finished_at__isnull=False)  # a slot may have come since
    assert set(finished.values_list("attempts", flat=True)) == {1}
    notes = LogInFailures.objects.filter(username__startswith="note").count()
    assert notes == finished.filter(code__in=("note", "daily")).count()
    assert Run.objects.filter(code="daily").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_is_replaced_by_the_one_that_looks_after_them(listed, cast):
    connections.close_all()
    looking_after = subprocess.Popen(
        [sys.executable, "-m", "lixiang.command.main", "worker", "--concurrency", "2", "--interval", "0.1"],
        env=os.environ | database() | {"LIXIANG_TASKS": "django_tasks_db.DatabaseBackend"},
    )
    STARTED.append(looking_after)
    wait_for(lambda: len(children(looking_after.pid)) == 2)
    victim, other = children(looking_after.pid)
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: len(set(children(looking_after.pid)) - {victim, other}) == 1)
    wait_for(lambda: Run.objects.filter(code="tell_pending", finished_at__isnull=False).exists())
    looking_after.send_signal(signal.SIGTERM)

    assert looking_after.wait(timeout=120) == 0


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in listed.stdout.split()]


@pytest.mark.django_db
def test_a_queue_that_loses_and_doubles_orders_changes_nothing(listed):
    """Any backend of Django's tasks may carry the orders: the row of the run decides."""
    at = timezone.now() - timedelta(hours=1)
    run = actions.start("note", by=None, at=at)
    assert actions.order(by=None, at=at) == [run.pk]  # lost

    (again,) = actions.order(by=None, at=timezone.now())
    outcomes = [perform.call(again) for _ in range(3)]

    assert outcomes == ["done", "nothing to do", "nothing to do"]
    assert LogInFailures.objects.count() == 1


@pytest.mark.django_db
def test_the_command_runs_what_is_due_and_says_what_it_did(listed, capsys):
    assert main(["worker", "--once", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"performed": 2, "failed": 0}

    actions.start("stumble", by=None, at=timezone.now())
    assert main(["worker", "--once"]) == 1
    assert "失败1项" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_command_works_off_the_queue_in_the_database_too(listed):
    actions.start("climb", by=None, at=timezone.now())
    connections.close_all()

    assert worker("--once").wait(timeout=120) == 0
    assert set(Run.objects.values_list("is_failed", flat=True)) == {False}
    assert len(steps()) == STEPS and queries.failed_runs() == []
