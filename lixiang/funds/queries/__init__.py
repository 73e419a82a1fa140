"""Reads of money: balances, the facts that payments rest on, statements, lists and exports."""

from lixiang.funds.queries.balances import (
    FIGURES,
    Row,
    balances_of,
    page_of_projects,
    standing_of_project,
    totals_by_organisation,
    totals_of,
)
from lixiang.funds.queries.exports import csv_lines, write_workbook
from lixiang.funds.queries.facts import (
    grant_row_of,
    has_money,
    headings_of,
    matching_in_place_on,
    ordered_of,
    payees_of,
    to_grant,
    to_order,
    tranche_facts,
    tranches_met,
    waiting_for,
    waits_of,
)
from lixiang.funds.queries.orders import SHOWN, order_dossier, page_of_orders, to_pay_total
from lixiang.funds.queries.spendings import page_of_spendings, receipt_of, receipts_of, spending_dossier
from lixiang.funds.queries.statement import budget_of, entry_of, statement_of, step_of

__all__ = [
    "FIGURES",
    "SHOWN",
    "Row",
    "balances_of",
    "budget_of",
    "csv_lines",
    "entry_of",
    "grant_row_of",
    "has_money",
    "headings_of",
    "matching_in_place_on",
    "order_dossier",
    "ordered_of",
    "page_of_orders",
    "page_of_projects",
    "page_of_spendings",
    "payees_of",
    "receipt_of",
    "receipts_of",
    "spending_dossier",
    "standing_of_project",
    "statement_of",
    "step_of",
    "to_grant",
    "to_order",
    "to_pay_total",
    "totals_by_organisation",
    "totals_of",
    "tranche_facts",
    "tranches_met",
    "waiting_for",
    "waits_of",
    "write_workbook",
]
