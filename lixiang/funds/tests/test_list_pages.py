"""The lists of money: totals that are those of their rows, pages by key, workbooks and CSV that run no formula."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from lixiang.funds import actions, queries
from lixiang.funds.models import Entry
from lixiang.funds.queries.exports import harmless
from lixiang.funds.tests.conftest import WAN, active_ones, ordered, paid, spent, told

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return answer.content.decode()


def place(project, verb: str = "") -> str:
    return f"/projects/{project.ref}/money/{verb and verb + '/'}"


# --- lists -----------------------------------------------------------------------------------------------------------
def test_the_lists_say_what_will_stand_there(client_of, cast):
    for who in ("section_clerk", "unit_clerk.county-1", "finance"):
        client = client_of(who)
        assert "还没有核定扶持经费的项目" in words(client.get("/money/"))
        assert "还没有核定扶持经费的项目" in words(client.get("/money/organisations/"))
        assert "还没有拨付单" in words(client.get("/payment-orders/"))
        assert "没有符合条件的拨付单" in words(client.get("/payment-orders/?shown=paid&q=x"))
        assert "还没有支出" in words(client.get("/spendings/"))
        assert "没有符合条件" in words(client.get("/spendings/?shown=RECORDED"))
        assert "没有符合条件" in words(client.get("/money/?organisation=county-1"))


def test_without_a_programme_the_lists_are_empty(client_of, cast):
    type(cast.programme).objects.all().update(status="DRAFT")
    client = client_of("judge")

    for url in ("/money/", "/money/organisations/", "/payment-orders/", "/spendings/"):
        assert client.get(url).status_code == 200


def test_a_figure_leads_to_its_rows(client_of, cast, sides, morning, funded):
    (waiting,) = active_ones(cast, morning, county=1)
    section = client_of("section_clerk")

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
    client_of, cast, sides, morning, count, django_assert_max_num_queries
):
    projects = active_ones(cast, morning, min(count, 3))
    for project in projects:
        actions.grant(project, by=sides.clerk, at=morning)
        paid(project, sides, morning)
    for number in range(count):
        spent(projects[0], sides, morning, 1_000 + number, reason="同一张票据分摊。")
    section = client_of("section_clerk")
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


def test_long_lists_are_paged_by_key(client_of, granted, sides, morning, monkeypatch):
    paid(granted, sides, morning)
    for number in range(3):
        spent(granted, sides, morning, 1_000 + number)
    for module in ("spendings", "statement"):
        target = getattr(queries, module)
        monkeypatch.setattr(target, "ROWS" if module == "spendings" else "ENTRIES", 2)
    finance = client_of("finance")

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
def test_the_workbook_holds_every_project_and_every_line(client_of, funded, sides, morning):
    spent(funded, sides, morning, words="=1+1")
    answer = client_of("finance").get(f"/money/programmes/{funded.programme.ref}/export.xlsx")

    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    (head, row) = list(book["经费情况"].values)
    assert dict(zip(head, row, strict=True))["已拨（元）"] == 12_000
    lines = list(book["收支明细"].values)
    assert sum(line[6] for line in lines[1:]) == 0 and len(lines) == 1 + 2 + 4 + 2
    assert {line[5] for line in lines[1:]} - {None, ""} == {"资料费"}  # never the code
    assert any(
        cell.value == "=1+1" and cell.data_type == "s" for cells in book["收支明细"].iter_rows() for cell in cells
    )


def test_csv_runs_no_formula(client_of, funded, sides, morning):
    spent(funded, sides, morning, words='=HYPERLINK("x")')
    answer = client_of("section_clerk").get(f"/money/programmes/{funded.programme.ref}/export.csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))

    assert '\'=HYPERLINK("x")' in {row[7] for row in rows}
    assert {row[6] for row in rows[1:]} >= {"12000.00", "-12000.00"}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "  =1"])
def test_what_a_spreadsheet_would_run_is_quoted(text):
    assert harmless(text) == f"'{text}" and harmless("正常") == "正常"


def test_only_the_managing_organisation_takes_figures_away(client_of, funded):
    for who in ("unit_clerk.county-1", "inspector"):
        assert client_of(who).get(f"/money/programmes/{funded.programme.ref}/export.csv").status_code == 403


def test_the_export_goes_on_over_pages(funded, cast, sides, morning, monkeypatch):
    for project in active_ones(cast, morning, 2, county=1):
        actions.grant(project, by=sides.clerk, at=morning)
    monkeypatch.setattr(queries.balances, "ROWS", 1)
    target = io.BytesIO()

    queries.write_workbook(sides.finance, cast.programme, target)

    assert load_workbook(target)["经费情况"].max_row == 4
    assert told().heading == "material"
