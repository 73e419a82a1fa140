"""What each side sees and does with the money of one project; strangers learn nothing."""

import re
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from lixiang.funds import actions, queries
from lixiang.funds.models import Entry, PaymentOrder, Spending
from lixiang.funds.tests.conftest import WAN, active_ones, authorised, ordered, paid, receipt, spent
from lixiang.projects.models import Project

pytestmark = pytest.mark.django_db
STRANGERS = ["nominator.county-2", "unit_clerk.county-2", "judge", "discipline", "system_admin"]


def words(answer) -> str:
    return answer.content.decode()


def place(project, verb: str = "") -> str:
    return f"/projects/{project.ref}/money/{verb and verb + '/'}"


def picture():
    upload, name = receipt(7)
    return ContentFile(upload.read(), name=name)


def spending_form(**changed) -> dict:
    today = timezone.localdate().isoformat()
    given = {"heading": "material", "amount": "320.50", "spent_on": today, "words": "购书", "receipts": picture()}
    # The cast lives in 2018, and its money was to be spent by the end of that year.
    return given | {"key": str(uuid4()), "reason": "年底活动尾款。"} | changed


def test_from_the_grant_to_the_checked_spending_each_finds_the_next_step(client_of, active):
    section, head, finance, unit = (
        client_of(who) for who in ("section_clerk", "section_head", "finance", "unit_clerk.county-1")
    )
    at = place(active)

    assert "尚未核定扶持经费" in words(unit.get(at)) and f"{at}grant/" not in words(unit.get(at))
    assert 'value="2.00"' in words(section.get(f"{at}grant/"))
    assert section.post(f"{at}grant/", {"amount": "２．００"}).url == at
    assert f"{at}order/first/" in words(section.get(at))
    order = section.post(f"{at}order/first/", {"amount": "1.20", "payee": active.implementing_organisation_id}).url
    assert "待核准" in words(section.get(order)) and client_of("unit_clerk.county-1").get(order).status_code == 404
    assert f"{order}authorise/" in words(head.get(order))
    assert head.post(f"{order}authorise/").url == order
    assert "待拨付合计12,000.00元" in words(finance.get("/payment-orders/?shown=to_pay"))
    assert "确认已拨付" in words(finance.get(order)) and "确认已拨付" not in words(head.get(order))
    today = timezone.localdate().isoformat()
    assert finance.post(f"{order}pay/", {"bank_reference": "B-77", "paid_on": today}).url == order
    assert "B-77" in words(unit.get(order)) and "已拨付" in words(unit.get(at))
    assert unit.post(f"{at}record-spending/", spending_form()).url == at
    one = f"/spendings/{active.ref}-s1/"
    assert "320.50" in words(finance.get("/spendings/?shown=RECORDED")) and f"{one}accept/" in words(finance.get(one))
    assert finance.post(f"{one}send-back/", {"reason": "票据不清。"}).url == one
    assert "票据不清。" in words(unit.get(one)) and "改正后报送" in words(unit.get(one))
    assert unit.post(f"{one}hand-in/", spending_form(amount="300")).url == one
    assert finance.post(f"{one}accept/").url == one
    assert "已审核" in words(unit.get(one)) and "300.00" in words(unit.get(at))


def test_a_refused_form_keeps_what_was_typed_and_names_the_clause(client_of, funded):
    unit = client_of("unit_clerk.county-1")

    for changed, told_words in (
        ({"amount": "99999"}, "二.4f"),
        ({"amount": "一百"}, "请填写数字"),
        ({"reason": ""}, "二.4d"),
        ({"heading": "wine"}, "选择"),
    ):
        answer = unit.post(place(funded, "record-spending"), spending_form(**changed))
        assert answer.status_code == 422 and told_words in words(answer) and "购书" in words(answer)
    assert Spending.objects.count() == 0


def test_a_second_click_on_the_same_page_records_once(client_of, funded):
    unit, form = client_of("unit_clerk.county-1"), spending_form()

    for _ in range(2):
        answer = unit.post(place(funded, "record-spending"), form | {"receipts": picture()})
        assert answer.status_code == 302, re.findall("callout-title.*?</div>", words(answer), re.S)
    assert Spending.objects.count() == 1


def test_each_form_books_what_it_says(client_of, funded):
    finance, unit, section = (client_of(who) for who in ("finance", "unit_clerk.county-1", "section_clerk"))
    today, at = timezone.localdate().isoformat(), place(funded)

    assert unit.post(f"{at}set-budget/", {"material": "0.5", "meeting": "0", "training": ""}).url == at
    assert queries.budget_of(funded)["material"] == WAN // 2
    given = {"amount": "100", "bank_reference": "R-1", "on": today, "key": str(uuid4())}
    assert finance.post(f"{at}give-back/", given).url == at
    recovered = {"amount": "50", "document": "淮组〔2018〕9号", "on": today, "key": str(uuid4())}
    assert section.post(f"{at}recover/", recovered).url == at
    now = queries.standing_of_project(funded)
    assert (now.returned, now.recovered) == (10_000, 5_000)
    entry = Entry.objects.get(movement="give_back")
    assert f"{at}entries/{entry.pk}/reverse/" in words(finance.get(at)) and "冲正</summary>" not in words(unit.get(at))
    assert finance.post(f"{at}entries/{entry.pk}/reverse/", {"reason": "重复。"}).url == at
    assert finance.post(f"{at}entries/{entry.pk + 99}/reverse/", {"reason": "重复。"}).status_code == 404
    for verb, form in (
        ("give-back", {}),
        ("recover", {}),
        ("match", {}),
        ("grant", {"amount": "-1"}),
        ("set-budget", {"material": "9"}),
    ):
        who = {"give-back": finance, "match": unit, "set-budget": unit}.get(verb, section)
        assert who.post(f"{at}{verb}/", form or {"amount": "x"}).status_code == 422
    assert section.get(f"{at}order/third/").status_code == 404


