"""What is told of money: to whoever has the next step, with the amount, the date and the clause."""

from datetime import timedelta

import pytest

from lixiang.funds import actions
from lixiang.funds.tests.conftest import active_ones, authorised, paid, sides_of, spent
from lixiang.history.models import Pending
from lixiang.messaging import actions as messaging
from lixiang.messaging.models import Message
from lixiang.messaging.tests.scene import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(cast):
    return sides_of(cast)


@pytest.fixture
def active(cast, morning):
    (project,) = active_ones(cast, morning)
    Pending.objects.all().delete()
    return project


def delivered(at) -> None:
    while messaging.deliver(by=None, at=at)[0]:
        pass


def test_each_step_of_a_payment_is_told_to_whom_it_concerns(active, sides, morning):
    actions.grant(active, by=sides.clerk, at=morning)
    order = authorised(active, sides, morning)
    actions.pay(order, bank_reference="B-1", paid_on=morning.date(), by=sides.finance, at=morning)
    delivered(morning)

    assert told(sides.unit) == [
        f"“{active}”核定扶持经费2.00万元（通知二.4f）。",
        f"“{active}”首期拨付1.20万元已拨付（通知二.4f）。",
    ]
    assert told(sides.leader) == [f"“{active}”首期拨付1.20万元的拨付单已拟制，请核准（通知二.4f）。"]
    assert told(sides.finance) == [f"“{active}”首期拨付1.20万元已核准，请于2018年4月17日23:59前拨付（通知二.4f）。"]
    urls = set(Message.objects.values_list("url", flat=True))
    assert urls == {f"/projects/{active.ref}/money/", f"/payment-orders/{order.ref}/"}


def test_a_spending_sent_back_a_bounce_and_money_that_moves_back_are_told(active, sides, morning):
    actions.grant(active, by=sides.clerk, at=morning)
    order = paid(active, sides, morning)
    made = spent(active, sides, morning)
    Pending.objects.all().delete()
    actions.send_back(made, reason="票据不清。", by=sides.finance, at=morning)
    words = {"bank_reference": "R-1", "on": morning.date(), "by": sides.finance}
    entry = actions.give_back(active, amount=10_000, at=morning, **words)
    actions.reverse(entry, reason="重复。", by=sides.finance, at=morning)
    actions.book_recovery(active, 10_000, "淮组〔2018〕9号", by=sides.clerk, at=morning)
    actions.bounce(order, reason="账号有误。", by=sides.finance, at=morning + timedelta(hours=1))
    delivered(morning)

    assert told(sides.unit) == [
        f"“{active}”的一笔支出300.00元被退回，请改正后报送（通知二.4f），理由：票据不清。",
        f"“{active}”退回结余100.00元已入账。",
        f"“{active}”的一笔账目已冲正，理由：重复。",
        f"“{active}”追回扶持经费100.00元已入账（通知二.4f）。",
        f"“{active}”首期拨付1.20万元被银行退回，理由：账号有误。",
    ]


def test_an_order_taken_back_after_it_was_authorised_is_told_to_finance(active, sides, morning):
    actions.grant(active, by=sides.clerk, at=morning)
    order = authorised(active, sides, morning)
    actions.cancel(order, reason="重拟。", by=sides.clerk, at=morning)
    delivered(morning)

    assert told(sides.finance)[-1] == f"“{active}”首期拨付的拨付单已撤销，理由：重拟。"
