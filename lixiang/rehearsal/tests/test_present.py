"""The demo's packs follow the day: the running batch stands in mid-cycle, the year before it is over by then."""

from datetime import date, timedelta

import pytest

from lixiang.nominations.rules import Quota
from lixiang.projects.rules.kinds import Completion
from lixiang.rehearsal.applications import _due
from lixiang.rehearsal.present import finished_year, pack_of_the_present

DAYS = [date(2026, month, 28) for month in range(1, 13)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_finished_year_was_over_before_the_running_batch_opened(today):
    before, running = finished_year("huainan-2018", today), pack_of_the_present("huainan-2018", today)
    (completion,) = before.of(Completion)

    assert (before.about.year, before.about.code) == (running.about.year - 1, f"huainan-{running.about.year - 1}")
    assert before.about.issued_on < completion.not_after < running.about.issued_on - timedelta(days=90)
    assert {row.minimum for row in before.of(Quota)} == {1} and "2-3个" not in str(before)
    months = [_due(completion.not_after, month, day=28) for month in range(3, 13)]
    assert months == sorted(months) and months[0] > before.about.issued_on + timedelta(days=40)


def test_a_year_that_ends_in_december_has_the_months_of_the_calendar():
    assert [_due(date(2018, 12, 31), month, day=28) for month in (3, 12)] == [date(2018, 3, 28), date(2018, 12, 28)]
