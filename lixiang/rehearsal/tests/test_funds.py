"""Money in the rehearsal meets its rules, the demo shows every state, the invariants find what is spoiled."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet

from lixiang.funds.models import Account, Entry, Line, PaymentOrder, Spending
from lixiang.funds.tests.conftest import active_ones
from lixiang.history.tests.guards import unguarded
from lixiang.programmes.queries import read_pack
from lixiang.programmes.tests.conftest import OTHER_NOTICES
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.funds import rehearse_funds, tell_funds
from lixiang.rehearsal.funds_invariants import CHECKS, money_equals_the_history

pytestmark = pytest.mark.django_db
MET = {
    "not_granted",
    "wrong_amount",
    "tranche_twice",
    "midterm_not_passed",
    "not_in_this_status",
    "own_order",
    "unknown_heading",
    "over_held",
    "bank_reference_used",
    "more_than_there_is",
    "no_document",
    "reversed_before",
}


def broken() -> list[str]:
    return [what for check in CHECKS for what in check()]


def cycle_of(cast, morning, count: int) -> Cycle:
    active_ones(cast, morning, count)
    return Cycle(cast, 1, morning + timedelta(days=1), "演练，非正式文件")


def test_the_rehearsal_pays_every_project_and_runs_into_every_rule(cast, morning):
    cycle = cycle_of(cast, morning, 3)

    rehearse_funds(cycle)

    assert {code for code, _ in cycle.refusals} >= MET
    assert PaymentOrder.objects.filter(status="PAID").count() == 3
    assert set(Spending.objects.values_list("status", flat=True)) == {"ACCEPTED"}
    assert broken() == []


def test_the_demo_shows_every_state_and_keeps_the_laws(cast, morning):
    tell_funds(cycle_of(cast, morning, 7))

    assert set(PaymentOrder.objects.values_list("status", flat=True)) == {"DRAFTED", "AUTHORISED", "PAID"}
    assert set(Spending.objects.values_list("status", flat=True)) == {"RECORDED", "RETURNED", "ACCEPTED"}
    assert Entry.objects.filter(movement="give_back").exists()
    assert broken() == []


def test_each_spoiled_row_is_found(cast, morning):
    rehearse_funds(cycle_of(cast, morning, 1))
    line = Line.objects.filter(account__side="held").first()
    spoil(Line, line.pk, amount=line.amount + 1)
    spoil(Account, Account.objects.first().pk, heading="x")
    PaymentOrder.objects.filter(status="PAID").update(amount=1)

    found = "；".join(broken())

    assert "借贷不平" in found and "不等于支出与结存之和" in found and "与账目不符" in found


def test_amounts_changed_by_hand_in_every_table_alike_differ_from_the_history(cast, morning):
    """Balanced, and the same in the order as in the ledger: only the chain of hashes still knows."""
    rehearse_funds(cycle_of(cast, morning, 1))
    order = PaymentOrder.objects.filter(status="PAID").first()
    for line in order.entry.lines.all():
        spoil(Line, line.pk, amount=line.amount // order.amount)
    PaymentOrder.objects.filter(pk=order.pk).update(amount=1)
    spending = Spending.objects.first()
    Spending.objects.filter(pk=spending.pk).update(amount=spending.amount + 1)

    found = list(money_equals_the_history())

    assert found == [f"拨付单{order.pk}的金额与办理轨迹不符", f"支出{spending.pk}的金额与办理轨迹不符"]


def spoil(model, pk: int, **values) -> None:
    """Past the guards of the ledger, as only who owns the database could."""
    with unguarded():
        QuerySet(model).filter(pk=pk).update(**values)


@pytest.mark.parametrize("path", OTHER_NOTICES, ids=lambda path: path.stem)
def test_other_notices_are_read_with_their_money(path):
    kinds = {kind for kind, _ in read_pack(path.read_text("utf-8")).settings}

    assert ("funds.grant" in kinds) == (path.stem != "shuji-2024")
