"""What the clock does for reports: makes those that have become due, climbs the overdue ladder."""

from datetime import datetime

from lixiang.delivery.actions import due_reports, ladder
from lixiang.delivery.queries.due_reports import periods_open_in, versions_that_report


def make_due_reports(at: datetime) -> int:
    """Make every report that has opened by `at` and is missing; how many. Idempotent; catches up after a stop."""
    return sum(
        due_reports.make_reports(version, schedule, period, by=None, at=at)
        for version in versions_that_report()
        for schedule, period in periods_open_in(version, at)
    )


def escalate(at: datetime) -> int:
    """Take every rung of the overdue ladder that is due by `at`, each once per report; how many were taken."""
    taken, key = 0, 0
    while True:
        some, following = ladder.escalate_some(by=None, at=at, after=key)
        taken += some
        if following is None:
            return taken
        key = following
