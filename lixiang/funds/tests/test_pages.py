"""What each side sees and does on the pages of money; strangers learn nothing."""

import csv
import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from lixiang.funds import actions, queries
from lixiang.funds.models import Entry, PaymentOrder, Spending
from lixiang.funds.queries.exports import harmless
from lixiang.funds.tests.conftest import WAN, active_ones, authorised, ordered, paid, receipt, spent, told
from lixiang.projects.models import Project

pytestmark = pytest.mark.django_db
STRANGERS = ["nominator.county-2", "unit_clerk.county-2", "judge", "discipline", "system_admin"]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(cast):
    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.users[who])
        return client

    return log_in


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


def test_from_the_grant_to_the_checked_spending_each_finds_the_next_step(browser, active):
    section, head, finance, unit = (
        browser(who) for who in ("section_clerk", "section_head", "finance", "unit_clerk.county-1")
    )
    at = place(active)

    assert "尚未核定扶持经费" in words(unit.get(at)) and f"{at}grant/" not in words(unit.get(at))
    assert 'value="2.00"' in words(section.get(f"{at}grant/"))
    assert section.post(f"{at}grant/", {"amount": "２．００"}).url == at
    assert f"{at}order/first/" in words(section.get(at))
    order = section.post(f"{at}order/first/", {"amount": "1.20", "payee": active.implementing_organisation_id}).url
    assert "待核准" in words(section.get(order)) and browser("unit_clerk.county-1").get(order).status_code == 404
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


def test_a_refused_form_keeps_what_was_typed_and_names_the_clause(browser, funded):
    unit = browser("unit_clerk.county-1")

    for changed, told_words in (
        ({"amount": "99999"}, "二.4f"),
        ({"amount": "一百"}, "请填写数字"),
        ({"reason": ""}, "二.4d"),
        ({"heading": "wine"}, "选择"),
    ):
        answer = unit.post(place(funded, "record-spending"), spending_form(**changed))
        assert answer.status_code == 422 and told_words in words(answer) and "购书" in words(answer)
    assert Spending.objects.count() == 0


def test_a_second_click_on_the_same_page_records_once(browser, funded):
    unit, form = browser("unit_clerk.county-1"), spending_form()

    for _ in range(2):
        answer = unit.post(place(funded, "record-spending"), form | {"receipts": picture()})
        assert answer.status_code == 302, re.findall("callout-title.*?</div>", words(answer), re.S)
    assert Spending.objects.count() == 1


def test_each_form_books_what_it_says(browser, funded):
    finance, unit, section = (browser(who) for who in ("finance", "unit_clerk.county-1", "section_clerk"))
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


def test_matching_that_nobody_asked_for_is_told_so(browser, funded):
    form = {"amount": "5", "words": "县财政", "on": timezone.localdate().isoformat(), "key": str(uuid4())}

    answer = browser("unit_clerk.county-1").post(place(funded, "match"), form)

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
def test_who_sees_the_money_and_may_not_is_kept_out_of_its_verbs(browser, funded, who, verbs):
    client = browser(who)

    assert client.get(place(funded)).status_code == 200
    for verb in verbs:
        assert client.get(place(funded, verb)).status_code == 403


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_nothing(browser, funded, sides, morning, who):
    made = spent(funded, sides, morning)
    (order,) = PaymentOrder.objects.all()
    client = browser(who)
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


def test_a_draft_order_is_the_managing_organisations_alone(browser, granted, sides, morning):
    order = ordered(granted, sides, morning)

    for who in ("unit_clerk.county-1", "nominator.county-1", "inspector"):
        assert browser(who).get(f"/payment-orders/{order.ref}/").status_code == 404
        assert "待核准" not in words(browser(who).get(place(granted)))
        assert order.ref not in words(browser(who).get("/payment-orders/"))
    for who in ("section_clerk", "department_leader", "finance"):
        assert browser(who).get(f"/payment-orders/{order.ref}/").status_code == 200


def test_what_stands_in_the_way_of_a_payment_is_on_its_page(browser, granted, sides, morning):
    order = authorised(granted, sides, morning)
    Project.objects.filter(pk=granted.pk).update(status="APPROVED")

    assert "不在实施中" in words(browser("section_clerk").get(f"/payment-orders/{order.ref}/"))


def test_a_receipt_is_seen_by_both_sides_and_no_other_number_is(browser, funded, sides, morning):
    made = spent(funded, sides, morning)
    claim = queries.receipts_of(made)[0]

    for who in ("unit_clerk.county-1", "finance", "inspector"):
        assert browser(who).get(f"/spendings/{made.ref}/receipts/{claim.pk}/").status_code == 200
        assert browser(who).get(f"/spendings/{made.ref}/receipts/{claim.pk + 1}/").status_code == 404


