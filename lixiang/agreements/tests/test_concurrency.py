"""Two people at once on one agreement: drawn up once, signed once, in force once."""

import pytest

from lixiang.agreements import actions
from lixiang.agreements.models import Agreement
from lixiang.agreements.tests.conftest import approved_ones
from lixiang.agreements.tests.test_actions import attach
from lixiang.approvals.tests.test_concurrency import at_once
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.people.roles import Role
from lixiang.rehearsal.cast import build_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db, morning):
    """The cast in committed rows, so that several connections see it."""
    return build_cast(morning)


def test_an_agreement_that_two_draw_up_at_once_is_one(cast, morning):
    (project,) = approved_ones(cast, morning)
    clerk = cast.user(Role.SECTION_CLERK)

    told = at_once(*[lambda: actions.draw_up(project, by=clerk, at=morning)] * 3)

    assert len(set(told)) == Agreement.objects.count() == 1
    assert Event.objects.filter(verb="draw_up").count() == 1


def test_countersigning_and_returning_at_once_leaves_one_of_them(cast, morning):
    (project,) = approved_ones(cast, morning)
    clerk, head = cast.user(Role.SECTION_CLERK), cast.user(Role.SECTION_HEAD)
    nominator = cast.user(Role.NOMINATOR, project.nominating_organisation)
    agreement = actions.draw_up(project, by=clerk, at=morning)
    attach(agreement, nominator, morning)
    actions.sign(agreement, by=nominator, at=morning)

    told = at_once(
        lambda: actions.countersign(agreement, by=clerk, at=morning),
        lambda: actions.return_scan(agreement, reason="缺页。", by=head, at=morning),
    )

    agreement.refresh_from_db()
    project.refresh_from_db()
    assert told.count("not_in_this_status") == 1
    assert (agreement.status, project.status) in {("IN_FORCE", "ACTIVE"), ("PENDING", "APPROVED")}
    assert list(broken_chains()) == []


def test_a_scan_that_is_sent_twice_at_once_is_one_scan(cast, morning):
    (project,) = approved_ones(cast, morning)
    nominator = cast.user(Role.NOMINATOR, project.nominating_organisation)
    agreement = actions.draw_up(project, by=cast.user(Role.SECTION_CLERK), at=morning)

    told = at_once(*[lambda: attach(agreement, nominator, morning)] * 3)

    assert len(set(told)) == Claim.of(agreement).count() == 1
    assert Event.objects.filter(verb="attach_scan").count() == 1
