"""Two people at once at one panel: a task is handed in once, a pair is assigned once, nothing slips past the end."""

from uuid import uuid4

import pytest

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, ScoreSheet
from lixiang.appraisal.tests.arranging import scoring, set_up
from lixiang.approvals.tests.test_concurrency import at_once
from lixiang.history.verify import broken_chains
from lixiang.rehearsal.cast import build_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db, morning):
    """The cast in committed rows, so that several connections see it."""
    return build_cast(morning)


def test_a_sheet_that_two_windows_hand_in_at_once_is_handed_in_once(cast, morning):
    scene = scoring(cast, morning, judges=2, sheets=2, projects=1)
    task, by = scene.task(0, 0), scene.user(0)
    scene.save(task, by)

    told = at_once(
        lambda: actions.hand_in(task, key=uuid4(), by=by, at=morning),
        lambda: actions.hand_in(task, key=uuid4(), by=by, at=morning),
    )

    assert told.count("no_sheet") == 1
    assert ScoreSheet.objects.filter(status="HANDED_IN").count() == 1 and list(broken_chains()) == []


def test_no_sheet_slips_in_after_the_end_of_scoring(cast, morning):
    scene = scoring(cast, morning, judges=2, sheets=2, projects=1)
    task, by = scene.task(0, 0), scene.user(0)
    scene.save(task, by)

    told = at_once(
        lambda: actions.hand_in(task, key=uuid4(), by=by, at=morning),
        lambda: actions.close_scoring(scene.panel, reason="到时。", by=scene.clerk, at=morning),
    )

    sheet = ScoreSheet.objects.get()
    assert scene.again().status == "CLOSED"
    assert (sheet.status == "DRAFT") == ("scoring_closed" in told)


def test_a_pair_that_two_assign_at_once_is_assigned_once(cast, morning):
    scene = set_up(cast, morning, judges=2, sheets=2, projects=1).ask()

    at_once(
        lambda: actions.assign(scene.panel, by=scene.clerk, at=morning),
        lambda: actions.assign(scene.panel, by=scene.clerk, at=morning),
    )

    assert Assignment.objects.filter(judge__isnull=False).count() == 2
