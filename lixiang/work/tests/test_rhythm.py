"""When a job is due: the last slot that came, never those missed before it; and how long it waits after failures."""

from datetime import datetime, time, timedelta

import pytest
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from lixiang.config.stages import JOBS
from lixiang.ui.written import SHANGHAI
from lixiang.work.rhythm import START, Job, wait_after

TEN = Job("ten", "十秒", "x.y", every=10)
EIGHT = Job("eight", "八点", "x.y", daily_at=time(8, 0))
MOMENTS = st.integers(0, 10**9).map(lambda seconds: START + timedelta(seconds=seconds))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2018, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_a_daily_job_is_due_at_its_time_in_shanghai():
    assert EIGHT.slot_at(at(26, 7, 59)) == at(25, 8)
    assert EIGHT.slot_at(at(26, 8)) == at(26, 8)
    assert EIGHT.next_after(at(26, 8)) == at(27, 8)


def test_a_job_without_a_rhythm_has_no_slot():
    idle = Job("idle", "按需", "x.y")

    assert (idle.slot_at(at(26, 8)), idle.next_after(at(26, 8)), idle.is_scheduled) == (None, None, False)


@given(MOMENTS, st.sampled_from([TEN, EIGHT]))
def test_the_slot_has_come_the_next_has_not_and_both_stand_still_in_between(moment, job):
    slot, after = job.slot_at(moment), job.next_after(moment)

    assert slot <= moment < after
    assert job.slot_at(slot) == slot
    assert job.slot_at(after - timedelta(microseconds=1)) == slot
    assert job.slot_at(after) == after


def test_two_rhythms_are_refused():
    with pytest.raises(ValueError, match="two rhythms"):
        Job("both", "都要", "x.y", every=1, daily_at=time(8))


@pytest.mark.parametrize(
    ("job", "words"),
    [(TEN, "每10秒"), (Job("a", "a", "x", every=600), "每10分钟"), (EIGHT, "每天08:00"), (Job("b", "b", "x"), "按需")],
)
def test_the_rhythm_is_said_in_words(job, words):
    assert job.words == words


def test_waiting_doubles_with_each_failure_up_to_an_hour():
    assert [wait_after(failures).total_seconds() for failures in (1, 2, 3, 4)] == [30, 60, 120, 240]
    assert wait_after(8) == wait_after(500) == timedelta(hours=1)


def test_every_job_of_the_product_names_a_function_once():
    assert len({job.code for job in JOBS}) == len(JOBS)
    assert all(callable(import_string(job.function)) for job in JOBS)