def test_cancelling_bouncing_and_withdrawing_go_by_their_pages(browser, granted, sides, morning):
    order = ordered(granted, sides, morning)
    section, finance, unit = (browser(who) for who in ("section_clerk", "finance", "unit_clerk.county-1"))
    assert section.post(f"/payment-orders/{order.ref}/cancel/", {"reason": ""}).status_code == 422
    assert section.post(f"/payment-orders/{order.ref}/cancel/", {"reason": "重拟。"}).status_code == 302
    second = paid(granted, sides, morning)
    made = spent(granted, sides, morning)

    assert unit.post(f"/spendings/{made.ref}/withdraw/", {"reason": "重复。"}).status_code == 302
    assert finance.post(f"/payment-orders/{second.ref}/bounce/", {"reason": "账号有误。"}).status_code == 302
    assert queries.standing_of_project(granted).paid == 0


def test_paying_with_a_used_reference_comes_back_with_the_form(browser, cast, sides, morning):
    first, second = active_ones(cast, morning, 2)
    for project in (first, second):
        actions.grant(project, by=sides.clerk, at=morning)
    paid(first, sides, morning, "B-1")
    order = authorised(second, sides, morning)

    form = {"bank_reference": "B-1", "paid_on": timezone.localdate().isoformat()}
    answer = browser("finance").post(f"/payment-orders/{order.ref}/pay/", form)

    assert answer.status_code == 422 and "已经登记过" in words(answer)


def test_the_deadline_of_the_money_is_said_while_some_is_left(browser, funded):
    assert "已超过经费使用期限" in words(browser("unit_clerk.county-1").get(place(funded)))


