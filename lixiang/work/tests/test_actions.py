"""A slot runs once, a missed one once later; a failure is tried again; only the holder of a lease counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lixiang.people.models import LogInFailures
from lixiang.work import actions, queries
from lixiang.work.jobs import LeaseLost, Planner, Progress, perform, tidy
from lixiang.work.models import Run
from lixiang.workflow.findings import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("listed")]


def plan(at) -> set[str]:
    return actions.plan(queries.jobs(), by=None, at=at)


def taken(code: str = "note", at=None) -> Run:
    at = at or timezone.now()
    run = actions.start(code, by=None, at=at)
    return actions.take(run.pk, worker="w", by=None, at=at)


def test_a_slot_has_one_run_however_often_and_by_however_many_it_is_planned(noon):
    for _ in range(3):
        assert plan(noon) == {"note", "daily"}
    assert Run.objects.count() == 2


def test_slots_missed_while_all_workers_stood_still_run_once(noon):
    plan(noon)
    Run.objects.update(finished_at=noon)

    plan(noon + timedelta(days=3))

    assert Run.objects.filter(code="daily").count() == 2
    assert Run.objects.filter(code="note").count() == 2


def test_the_next_slot_waits_until_the_run_before_it_is_over(noon):
    plan(noon)

    assert plan(noon + timedelta(days=1)) == set()

    Run.objects.update(finished_at=noon)
    assert plan(noon + timedelta(days=1)) == {"note", "daily"}


def test_a_planner_that_has_seen_its_slots_made_writes_no_more(noon, django_assert_num_queries):
    planner = Planner()
    assert len(planner.round(noon)) == 2

    with django_assert_num_queries(1):
        assert planner.round(noon + timedelta(seconds=1)) == []


def test_an_order_is_given_once_and_again_when_the_queue_has_lost_it(noon, listed):
    run = actions.start("note", by=None, at=noon)

    assert actions.order(by=None, at=noon) == [run.pk]
    assert actions.order(by=None, at=noon + timedelta(seconds=1)) == []
    assert actions.order(by=None, at=noon + timedelta(seconds=listed.LEASE_SECONDS)) == [run.pk]


def test_a_run_of_a_job_that_is_listed_no_more_is_ordered_by_nobody(noon):
    Run.objects.create(code="gone", created_at=noon, due_at=noon)

    assert actions.order(by=None, at=noon) == []
    assert queries.title_of(Run.objects.get()) == "gone"
    with pytest.raises(LookupError):
        actions.start("gone", by=None, at=noon)


def test_a_run_is_taken_by_one_until_its_lease_is_over(noon, listed):
    run = actions.start("note", by=None, at=noon)
    first = actions.take(run.pk, worker="a", by=None, at=noon)

    assert actions.take(run.pk, worker="b", by=None, at=noon + timedelta(seconds=1)) is None
    later = noon + timedelta(seconds=listed.LEASE_SECONDS)
    second = actions.take(run.pk, worker="b", by=None, at=later)

    assert (first.attempts, second.attempts) == (1, 2)
    assert not actions.renew(first, by=None, at=later)
    assert not actions.report(first, done=1, total=2, by=None, at=later)
    assert not actions.fail(first, failure="x", by=None, at=later)
    assert not actions.finish(first, by=None, at=later)
    assert actions.finish(second, message="好", by=None, at=later)
    assert actions.take(run.pk, worker="c", by=None, at=later + timedelta(days=1)) is None


def test_a_job_that_is_tried_once_is_taken_again_when_its_worker_died(noon):
    run = actions.start("once", by=None, at=noon)
    moments = [noon + timedelta(hours=hour) for hour in range(3)]

    taken = [actions.take(run.pk, worker="a", by=None, at=at) for at in moments]

    assert [each and each.attempts for each in taken] == [1, 2, None]
    run.refresh_from_db()
    assert (run.is_failed, run.failure) == (True, actions.LOST)


def test_performing_twice_runs_once():
    run = actions.start("note", by=None, at=timezone.now())

    assert [perform.call(run.pk), perform.call(run.pk)] == ["done", "nothing to do"]
    run.refresh_from_db()
    assert (run.message, run.is_failed, run.lease_until, run.attempts) == ("记下一行", False, None, 1)
    assert LogInFailures.objects.count() == 1


def test_a_failure_is_kept_in_one_line_tried_again_after_a_pause_and_given_up_in_the_end(noon, caplog):
    run = actions.start("stumble", by=None, at=noon)

    assert perform.call(run.pk) == "failed"
    run.refresh_from_db()
    assert (run.failure, run.is_failed, run.finished_at) == ("ValueError：绊倒了", False, None)
    assert timedelta(seconds=29) < run.due_at - run.failed_at <= timedelta(seconds=30)
    assert perform.call(run.pk) == "nothing to do"  # too early

    Run.objects.update(due_at=noon)
    assert perform.call(run.pk) == "failed"
    run.refresh_from_db()
    assert (run.is_failed, run.attempts) == (True, 2)
    assert run.finished_at is not None and "绊倒了" in caplog.text


def test_a_run_whose_workers_die_every_time_is_given_up_at_last(noon):
    run = actions.start("stumble", by=None, at=noon)
    for hours in (0, 1):
        assert actions.take(run.pk, worker="w", by=None, at=noon + timedelta(hours=hours))

    assert actions.take(run.pk, worker="w", by=None, at=noon + timedelta(hours=2)) is None
    run.refresh_from_db()
    assert (run.is_failed, run.failure) == (True, actions.LOST)


def test_a_long_run_tells_how_far_it_is():
    run = actions.start("climb", by=None, at=timezone.now())

    assert perform.call(run.pk) == "done"
    run.refresh_from_db()
    assert (run.done, run.total, run.message) == (20, 20, "到顶")


def test_a_long_run_that_was_taken_over_stops_where_it_stands(noon):
    run = taken("climb", noon)
    actions.take(run.pk, worker="b", by=None, at=noon + timedelta(hours=1))

    with pytest.raises(LeaseLost):
        Progress(run).of(3)


def test_the_same_cannot_be_started_twice_and_another_can(cast, noon):
    actions.start("climb", by=None, at=noon)
    with pytest.raises(Refused, match="正在运行"):
        actions.start("climb", by=None, at=noon)

    assert actions.start("climb", by=None, at=noon, pause=0.1).arguments == {"pause": 0.1}


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, "等待运行"),
        ({"attempts": 1, "lease": 60}, "运行中"),
        ({"attempts": 1, "lease": -1}, "中断，待重新运行"),
        ({"attempts": 1}, "失败，待重试"),
        ({"finished": True}, "完成"),
        ({"finished": True, "is_failed": True}, "失败"),
    ],
)
def test_the_state_of_a_run_is_said_in_words(noon, changed, word):
    lease, finished = changed.pop("lease", None), changed.pop("finished", False)
    run = Run(code="note", created_at=noon, due_at=noon, finished_at=noon if finished else None, **changed)
    run.lease_until = lease and noon + timedelta(seconds=lease)

    assert run.state_at(noon)[0] == word


def test_old_runs_are_dropped_and_failures_stay_longer(noon):
    rows = {"old": {}, "failed": {"failed_at": noon}, "daily": {"code": "daily"}, "fresh": {"finished_at": noon}}
    for changed in rows.values():
        base = {"code": "note", "created_at": noon, "due_at": noon, "finished_at": noon - timedelta(days=2)}
        Run.objects.create(**base | changed)

    assert tidy(noon) == "清理运行记录1条、队列记录0条"
    assert tidy(noon + timedelta(days=99)) == "清理运行记录3条、队列记录0条"


def test_the_product_verifies_its_history_as_a_long_run(cast, settings):
    settings.JOBS = "lixiang.config.stages.JOBS"
    run = actions.start("verify_history", by=None, at=timezone.now())

    assert perform.call(run.pk) == "done"
    run.refresh_from_db()
    assert run.done == run.total > 0 and "全部一致" in run.message
