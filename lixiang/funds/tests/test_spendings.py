"""Spendings: recorded with receipts, checked by finance, corrected and taken back; the ledger follows every move."""

from datetime import date
from random import Random
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from lixiang.files.models import Claim, File
from lixiang.funds import actions, queries
from lixiang.funds.actions import Receipt
from lixiang.funds.models import Entry, Spending
from lixiang.funds.rules.ledger import broken_laws
from lixiang.funds.tests.conftest import DAY, active_ones, paid, receipt, spent, told
from lixiang.funds.tests.test_actions import give, refused
from lixiang.history.models import Event
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db


def test_a_spending_is_booked_with_its_receipt_and_recorded(funded, sides, morning):
    made = spent(funded, sides, morning)

    assert (made.ref, made.status, made.amount) == (f"{funded.ref}-s1", "RECORDED", 30_000)
    now = queries.standing_of_project(funded)
    assert (now.spent_on["material"], now.held) == (30_000, 1_170_000)
    assert Claim.of(made, "receipt").count() == 1
    assert Event.objects.get(subject_kind="spending", verb="record_spending").detail["receipts"] == 1


def test_a_double_click_records_once(funded, sides, morning):
    key = uuid4()

    assert spent(funded, sides, morning, key=key) == spent(funded, sides, morning, key=key)
    assert Spending.objects.count() == 1


def test_finance_sends_it_back_it_is_corrected_and_accepted(funded, sides, morning):
    made = spent(funded, sides, morning)
    back = actions.send_back(made, reason="票据不清。", by=sides.finance, at=morning)
    assert (back.status, back.entry, queries.standing_of_project(funded).spent) == ("RETURNED", None, 0)

    again = actions.hand_in(back, told(25_000), [receipt(9), receipt(9)], by=sides.nominator, at=morning)
    done = actions.accept(again, by=sides.finance, at=morning)

    assert (done.status, done.amount, queries.standing_of_project(funded).spent) == ("ACCEPTED", 25_000, 25_000)
    assert Claim.of(made, "receipt").count() == 2
    assert Entry.objects.filter(movement="spend").count() == 3
    assert list(broken_laws(queries.balances_of(funded))) == []


def test_what_is_taken_back_no_longer_counts(funded, sides, morning):
    made = spent(funded, sides, morning)

    gone = actions.withdraw(made, reason="重复登记。", by=sides.unit, at=morning)

    assert (gone.status, queries.standing_of_project(funded).held) == ("WITHDRAWN", 1_200_000)
    assert refused(actions.hand_in, gone, told(), by=sides.unit, at=morning) == ["not_in_this_status"]


def test_taking_back_what_was_sent_back_moves_no_money_twice(funded, sides, morning):
    made = spent(funded, sides, morning)
    back = actions.send_back(made, reason="票据不清。", by=sides.finance, at=morning)

    actions.withdraw(back, reason="放弃报销。", by=sides.unit, at=morning)

    assert queries.standing_of_project(funded).held == 1_200_000


def record(project, sides, morning, what, receipts=None):
    files = (receipt(),) if receipts is None else receipts
    return actions.record_spending(project, what, files, by=sides.unit, at=morning)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"amount": 1_200_001}, "over_held"),
        ({"amount": 0}, "wrong_amount"),
        ({"heading": "wine"}, "unknown_heading"),
        ({"heading": "meeting", "amount": 600_001}, "over_heading"),
        ({"spent_on": date(2018, 3, 27)}, "in_the_future"),
        ({"words": " "}, "no_words"),
        ({"words": "长" * 201}, "no_words"),
    ],
)
def test_what_a_rule_forbids_is_refused_and_leaves_nothing(funded, sides, morning, changed, code):
    assert code in refused(record, funded, sides, morning, told(**changed))
    assert Spending.objects.count() == Claim.objects.filter(part="receipt").count() == 0


def test_without_a_receipt_a_reason_is_asked_for(funded, sides, morning):
    assert refused(record, funded, sides, morning, told(), ()) == ["no_receipt"]
    assert record(funded, sides, morning, told(reason="村民误工补助，无票据，附签收单。"), ()).reason


def test_the_same_receipt_for_another_spending_is_noticed_within_the_project(funded, sides, morning, cast):
    record(funded, sides, morning, told())

    assert refused(record, funded, sides, morning, told(20_000)) == ["receipt_used"]
    other = active_ones(cast, morning, county=1)[0]
    actions.grant(other, by=sides.clerk, at=morning)
    paid(other, sides, morning)
    by = cast.user("unit_clerk", cast.nominators[1])
    assert actions.record_spending(other, told(), (receipt(),), by=by, at=morning).number == 1
    assert File.objects.filter(claims__part="receipt").distinct().count() == 1


