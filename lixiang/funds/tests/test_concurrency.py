"""Two people at once on one project's money: a tranche is ordered and paid once, nothing is booked twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lixiang.approvals.tests.test_concurrency import at_once
from lixiang.funds import actions, queries
from lixiang.funds.models import Entry, PaymentOrder, Spending
from lixiang.funds.rules.ledger import Movement, broken_laws
from lixiang.funds.tests.conftest import active_ones, authorised, ordered, paid, sides_of, spent
from lixiang.history.verify import broken_chains
from lixiang.rehearsal.cast import build_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db, morning):
    """The cast in committed rows, so that several connections see it."""
    return build_cast(morning)


@pytest.fixture
def sides(cast):
    return sides_of(cast)


@pytest.fixture
def granted(cast, sides, morning):
    (project,) = active_ones(cast, morning)
    actions.grant(project, by=sides.clerk, at=morning)
    return project


def test_a_tranche_that_two_order_at_once_is_ordered_once(granted, sides, morning):
    told = at_once(
        lambda: actions.order(granted, tranche="first", by=sides.clerk, at=morning),
        lambda: actions.order(granted, tranche="first", by=sides.head, at=morning),
    )

    assert told.count("tranche_twice") == 1
    assert PaymentOrder.objects.count() == 1


def test_an_order_that_is_paid_twice_at_once_is_paid_once(granted, sides, morning):
    order = authorised(granted, sides, morning)
    words = {"paid_on": morning.date(), "by": sides.finance, "at": morning}

    told = at_once(
        lambda: actions.pay(order, bank_reference="B-1", **words),
        lambda: actions.pay(order, bank_reference="B-2", **words),
    )

    assert told.count("not_in_this_status") == 1
    assert Entry.objects.filter(movement=Movement.PAY).count() == 1
    assert queries.standing_of_project(granted).paid == 1_200_000
    assert list(broken_chains()) == []


def test_paying_and_cancelling_at_once_leaves_one_of_them(granted, sides, morning):
    order = authorised(granted, sides, morning)

    told = at_once(
        lambda: actions.pay(order, bank_reference="B-1", paid_on=morning.date(), by=sides.finance, at=morning),
        lambda: actions.cancel(order, reason="暂缓。", by=sides.head, at=morning),
    )

    order.refresh_from_db()
    assert told.count("not_in_this_status") == 1
    assert queries.standing_of_project(granted).paid == (1_200_000 if order.status == "PAID" else 0)


def test_a_bank_reference_that_two_projects_book_at_once_is_booked_once(cast, sides, morning):
    projects = active_ones(cast, morning, 2)
    for project in projects:
        actions.grant(project, by=sides.clerk, at=morning)
    first, second = (authorised(project, sides, morning) for project in projects)
    words = {"bank_reference": "B-1", "paid_on": morning.date(), "by": sides.finance, "at": morning}

    told = at_once(lambda: actions.pay(first, **words), lambda: actions.pay(second, **words))

    assert told.count("bank_reference_used") == 1
    assert Entry.objects.filter(movement=Movement.PAY).count() == 1


def test_a_spending_sent_twice_at_once_is_recorded_once(granted, sides, morning):
    paid(granted, sides, morning)
    key = uuid4()

    told = at_once(*[lambda: spent(granted, sides, morning, key=key)] * 3)

    assert len(set(told)) == Spending.objects.count() == 1
    assert queries.standing_of_project(granted).spent == 30_000


def test_two_spendings_at_once_never_take_more_than_is_held(granted, sides, morning):
    paid(granted, sides, morning)

    told = at_once(
        lambda: spent(granted, sides, morning, 700_000),
        lambda: spent(granted, sides, morning + timedelta(seconds=1), 700_001),
    )

    assert told.count("over_held") == 1
    assert queries.standing_of_project(granted).held in (500_000, 499_999)
    assert list(broken_laws(queries.balances_of(granted))) == []


def test_cancelling_while_another_orders_leaves_one_living_order_at_most(granted, sides, morning):
    order = ordered(granted, sides, morning)

    at_once(
        lambda: actions.cancel(order, reason="重拟。", by=sides.clerk, at=morning),
        lambda: actions.order(granted, tranche="first", by=sides.head, at=morning),
    )

    assert PaymentOrder.objects.exclude(status="CANCELLED").count() <= 1