@pytest.mark.parametrize(("ending", "head"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_statement_prints(browser, funded, ending, head):
    assert browser("unit_clerk.county-1").get(place(funded, ending)).content.startswith(head)


# --- lists -----------------------------------------------------------------------------------------------------------
def test_the_lists_say_what_will_stand_there(browser, cast):
    for who in ("section_clerk", "unit_clerk.county-1", "finance"):
        client = browser(who)
        assert "还没有核定扶持经费的项目" in words(client.get("/money/"))
        assert "还没有核定扶持经费的项目" in words(client.get("/money/organisations/"))
        assert "还没有拨付单" in words(client.get("/payment-orders/"))
        assert "没有符合条件的拨付单" in words(client.get("/payment-orders/?shown=paid&q=x"))
        assert "还没有支出" in words(client.get("/spendings/"))
        assert "没有符合条件" in words(client.get("/spendings/?shown=RECORDED"))
        assert "没有符合条件" in words(client.get("/money/?organisation=county-1"))


def test_without_a_programme_the_lists_are_empty(browser, cast):
    type(cast.programme).objects.all().update(status="DRAFT")
    client = browser("judge")

    for url in ("/money/", "/money/organisations/", "/payment-orders/", "/spendings/"):
        assert client.get(url).status_code == 200


def test_a_figure_leads_to_its_rows(browser, cast, sides, morning, funded):
    (waiting,) = active_ones(cast, morning, county=1)
    section = browser("section_clerk")

    page = words(section.get("/money/"))
    assert funded.title in page and waiting.title not in page and place(funded) in page
    assert waiting.title in words(section.get("/money/?shown=to-grant"))
    actions.grant(waiting, by=sides.clerk, at=morning)
    assert waiting.title in words(section.get("/money/?shown=first")) and funded.title not in words(
        section.get("/money/?shown=first")
    )
    by_organisation = words(section.get("/money/organisations/"))
    assert "演练第一县委" in by_organisation and "?organisation=county-1" in by_organisation
    assert waiting.title not in words(section.get("/money/?organisation=county-1"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_lists_and_statements_ask_a_constant_number_of_queries(
    browser, cast, sides, morning, count, django_assert_max_num_queries
):
    projects = active_ones(cast, morning, min(count, 3))
    for project in projects:
        actions.grant(project, by=sides.clerk, at=morning)
        paid(project, sides, morning)
    for number in range(count):
        spent(projects[0], sides, morning, 1_000 + number, reason="同一张票据分摊。")
    section = browser("section_clerk")
    section.get("/money/")

    for url, most in (
        ("/money/", 9),
        ("/money/organisations/", 7),
        ("/payment-orders/", 7),
        ("/spendings/", 7),
        (place(projects[0]), 18),
        (f"/spendings/{projects[0].ref}-s1/", 10),
        (f"/payment-orders/{projects[0].ref}-p1/", 10),
    ):
        with django_assert_max_num_queries(most):
            section.get(url)


def test_long_lists_are_paged_by_key(browser, granted, sides, morning, monkeypatch):
    paid(granted, sides, morning)
    for number in range(3):
        spent(granted, sides, morning, 1_000 + number)
    for module in ("spendings", "statement"):
        target = getattr(queries, module)
        monkeypatch.setattr(target, "ROWS" if module == "spendings" else "ENTRIES", 2)
    finance = browser("finance")

    first = queries.page_of_spendings(sides.finance, granted.programme, morning)
    second = queries.page_of_spendings(sides.finance, granted.programme, morning, after=first.next_key)
    assert [line.amount for line in (*first.lines, *second.lines)] == [1_002, 1_001, 1_000] and not second.next_key
    assert "下一页" in words(finance.get("/spendings/")) and "下一页" in words(finance.get(place(granted)))
    last = queries.statement_of(sides.finance, granted, morning, after=str(Entry.objects.order_by("pk")[1].pk))
    assert [entry.movement for entry in last.entries] == ["核定扶持经费"] and not last.next_key


def test_pages_of_projects_and_orders_follow_by_key(cast, sides, morning, monkeypatch):
    projects = active_ones(cast, morning, 3)
    for project in projects:
        actions.grant(project, by=sides.clerk, at=morning)
        ordered(project, sides, morning)
    monkeypatch.setattr(queries.balances, "ROWS", 2)
    monkeypatch.setattr(queries.orders, "ROWS", 2)

    first = queries.page_of_projects(sides.clerk, cast.programme)
    rest = queries.page_of_projects(sides.clerk, cast.programme, after=first.next_key)
    assert [row.ref for row in (*first.rows, *rest.rows)] == [project.ref for project in projects]
    newest = queries.page_of_orders(sides.clerk, cast.programme, morning)
    older = queries.page_of_orders(sides.clerk, cast.programme, morning, after=newest.next_key)
    assert [line.project_ref for line in (*newest.lines, *older.lines)] == [p.ref for p in reversed(projects)]
    assert not older.next_key and queries.to_pay_total(sides.clerk, cast.programme) == 0


def test_an_order_past_its_day_is_said_to_be_late(granted, sides, morning):
    ordered(granted, sides, morning)

    (late,) = queries.page_of_orders(sides.clerk, granted.programme, morning + timedelta(days=60)).lines
    assert late.is_late and late.holder == "科长或部领导"


def test_totals_are_those_of_the_rows(cast, sides, morning, funded):
    (other,) = active_ones(cast, morning, county=1)
    actions.grant(other, by=sides.clerk, at=morning)

    assert queries.totals_of(sides.finance, cast.programme).granted == 4 * WAN
    assert queries.totals_of(sides.unit, cast.programme).granted == 2 * WAN
    assert queries.totals_of(sides.stranger, cast.programme).granted == 2 * WAN  # another county sees its own
    assert queries.totals_of(sides.judge, cast.programme).granted == 0
    assert queries.totals_of(sides.clerk, cast.programme, organisation="county-1").paid == 1_200_000
    assert [row.ref for row in queries.totals_by_organisation(sides.clerk, cast.programme)] == ["county-1", "county-2"]


# --- exports ---------------------------------------------------------------------------------------------------------
def test_the_workbook_holds_every_project_and_every_line(browser, funded, sides, morning):
    spent(funded, sides, morning, words="=1+1")
    answer = browser("finance").get(f"/money/programmes/{funded.programme.ref}/export.xlsx")

    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    (head, row) = list(book["经费情况"].values)
    assert dict(zip(head, row, strict=True))["已拨（元）"] == 12_000
    lines = list(book["收支明细"].values)
    assert sum(line[6] for line in lines[1:]) == 0 and len(lines) == 1 + 2 + 4 + 2
    assert {line[5] for line in lines[1:]} - {None, ""} == {"资料费"}  # never the code
    assert any(
        cell.value == "=1+1" and cell.data_type == "s" for cells in book["收支明细"].iter_rows() for cell in cells
    )


def test_csv_runs_no_formula(browser, funded, sides, morning):
    spent(funded, sides, morning, words='=HYPERLINK("x")')
    answer = browser("section_clerk").get(f"/money/programmes/{funded.programme.ref}/export.csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert '\'=HYPERLINK("x")' in {row[7] for row in rows}
    assert {row[6] for row in rows[1:]} >= {"12000.00", "-12000.00"}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "  =1"])
def test_what_a_spreadsheet_would_run_is_quoted(text):
    assert harmless(text) == f"'{text}" and harmless("正常") == "正常"


def test_only_the_managing_organisation_takes_figures_away(browser, funded):
    for who in ("unit_clerk.county-1", "inspector"):
        assert browser(who).get(f"/money/programmes/{funded.programme.ref}/export.csv").status_code == 403


def test_the_export_goes_on_over_pages(funded, cast, sides, morning, monkeypatch):
    for project in active_ones(cast, morning, 2, county=1):
        actions.grant(project, by=sides.clerk, at=morning)
    monkeypatch.setattr(queries.balances, "ROWS", 1)
    target = io.BytesIO()

    queries.write_workbook(sides.finance, cast.programme, target)

    assert load_workbook(target)["经费情况"].max_row == 4
    assert told().heading == "material"