def test_a_file_that_is_no_receipt_is_told_and_too_many_are(funded, sides, morning):
    wrong = Receipt(ContentFile(b"no picture"), "发票.png")

    assert refused(record, funded, sides, morning, told(), (wrong,)) == ["unacceptable_file"]
    assert refused(record, funded, sides, morning, told(), (receipt(),) * 11) == ["too_many_receipts"]


def test_a_budget_warns_and_a_reason_overrides(funded, sides, morning):
    actions.set_budget(funded, amounts={"material": 20_000}, by=sides.unit, at=morning)

    assert refused(record, funded, sides, morning, told()) == ["over_budget"]
    assert record(funded, sides, morning, told(reason="资料涨价。")).status == "RECORDED"


def test_where_the_row_only_warns_money_can_be_advanced_with_a_reason(granted, sides, morning):
    Setting.objects.filter(kind="funds.heading").update(strictness="warn")
    type(granted.version).objects.update(pack_hash=unread())
    soft = Project.objects.get(pk=granted.pk)
    assert refused(record, soft, sides, morning, told()) == ["over_held"]

    record(soft, sides, morning, told(reason="先行垫付。"))

    assert queries.standing_of_project(soft).held == -30_000
    assert list(broken_laws(queries.balances_of(soft))) == []


def test_spending_after_the_deadline_asks_for_a_reason(funded, sides, morning):
    late = morning.replace(year=2019, month=1, day=5)

    what = told(spent_on=late.date())
    assert refused(record, funded, sides, late, what) == ["spent_too_late"]
    assert record(funded, sides, late, told(spent_on=late.date(), reason="年底活动尾款。")).spent_on == late.date()


def test_a_project_that_is_not_followed_spends_nothing(funded, sides, morning):
    made = spent(funded, sides, morning)
    back = actions.send_back(made, reason="票据不清。", by=sides.finance, at=morning)
    Project.objects.filter(pk=funded.pk).update(status="LAPSED")

    assert refused(record, funded, sides, morning, told()) == ["not_followed"]
    assert refused(actions.hand_in, back, told(), by=sides.unit, at=morning) == ["not_followed"]


def test_each_verb_of_a_spending_is_kept_to_its_role(funded, sides, morning):
    made = spent(funded, sides, morning)
    for by in (sides.unit, sides.clerk, sides.leader, sides.inspector):
        with pytest.raises(PermissionDenied):
            actions.accept(made, by=by, at=morning)
        with pytest.raises(PermissionDenied):
            actions.send_back(made, reason="试。", by=by, at=morning)
    for by in (sides.finance, sides.clerk, sides.stranger, sides.nominator_leader):
        with pytest.raises(PermissionDenied):
            actions.record_spending(funded, told(), (receipt(),), by=by, at=morning)
        with pytest.raises(PermissionDenied):
            actions.withdraw(made, reason="试。", by=by, at=morning)
        with pytest.raises(PermissionDenied):
            actions.hand_in(made, told(), by=by, at=morning)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_in_whatever_order_the_laws_hold(funded, sides, morning, seed):
    """Verbs drawn at random; what is refused changes nothing, and the ledger balances after each."""
    rng, spendings = Random(seed), []

    def some():
        return rng.choice(spendings) if spendings else spent(funded, sides, morning, rng.randrange(1, 9) * 7_777)

    verbs = [
        lambda: spendings.append(spent(funded, sides, morning, rng.randrange(1, 70) * 7_777)),
        lambda: actions.accept(Spending.objects.get(pk=some().pk), by=sides.finance, at=morning),
        lambda: actions.send_back(Spending.objects.get(pk=some().pk), reason="查。", by=sides.finance, at=morning),
        lambda: actions.hand_in(some(), told(rng.randrange(1, 99) * 1_111), by=sides.unit, at=morning + DAY),
        lambda: actions.withdraw(some(), reason="撤。", by=sides.unit, at=morning),
        lambda: give(funded, sides, morning, amount=rng.randrange(1, 99) * 9_999),
        lambda: actions.book_recovery(funded, rng.randrange(1, 99) * 3_333, "追回决定", by=sides.clerk, at=morning),
    ]
    done = 0
    for _ in range(25):
        try:
            rng.choice(verbs)()
            done += 1
        except Refused as refused_verb:
            assert refused_verb.findings
        assert list(broken_laws(queries.balances_of(funded))) == []
    counted = sum(s.amount for s in Spending.objects.filter(status__in=("RECORDED", "ACCEPTED")))
    assert counted == queries.standing_of_project(funded).spent
    assert done > 5