def test_matching_that_nobody_asked_for_is_told_so(client_of, funded):
    form = {"amount": "5", "words": "县财政", "on": timezone.localdate().isoformat(), "key": str(uuid4())}

    answer = client_of("unit_clerk.county-1").post(place(funded, "match"), form)

    assert answer.status_code == 422 and "没有要求配套资金" in words(answer)


@pytest.mark.parametrize(
    ("who", "verbs"),
    [
        ("unit_clerk.county-1", ["grant", "give-back", "recover", "order/first"]),
        ("finance", ["grant", "record-spending", "match", "set-budget", "order/first"]),
        ("inspector", ["grant", "record-spending", "give-back", "recover", "set-budget"]),
        ("section_clerk", ["record-spending", "match", "give-back"]),
        ("department_leader", ["grant", "order/first", "recover"]),
    ],
)
def test_who_sees_the_money_and_may_not_is_kept_out_of_its_verbs(client_of, funded, who, verbs):
    client = client_of(who)

    assert client.get(place(funded)).status_code == 200
    for verb in verbs:
        assert client.get(place(funded, verb)).status_code == 403


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_nothing(client_of, funded, sides, morning, who):
    made = spent(funded, sides, morning)
    (order,) = PaymentOrder.objects.all()
    client = client_of(who)
    claim = queries.receipts_of(made)[0]

    for verb in ("", "pdf", "docx", "grant", "set-budget", "order/first", "record-spending", "give-back", "recover"):
        assert client.get(place(funded, verb)).status_code == 404
    for url in (
        f"/payment-orders/{order.ref}/",
        f"/spendings/{made.ref}/",
        f"/spendings/{made.ref}/receipts/{claim.pk}/",
    ):
        assert client.get(url).status_code == 404
    for verb in ("authorise", "pay", "cancel", "bounce"):
        assert client.post(f"/payment-orders/{order.ref}/{verb}/").status_code == 404
    for verb in ("accept", "send-back", "hand-in", "withdraw"):
        assert client.post(f"/spendings/{made.ref}/{verb}/").status_code == 404
    for url in (
        "/money/",
        "/money/organisations/",
        "/payment-orders/",
        "/spendings/",
        f"/spendings/?project={funded.ref}",
    ):
        page = words(client.get(url))
        assert funded.title not in page and "12,000.00" not in page and "2.00<small>" not in page


def test_a_draft_order_is_the_managing_organisations_alone(client_of, granted, sides, morning):
    order = ordered(granted, sides, morning)

    for who in ("unit_clerk.county-1", "nominator.county-1", "inspector"):
        assert client_of(who).get(f"/payment-orders/{order.ref}/").status_code == 404
        assert "待核准" not in words(client_of(who).get(place(granted)))
        assert order.ref not in words(client_of(who).get("/payment-orders/"))
    for who in ("section_clerk", "department_leader", "finance"):
        assert client_of(who).get(f"/payment-orders/{order.ref}/").status_code == 200


def test_what_stands_in_the_way_of_a_payment_is_on_its_page(client_of, granted, sides, morning):
    order = authorised(granted, sides, morning)
    Project.objects.filter(pk=granted.pk).update(status="APPROVED")

    assert "不在实施中" in words(client_of("section_clerk").get(f"/payment-orders/{order.ref}/"))


def test_a_receipt_is_seen_by_both_sides_and_no_other_number_is(client_of, funded, sides, morning):
    made = spent(funded, sides, morning)
    claim = queries.receipts_of(made)[0]

    for who in ("unit_clerk.county-1", "finance", "inspector"):
        assert client_of(who).get(f"/spendings/{made.ref}/receipts/{claim.pk}/").status_code == 200
        assert client_of(who).get(f"/spendings/{made.ref}/receipts/{claim.pk + 1}/").status_code == 404


def test_cancelling_bouncing_and_withdrawing_go_by_their_pages(client_of, granted, sides, morning):
    order = ordered(granted, sides, morning)
    section, finance, unit = (client_of(who) for who in ("section_clerk", "finance", "unit_clerk.county-1"))
    assert section.post(f"/payment-orders/{order.ref}/cancel/", {"reason": ""}).status_code == 422
    assert section.post(f"/payment-orders/{order.ref}/cancel/", {"reason": "重拟。"}).status_code == 302
    second = paid(granted, sides, morning)
    made = spent(granted, sides, morning)

    assert unit.post(f"/spendings/{made.ref}/withdraw/", {"reason": "重复。"}).status_code == 302
    assert finance.post(f"/payment-orders/{second.ref}/bounce/", {"reason": "账号有误。"}).status_code == 302
    assert queries.standing_of_project(granted).paid == 0


def test_paying_with_a_used_reference_comes_back_with_the_form(client_of, cast, sides, morning):
    first, second = active_ones(cast, morning, 2)
    for project in (first, second):
        actions.grant(project, by=sides.clerk, at=morning)
    paid(first, sides, morning, "B-1")
    order = authorised(second, sides, morning)

    form = {"bank_reference": "B-1", "paid_on": timezone.localdate().isoformat()}
    answer = client_of("finance").post(f"/payment-orders/{order.ref}/pay/", form)

    assert answer.status_code == 422 and "已经登记过" in words(answer)


def test_the_deadline_of_the_money_is_said_while_some_is_left(client_of, funded):
    assert "已超过经费使用期限" in words(client_of("unit_clerk.county-1").get(place(funded)))


@pytest.mark.parametrize(("ending", "head"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_statement_prints(client_of, funded, ending, head):
    assert client_of("unit_clerk.county-1").get(place(funded, ending)).content.startswith(head)
