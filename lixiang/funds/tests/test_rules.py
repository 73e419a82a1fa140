"""Amounts as people type them, what settings say, and the laws of the ledger."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.funds.rules import kinds, ledger, payments, spendings
from lixiang.funds.rules.amounts import LARGEST, NoAmount, fen_in, wan_yuan, yuan
from lixiang.funds.rules.ledger import Standing, broken_laws, is_balanced, reversed_of, standing_of
from lixiang.workflow.findings import Strictness

CLAUSE = "二.4f"


def say(target: str, code: str) -> str:
    return {"A": "创新实践（A类）", **kinds.CONDITIONS}.get(code, code)


# --- amounts ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("12.5", "元", 1250),
        ("12.50", "元", 1250),
        ("0.01", "元", 1),
        ("1,234.56", "元", 123456),
        ("2", "万元", 2_000_000),
        ("1.25", "万元", 1_250_000),
        ("3500元", "万元", 350_000),
        ("0.35万元", "元", 350_000),
        ("１２．５０", "元", 1250),
        ("1，234", "元", 123_400),
        (" 7 ", "元", 700),
    ],
)
def test_an_amount_is_read_to_the_fen(text, unit, fen):
    assert fen_in(text, unit) == fen


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请填写数字"),
        ("一百", "请填写数字"),
        ("1e5", "请填写数字"),
        ("12.", "请填写数字"),
        ("1,23", "请填写数字"),
        ("1.2.3", "请填写数字"),
        ("nan", "请填写数字"),
        ("٣", "请填写数字"),
        ("-5", "不能为负数"),
        ("−5", "不能为负数"),
        ("0", "应当大于0"),
        ("0.00", "应当大于0"),
        ("1.234", "最多填写两位小数"),
        ("99999999999999", "不能超过"),
    ],
)
def test_what_is_no_amount_is_told_in_a_sentence(text, words):
    with pytest.raises(NoAmount, match=words):
        fen_in(text)


@given(st.integers(1, LARGEST))
def test_what_is_written_in_yuan_reads_as_it_was(fen):
    assert fen_in(yuan(fen)) == fen
    assert fen_in(wan_yuan(fen)) == fen


def test_amounts_are_shown_without_a_loss():
    assert (wan_yuan(1_250_000), wan_yuan(1_234_567), yuan(-5)) == ("1.25万元", "12,345.67元", "-0.05")


# --- settings ---------------------------------------------------------------------------------------------------------
GRANT = kinds.GrantAmount(clause=CLAUSE, title="扶持经费", category="A", amount=2_000_000)
FIRST = kinds.Tranche(clause=CLAUSE, code="first", title="首期", share=600, conditions=("agreement_in_force",))
SECOND = kinds.Tranche(clause=CLAUSE, code="second", title="二期", share=400, conditions=("midterm_passed",))
HEADING = kinds.Heading(clause=CLAUSE, code="material", title="资料费")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (GRANT, "扶持经费：创新实践（A类）项目每项2.00万元。"),
        (
            replace(GRANT, category="", amount=0, at_most=500_000),
            "扶持经费：项目由主管单位逐项核定，每项不超过0.50万元。",
        ),
        (replace(FIRST, within_days=15), "首期：责任书已生效后15个工作日内拨付60%的扶持经费。"),
        (kinds.Tranche(clause=CLAUSE, code="x", title="一次", amount=1_000_000), "一次：扶持经费核定后拨付1.00万元。"),
        (replace(HEADING, at_most=125), "扶持经费可以列支资料费，不超过扶持经费的12.5%；支出不得超过已到账经费。"),
        (kinds.Matching(clause=CLAUSE, ratio=1000), "申报单位按不低于扶持经费100%的比例落实配套资金。"),
        (kinds.SpendingDeadline(clause=CLAUSE, spend_by=date(2018, 12, 1)), "扶持经费应于2018年12月1日前使用完毕。"),
        (
            kinds.SpendingDeadline(clause=CLAUSE, days_before_completion=30),
            "扶持经费应于项目完成时间30日前使用完毕。",
        ),
    ],
)
def test_a_setting_says_itself_and_has_no_fault(setting, words):
    assert setting.in_words(say) == words
    assert list(setting.faults()) == []


@pytest.mark.parametrize(
    "setting",
    [
        replace(GRANT, amount=-1),
        replace(GRANT, at_most=1),
        replace(FIRST, share=0),
        replace(FIRST, amount=5),
        replace(FIRST, share=1001),
        replace(FIRST, share=0, amount=-3),
        replace(FIRST, within_days=-1),
        replace(HEADING, at_most=0),
        kinds.Matching(clause=CLAUSE, ratio=0),
        kinds.SpendingDeadline(clause=CLAUSE, days_before_completion=-1),
        kinds.SpendingDeadline(clause=CLAUSE, days_before_completion=1, spend_by=date(2018, 1, 1)),
    ],
)
def test_a_senseless_setting_is_a_fault(setting):
    assert list(setting.faults())


def test_rows_that_do_not_fit_together_are_a_fault():
    assert list(kinds.GrantAmount.faults_between((GRANT, replace(GRANT, title="又一项"))))
    assert list(kinds.Tranche.faults_between((FIRST, replace(SECOND, share=401))))
    assert not list(kinds.Tranche.faults_between((FIRST, SECOND)))


def test_a_row_of_its_category_goes_before_the_one_for_all():
    general = replace(GRANT, category="")

    assert payments.grant_row((general, GRANT), "A") == GRANT
    assert payments.grant_row((general, GRANT), "B") == general
    assert payments.grant_row((GRANT,), "B") is None


# --- tranches --------------------------------------------------------------------------------------------------------
@given(st.integers(1, LARGEST), st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_shares_that_make_up_the_whole_give_every_fen_away(granted, shares):
    *shares, _ = shares if sum(shares) < 1000 else shares[:2]
    rows = [replace(FIRST, code=str(n), share=share) for n, share in enumerate(shares)]
    rows.append(replace(FIRST, code="last", share=1000 - sum(shares)))

    amounts = payments.amounts_of(tuple(rows), granted)

    assert sum(amounts.values()) == granted
    assert min(amounts.values()) >= 0


def test_a_tranche_of_an_amount_comes_to_it_whatever_was_granted():
    rows = (replace(FIRST, share=0, amount=300), replace(SECOND, share=500))

    assert payments.amounts_of(rows, 1000) == {"first": 300, "second": 500}
    assert payments.amounts_of((), 1000) == {}


FACTS = payments.TrancheFacts(True, agreement_in_force_on=date(2018, 4, 27))


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def test_each_condition_that_is_not_met_is_a_finding_with_its_clause():
    everything = replace(SECOND, conditions=tuple(kinds.CONDITIONS))
    nothing = payments.TrancheFacts(False)

    found = payments.blockers_to_payment(payments.OrderFacts(everything), nothing)

    wanted = ["not_followed", "agreement_not_in_force", "midterm_not_passed", "not_accepted", "matching_missing"]
    assert codes(found) == wanted
    assert {finding.clause for finding in found} == {CLAUSE}
    assert "整改单全部销号后视为合格" in found[2].sentence
    assert payments.blockers_to_payment(payments.OrderFacts(FIRST), FACTS) == ()
    assert codes(payments.blockers_to_payment(payments.OrderFacts(None), nothing)) == ["not_followed"]


def test_a_tranche_is_due_so_many_working_days_after_its_last_condition():
    on = date(2018, 4, 1)

    assert payments.due_on(replace(FIRST, within_days=2), FACTS, on) == date(2018, 5, 2)  # 劳动节 and 调休 in between
    assert payments.due_on(replace(FIRST, within_days=2, working_days=False), FACTS, on) == date(2018, 4, 29)
    assert payments.due_on(replace(FIRST, conditions=()), FACTS, on) == date(2018, 4, 2)  # the Monday after
    assert payments.due_on(SECOND, FACTS, on) is None


def ordering(**changed) -> payments.Ordering:
    return replace(payments.Ordering(FIRST, 1_200_000, 2_000_000, 0, 1_200_000), **changed)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, []),
        ({"amount": 1_000_000}, []),
        ({"amount": 1_200_001}, ["over_tranche"]),
        ({"amount": 2_000_001}, ["over_grant"]),
        ({"ordered": 900_000}, ["over_grant"]),
        ({"amount": 0}, ["wrong_amount"]),
        ({"amount": -5}, ["wrong_amount"]),
        ({"taken": frozenset({"first"})}, ["tranche_twice"]),
        ({"tranche": SECOND, "earlier": ("first",)}, ["earlier_tranche_first"]),
        ({"tranche": SECOND, "earlier": ("first",), "taken": frozenset({"first"})}, []),
    ],
)
def test_a_tranche_is_ordered_once_in_its_turn_and_within_the_grant(changed, code):
    assert codes(payments.blockers_to_order(ordering(**changed))) == code


@pytest.mark.parametrize(
    ("row", "amount", "ordered", "found"),
    [
        (GRANT, 2_000_000, 0, []),
        (GRANT, 1_999_999, 0, ["not_the_set_amount"]),
        (GRANT, 0, 0, ["wrong_amount", "not_the_set_amount"]),
        (replace(GRANT, amount=0, at_most=500), 501, 0, ["over_maximum"]),
        (replace(GRANT, amount=0), 500, 501, ["under_ordered"]),
        (replace(GRANT, amount=0), LARGEST + 1, 0, ["wrong_amount"]),
    ],
)
def test_a_grant_keeps_to_its_row_and_to_what_is_ordered(row, amount, ordered, found):
    assert codes(payments.blockers_to_grant(row, amount, ordered)) == found


def test_matching_is_enough_from_its_share_on_or_where_nobody_asks():
    row = kinds.Matching(clause=CLAUSE, ratio=500)

    assert [payments.is_matched(row, 1000, matched) for matched in (499, 500)] == [False, True]
    assert payments.is_matched(None, 1000, 0)


# --- spendings -------------------------------------------------------------------------------------------------------
TODAY = date(2018, 6, 1)
NOW = Standing(granted=2_000_000, paid=1_200_000, held=100_000, spent_on={"material": 50_000})


def spending(**changed) -> spendings.Spent:
    return replace(spendings.Spent(HEADING, 50_000, TODAY, TODAY), **changed)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"amount": 100_000}, []),
        ({"amount": 100_001}, [("over_held", "block")]),
        ({"amount": 100_001, "heading": replace(HEADING, strictness=Strictness.WARN)}, [("over_held", "warn")]),
        ({"heading": replace(HEADING, at_most=49)}, [("over_heading", "block")]),
        ({"budgeted": 99_999}, [("over_budget", "warn")]),
        ({"budgeted": 100_000}, []),
        ({"amount": 0}, [("wrong_amount", "block")]),
        ({"spent_on": date(2018, 6, 2)}, [("in_the_future", "block")]),
        ({"receipts": 0}, [("no_receipt", "warn")]),
        ({"used_receipts": ("发票.png",)}, [("receipt_used", "warn")]),
    ],
)
def test_a_spending_keeps_to_what_is_held_to_its_heading_and_to_its_receipts(changed, found):
    findings = list(spendings.blockers_to_spending(spending(**changed), NOW, None, None))

    assert [(finding.code, finding.strictness) for finding in findings] == found


def test_money_spent_after_its_deadline_is_told_as_the_row_is_strict():
    own = kinds.SpendingDeadline(clause=CLAUSE, spend_by=date(2018, 5, 31), strictness=Strictness.WARN)
    before = kinds.SpendingDeadline(clause=CLAUSE, days_before_completion=10)

    assert codes(spendings.blockers_to_spending(spending(), NOW, own, None)) == ["spent_too_late"]
    assert codes(spendings.blockers_to_spending(spending(), NOW, before, date(2018, 6, 10))) == ["spent_too_late"]
    assert codes(spendings.blockers_to_spending(spending(), NOW, before, date(2018, 6, 11))) == []
    assert codes(spendings.blockers_to_spending(spending(), NOW, before, None)) == []


def test_money_goes_back_only_up_to_what_is_there():
    assert [codes(spendings.blockers_to_return(a, 100, CLAUSE)) for a in (100, 101, 0)] == [
        [],
        ["more_than_there_is"],
        ["wrong_amount"],
    ]


def test_a_budget_names_known_headings_and_stays_within_the_grant():
    meeting = replace(HEADING, code="meeting", at_most=300)

    def found(**amounts):
        return codes(spendings.blockers_to_budget(amounts, (HEADING, meeting), GRANT, 1000))

    assert found(material=700, meeting=300) == []
    assert found(material=800, meeting=300) == ["over_grant"]
    assert found(meeting=301) == ["over_heading"]
    assert found(material=-1) == ["wrong_amount"]
    assert found(wine=1) == ["unknown_heading"]


# --- ledger ----------------------------------------------------------------------------------------------------------
amounts = st.integers(1, LARGEST)
moves = st.one_of(
    st.builds(ledger.granting, amounts),
    st.builds(ledger.paying, amounts),
    st.builds(ledger.spending, st.sampled_from(["material", "meeting"]), amounts),
    st.builds(ledger.giving_back, amounts),
    st.builds(ledger.recovering, amounts),
    st.builds(ledger.matching, amounts),
)


def balances_after(entries) -> dict:
    found: dict = {}
    for postings in entries:
        for key, amount in postings:
            found[key] = found.get(key, 0) + amount
    return found


@given(st.lists(moves, max_size=30))
def test_whatever_is_booked_paid_less_what_came_back_is_spent_and_held(entries):
    assert all(is_balanced(postings) for postings in entries)
    balances = balances_after(entries)
    now = standing_of(balances)

    assert sum(balances.values()) == 0
    assert now.paid - now.returned - now.recovered == now.spent + now.held
    assert now.granted == now.payable + now.paid
    assert set(broken_laws(balances)) <= {"拨付超过核定的扶持经费"}


@given(st.lists(moves, max_size=10), st.data())
def test_an_entry_and_its_reversal_leave_everything_as_it_was(entries, draw):
    if not entries:
        return
    one = draw.draw(st.sampled_from(entries))
    before = {key: amount for key, amount in balances_after(entries).items() if amount}
    after = {key: amount for key, amount in balances_after([*entries, one, reversed_of(one)]).items() if amount}

    assert after == before


@pytest.mark.parametrize(
    "postings",
    [
        (),
        ((("held", ""), 5),),
        ((("held", ""), 5), (("paid", ""), -4)),
        ((("held", ""), 0), (("paid", ""), 0)),
        ((("held", ""), 5), (("held", ""), -5)),
    ],
)
def test_lines_that_do_not_balance_are_seen(postings):
    assert not is_balanced(postings)


def test_every_broken_law_is_named():
    broken = {("granted", ""): -5, ("payable", ""): -1, ("paid", ""): 3, ("held", ""): 1, ("returned", ""): -1}

    assert len(list(broken_laws(broken))) == 5
    assert list(broken_laws({})) == []
