"""Grants, payment orders and money that moves back: effects, history, and refusals that change nothing."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from lixiang.agreements.tests.conftest import approved_ones
from lixiang.funds import actions, queries
from lixiang.funds.actions.ledger import book
from lixiang.funds.models import Account, BudgetLine, Entry, Grant, Line, PaymentOrder
from lixiang.funds.rules.ledger import Movement, broken_laws, granting
from lixiang.funds.rules.payments import TrancheFacts
from lixiang.funds.tests.conftest import DAY, WAN, authorised, ordered, paid, spent
from lixiang.history.models import Event
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db


def refused(verb, *things, **words) -> list[str]:
    """The codes of what stands in the way; nothing was booked by it."""
    before = (Entry.objects.count(), Line.objects.count(), Event.objects.count(), PaymentOrder.objects.count())
    with pytest.raises(Refused) as refusal:
        verb(*things, **words)
    after = (Entry.objects.count(), Line.objects.count(), Event.objects.count(), PaymentOrder.objects.count())
    assert after == before
    return [finding.code for finding in refusal.value.findings]


def without(kind: str, project: Project) -> Project:
    """The project under a version that lacks every row of a kind."""
    Setting.objects.filter(kind=kind).delete()
    type(project.version).objects.update(pack_hash=unread())
    return Project.objects.get(pk=project.pk)


# --- grants ----------------------------------------------------------------------------------------------------------
def test_a_grant_is_what_the_row_says_with_its_clause_and_is_booked(active, sides, morning):
    granted = actions.grant(active, by=sides.clerk, at=morning)

    assert (granted.amount, granted.clause) == (2 * WAN, "二.4f")
    now = queries.standing_of_project(active)
    assert (now.granted, now.payable, now.paid) == (2 * WAN, 2 * WAN, 0)
    event = Event.objects.get(subject_kind="grant", verb="grant")
    assert event.detail["amount"] == 2 * WAN and event.programme_id == active.programme_id


def test_the_same_grant_again_changes_nothing(granted, sides, morning):
    assert actions.grant(granted, by=sides.head, at=morning + DAY).granted_at == morning
    assert Event.objects.filter(verb="grant").count() == Entry.objects.count() == 1


def test_another_grant_reverses_the_earlier_entry_and_says_why(granted, sides, morning):
    words = {"amount": WAN, "by": sides.clerk, "at": morning}
    assert refused(actions.grant, granted, **words) == ["not_the_set_amount", "reason_required"]
    assert refused(actions.grant, granted, **words, reason="厉行节约。") == ["not_the_set_amount"]
    type(granted.version).objects.update(pack_hash=unread())
    Setting.objects.filter(kind="funds.grant").update(strictness="warn")
    soft = Project.objects.get(pk=granted.pk)

    actions.grant(soft, **words, reason="厉行节约。")

    assert queries.standing_of_project(granted).granted == WAN
    assert list(Entry.objects.filter(reverses__isnull=False).values_list("words", flat=True)) == [
        "冲正：核定扶持经费2.00万元（厉行节约。）"
    ]
    assert list(broken_laws(queries.balances_of(granted))) == []


def test_a_grant_needs_an_approved_project_and_a_row(active, sides, morning, cast):
    assert refused(actions.grant, without("funds.grant", active), by=sides.clerk, at=morning) == ["no_grant"]
    Project.objects.filter(pk=active.pk).update(status="LAPSED")


def test_what_was_not_approved_is_granted_nothing(active, sides, morning):
    Project.objects.filter(pk=active.pk).update(status="LAPSED")

    assert refused(actions.grant, active, by=sides.clerk, at=morning) == ["not_approved"]


@pytest.mark.parametrize("amount", [0, -1, 10**14])
def test_a_senseless_grant_is_refused(active, sides, morning, amount):
    assert "wrong_amount" in refused(actions.grant, active, amount=amount, by=sides.clerk, at=morning, reason="试。")


def test_only_the_section_grants(active, sides, morning):
    for by in (sides.leader, sides.finance, sides.nominator, sides.unit, sides.inspector):
        with pytest.raises(PermissionDenied):
            actions.grant(active, by=by, at=morning)


def test_a_budget_is_planned_by_heading_and_kept_in_the_history(granted, sides, morning):
    actions.set_budget(granted, amounts={"material": WAN, "meeting": WAN // 2}, by=sides.unit, at=morning)
    actions.set_budget(granted, amounts={"material": WAN // 2}, by=sides.clerk, at=morning)
    actions.set_budget(granted, amounts={"material": WAN // 2}, by=sides.clerk, at=morning)

    assert dict(BudgetLine.objects.values_list("heading", "amount")) == {"material": WAN // 2, "meeting": WAN // 2}
    assert Event.objects.filter(verb="set_budget").count() == 2


def test_a_budget_beyond_the_grant_or_before_it_is_refused(active, sides, morning):
    words = {"by": sides.unit, "at": morning}
    assert refused(actions.set_budget, active, amounts={"material": 1}, **words) == ["not_granted"]
    actions.grant(active, by=sides.clerk, at=morning)

    assert refused(actions.set_budget, active, amounts={"material": 3 * WAN}, **words) == ["over_heading", "over_grant"]
    assert refused(actions.set_budget, active, amounts={"meeting": WAN}, **words) == ["over_heading"]
    with pytest.raises(PermissionDenied):
        actions.set_budget(active, amounts={"material": 1}, by=sides.finance, at=morning)


# --- payment orders --------------------------------------------------------------------------------------------------
def test_an_order_is_drawn_up_for_what_its_tranche_comes_to(granted, sides, morning):
    order = ordered(granted, sides, morning)

    assert (order.amount, order.title, order.clause, order.status) == (1_200_000, "首期拨付", "二.4f", "DRAFTED")
    assert order.payee_id == granted.implementing_organisation_id
    assert order.due_on.isoformat() == "2018-04-17"  # 15 working days, 清明 and its 调休 in between
    assert Event.objects.get(subject_kind="paymentorder", verb="order").detail["project"] == granted.ref


def test_from_the_order_to_the_bank_the_money_is_booked_once(granted, sides, morning):
    order = authorised(granted, sides, morning)
    words = {"bank_reference": "B-1", "paid_on": morning.date(), "by": sides.finance, "at": morning}

    done = actions.pay(order, **words)

    assert (done.status, done.entry.bank_reference, done.entry.document) == ("PAID", "B-1", order.ref.upper())
    now = queries.standing_of_project(granted)
    assert (now.paid, now.payable, now.held) == (1_200_000, 800_000, 1_200_000)
    assert actions.pay(order, **words) == done
    assert Entry.objects.filter(movement=Movement.PAY).count() == 1


def test_an_agreement_that_is_not_in_force_stands_in_the_way_with_its_clause(cast, sides, morning):
    (project,) = approved_ones(cast, morning)
    actions.grant(project, by=sides.clerk, at=morning)

    with pytest.raises(Refused) as refusal:
        ordered(project, sides, morning)

    assert {(f.code, f.clause) for f in refusal.value.findings} == {
        ("not_followed", "二.4f"),
        ("agreement_not_in_force", "二.4f"),
    }


def test_a_tranche_is_ordered_once_in_its_turn_and_after_its_conditions(granted, sides, morning):
    assert refused(ordered, granted, sides, morning, tranche="second") == [
        "midterm_not_passed",
        "earlier_tranche_first",
    ]
    ordered(granted, sides, morning)

    assert refused(ordered, granted, sides, morning) == ["tranche_twice", "over_grant"]
    assert refused(ordered, granted, sides, morning, tranche="third") == ["no_tranche"]


def test_an_order_beyond_its_tranche_or_to_strangers_is_refused(granted, sides, morning, cast):
    assert refused(ordered, granted, sides, morning, amount=1_200_001) == ["over_tranche"]
    assert refused(ordered, granted, sides, morning, amount=2_000_001) == ["over_grant"]
    assert refused(ordered, granted, sides, morning, payee=cast.nominators[1]) == ["foreign_payee"]
    assert ordered(granted, sides, morning, payee=cast.nominators[0], amount=WAN).amount == WAN


def test_an_order_needs_a_grant(active, sides, morning):
    assert refused(ordered, active, sides, morning) == ["not_granted"]


def test_a_later_tranche_is_paid_once_its_condition_is_met(funded, sides, morning, monkeypatch):
    facts = TrancheFacts(True, morning.date(), midterm_passed_on=morning.date())
    monkeypatch.setattr(queries, "tranche_facts", lambda project: facts)

    order = authorised(funded, sides, morning, tranche="second")
    actions.pay(order, bank_reference="B-2", paid_on=morning.date(), by=sides.finance, at=morning)

    assert queries.standing_of_project(funded).paid == 2 * WAN


def test_nobody_authorises_an_order_of_their_own(granted, sides, morning):
    own = actions.order(granted, tranche="first", by=sides.head, at=morning)

    assert refused(actions.authorise, own, by=sides.head, at=morning) == ["own_order"]
    assert actions.authorise(own, by=sides.leader, at=morning).status == "AUTHORISED"


def test_each_verb_of_an_order_is_kept_to_its_role(granted, sides, morning):
    order = ordered(granted, sides, morning)
    for by in (sides.finance, sides.unit, sides.inspector, sides.nominator_leader):
        with pytest.raises(PermissionDenied):
            actions.authorise(order, by=by, at=morning)
        with pytest.raises(PermissionDenied):
            actions.order(granted, tranche="first", by=by, at=morning)
    actions.authorise(order, by=sides.leader, at=morning)
    for by in (sides.clerk, sides.leader, sides.unit):
        with pytest.raises(PermissionDenied):
            actions.pay(order, bank_reference="x", paid_on=morning.date(), by=by, at=morning)
    with pytest.raises(PermissionDenied):
        actions.cancel(order, reason="试。", by=sides.finance, at=morning)


def test_paying_needs_an_authorised_order_a_reference_and_a_day_that_can_be(granted, sides, morning):
    words = {"by": sides.finance, "at": morning}
    order = ordered(granted, sides, morning)
    assert refused(actions.pay, order, bank_reference="x", paid_on=morning.date(), **words) == ["not_in_this_status"]
    actions.authorise(order, by=sides.head, at=morning)

    assert refused(actions.pay, order, bank_reference=" ", paid_on=morning.date() + DAY, **words) == [
        "no_bank_reference",
        "wrong_day",
    ]
    assert refused(actions.pay, order, bank_reference="x" * 61, paid_on=morning.date() - DAY, **words) == [
        "no_bank_reference",
        "wrong_day",
    ]


def test_a_project_that_stopped_is_not_paid_any_more(granted, sides, morning):
    order = authorised(granted, sides, morning)
    Project.objects.filter(pk=granted.pk).update(status="LAPSED")

    words = {"bank_reference": "x", "paid_on": morning.date(), "by": sides.finance, "at": morning}
    assert refused(actions.pay, order, **words) == ["not_followed"]


def test_a_bank_reference_pays_one_thing_only(funded, sides, morning):
    used = Entry.objects.get(movement=Movement.PAY).bank_reference

    words = {"bank_reference": used, "on": morning.date(), "by": sides.finance, "at": morning}
    assert refused(actions.give_back, funded, amount=100, **words) == ["bank_reference_used"]


def test_a_bank_reference_may_be_given_again_once_its_entry_was_taken_back(funded, sides, morning):
    wrong = give(funded, sides, morning, bank_reference="B-9")
    actions.reverse(wrong, reason="金额有误。", by=sides.finance, at=morning)

    give(funded, sides, morning, bank_reference="B-9", amount=200)

    assert refused(give, funded, sides, morning, bank_reference="B-9") == ["bank_reference_used"]
    assert queries.standing_of_project(funded).returned == 200


def test_what_was_typed_of_an_entry_is_kept_whole_or_refused(funded, sides, morning):
    long = "说" * 1000
    entry = give(funded, sides, morning, words=long)
    assert entry.words == long

    turned = actions.reverse(entry, reason=long, by=sides.finance, at=morning)
    assert turned.words == f"冲正：{long}（{long}）"

    words = {"by": sides.clerk, "at": morning}
    assert refused(actions.book_recovery, funded, 1, "文" * 101, **words) == ["too_long"]
    assert refused(actions.book_recovery, funded, 1, "x", bank_reference="9" * 61, **words) == ["too_long"]


def test_a_cancelled_order_leaves_its_tranche_to_another(granted, sides, morning):
    order = ordered(granted, sides, morning)
    assert refused(actions.cancel, order, reason=" ", by=sides.clerk, at=morning) == ["reason_required"]

    actions.cancel(order, reason="收款单位有误。", by=sides.clerk, at=morning)

    assert ordered(granted, sides, morning).ref == f"{granted.ref}-p2"
    assert queries.standing_of_project(granted).paid == 0


def test_what_the_bank_sent_back_is_reversed_and_can_be_paid_anew(funded, sides, morning):
    order = PaymentOrder.objects.get()
    assert actions.bounce(order, reason="账号有误。", by=sides.finance, at=morning).status == "BOUNCED"

    assert queries.standing_of_project(funded).paid == 0
    paid(funded, sides, morning)
    assert queries.standing_of_project(funded).paid == 1_200_000
    assert list(broken_laws(queries.balances_of(funded))) == []


def test_a_grant_does_not_sink_below_what_is_ordered(funded, sides, morning):
    Setting.objects.filter(kind="funds.grant").update(strictness="warn")
    type(funded.version).objects.update(pack_hash=unread())
    soft = Project.objects.get(pk=funded.pk)

    words = {"amount": WAN, "reason": "调减。", "by": sides.clerk, "at": morning}
    assert refused(actions.grant, soft, **words) == ["under_ordered"]


# --- money that comes back, and matching -----------------------------------------------------------------------------
def give(project, sides, morning, **words):
    defaults = {"amount": 100_000, "bank_reference": uuid4().hex, "on": morning.date()}
    return actions.give_back(project, **defaults | words, by=sides.finance, at=morning)


def test_what_is_left_over_goes_back_once_however_often_it_is_sent(funded, sides, morning):
    key = uuid4()

    assert give(funded, sides, morning, key=key) == give(funded, sides, morning, key=key)

    now = queries.standing_of_project(funded)
    assert (now.returned, now.held) == (100_000, 1_100_000)
    assert Event.objects.get(subject_kind="entry", verb="give_back").detail["yuan"] == "1,000.00"


def test_more_than_is_held_cannot_be_given_back(funded, sides, morning):
    assert refused(give, funded, sides, morning, amount=1_200_001) == ["more_than_there_is"]
    assert refused(give, funded, sides, morning, amount=-1) == ["wrong_amount"]
    with pytest.raises(PermissionDenied):
        actions.give_back(funded, amount=1, bank_reference="x", on=morning.date(), by=sides.unit, at=morning)


def test_without_a_grant_nothing_comes_back(active, sides, morning):
    assert refused(give, active, sides, morning) == ["not_granted"]
    assert refused(actions.book_recovery, active, 1, "x", by=sides.clerk, at=morning) == ["not_granted"]


def test_a_recovery_takes_back_spent_money_too_and_names_its_ground(funded, sides, morning):
    spent(funded, sides, morning, 1_000_000)
    words = {"by": sides.clerk, "at": morning}
    assert refused(actions.book_recovery, funded, 1_200_001, "x", **words) == ["more_than_there_is"]
    assert refused(actions.book_recovery, funded, 100, " ", **words) == ["no_document"]
    assert refused(actions.book_recovery, funded, 100, "x", on=morning.date() + DAY, **words) == ["wrong_day"]
    key = uuid4()

    entry = actions.book_recovery(funded, 1_200_000, "淮组追〔2018〕1号", key=key, **words)

    assert actions.book_recovery(funded, 1_200_000, "淮组追〔2018〕1号", key=key, **words) == entry
    now = queries.standing_of_project(funded)
    assert (now.recovered, now.held, now.kept) == (1_200_000, -1_000_000, 0)
    assert list(broken_laws(queries.balances_of(funded))) == []
    with pytest.raises(PermissionDenied):
        actions.book_recovery(funded, 1, "x", by=sides.unit, at=morning)


def test_matching_is_recorded_where_the_programme_asks_for_it(funded, sides, morning):
    words = {"words": "县财政", "on": morning.date(), "by": sides.unit, "at": morning}
    assert refused(actions.record_matching, funded, amount=100, **words) == ["no_matching"]
    order = Setting.objects.order_by("-order").first()
    Setting.objects.create(
        version=order.version,
        kind="funds.matching",
        parameters={"ratio": 1000, "by": "县委"},
        clause="二.4f",
        strictness="block",
        order=order.order + 1,
    )
    type(funded.version).objects.update(pack_hash=unread())
    funded = Project.objects.get(pk=funded.pk)
    assert queries.matching_in_place_on(funded) is None

    assert refused(actions.record_matching, funded, amount=0, **words | {"words": " "}) == ["wrong_amount", "no_source"]
    tomorrow = words | {"on": morning.date() + DAY}
    assert refused(actions.record_matching, funded, amount=100, **tomorrow) == ["wrong_day"]
    key = uuid4()
    first = actions.record_matching(funded, amount=2 * WAN, key=key, **words)
    assert actions.record_matching(funded, amount=2 * WAN, key=key, **words) == first
    assert queries.standing_of_project(funded).matched == 2 * WAN
    assert queries.matching_in_place_on(funded) == morning.date()
    with pytest.raises(PermissionDenied):
        actions.record_matching(funded, amount=1, **words | {"by": sides.finance})


def test_a_wrong_entry_is_taken_back_once_and_only_by_a_new_one(funded, sides, morning):
    entry = give(funded, sides, morning)
    words = {"by": sides.finance, "at": morning}
    assert refused(actions.reverse, entry, reason=" ", **words) == ["reason_required"]
    with pytest.raises(PermissionDenied):
        actions.reverse(entry, reason="重复登记。", by=sides.clerk, at=morning)

    turned = actions.reverse(entry, reason="重复登记。", **words)

    assert queries.standing_of_project(funded).returned == 0
    assert refused(actions.reverse, entry, reason="再来。", **words) == ["reversed_before"]
    assert refused(actions.reverse, turned, reason="再来。", **words) == ["not_reversible"]
    payment = Entry.objects.get(movement=Movement.PAY)
    assert refused(actions.reverse, payment, reason="试。", **words) == ["not_reversible"]


# --- the ledger itself -----------------------------------------------------------------------------------------------
def test_lines_that_do_not_sum_to_zero_are_never_booked(granted, sides, morning):
    with pytest.raises(ValueError, match="sum to zero"):
        book(granted, Movement.PAY, [(("held", ""), 1)], words="x", by=sides.clerk, at=morning)
    words = {"words": "x", "key": uuid4(), "by": sides.clerk, "at": morning}
    book(granted, Movement.GRANT, granting(1), **words)
    with pytest.raises(IntegrityError):
        book(granted, Movement.GRANT, granting(1), **words)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("model", [Account, Entry, Line])
def test_nothing_in_the_ledger_is_changed_or_deleted(funded, model):
    row = model.objects.first()
    tries = (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(id=9),
        lambda: model.objects.bulk_update([row], ["id"]),
    )

    for verb in tries:
        with pytest.raises(TypeError, match="只增不改"):
            verb()
    assert Grant.objects.count() == 1
