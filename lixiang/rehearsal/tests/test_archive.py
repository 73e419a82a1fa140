"""The archive in the rehearsal: made as a worker makes it, refused where something is lacking."""

import pytest

from lixiang.appraisal.tests.arranging import drop_settings
from lixiang.delivery.tests import underway
from lixiang.outcomes.models import Archive
from lixiang.outcomes.tests.arranging import DECEMBER, concluded
from lixiang.rehearsal.archive import rehearse_archive
from lixiang.rehearsal.archive_invariants import ARCHIVE_CHECKS
from lixiang.rehearsal.cycle import Cycle
from lixiang.work.models import Run

pytestmark = pytest.mark.django_db


def test_concluded_projects_are_packed_and_nothing_is_left_to_a_worker(cast, morning):
    concluded(cast, underway.planned(cast, morning, 1)[0])
    cycle = Cycle(cast, 1, DECEMBER, "")

    rehearse_archive(cycle)

    made = Archive.objects.get()
    assert made.projects == 1 and made.is_finished and not Run.objects.filter(finished_at=None).exists()
    assert {code for code, _ in cycle.refusals} == {"unfinished", "finished"}
    assert [what for check in ARCHIVE_CHECKS for what in check()] == []


def test_without_terms_and_before_anything_has_ended_no_archive_is_begun(cast, morning):
    underway.planned(cast, morning, 1)
    cycle = Cycle(cast, 1, DECEMBER, "")
    rehearse_archive(cycle)
    drop_settings(cast, "outcomes.archive")
    rehearse_archive(cycle)

    assert {code for code, _ in cycle.refusals} == {"nothing_ended", "no_terms"} and not Archive.objects.exists()
