"""The pages of money."""

from lixiang.funds.views.fills import give_back, grant, match, order, record_spending, recover, set_budget
from lixiang.funds.views.lists import csv_file, show_money, show_orders, show_organisations, show_spendings, workbook
from lixiang.funds.views.orders import authorise, bounce, cancel, pay, show_order
from lixiang.funds.views.spendings import accept, hand_in, receipt, send_back, show_spending, withdraw
from lixiang.funds.views.statement import paper, reverse, statement

__all__ = [
    "accept",
    "authorise",
    "bounce",
    "cancel",
    "csv_file",
    "give_back",
    "grant",
    "hand_in",
    "match",
    "order",
    "paper",
    "pay",
    "receipt",
    "record_spending",
    "recover",
    "reverse",
    "send_back",
    "set_budget",
    "show_money",
    "show_order",
    "show_orders",
    "show_organisations",
    "show_spending",
    "show_spendings",
    "statement",
    "withdraw",
    "workbook",
]
