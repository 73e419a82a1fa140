"""The verbs of money: grant and budget, payment orders, spendings, money that comes back, and their corrections."""

from lixiang.funds.actions.grants import grant, set_budget
from lixiang.funds.actions.orders import authorise, bounce, cancel, order, pay
from lixiang.funds.actions.returns import book_recovery, give_back, record_matching, reverse
from lixiang.funds.actions.spendings import Receipt, Told, accept, hand_in, record_spending, send_back, withdraw

__all__ = [
    "Receipt",
    "Told",
    "accept",
    "authorise",
    "book_recovery",
    "bounce",
    "cancel",
    "give_back",
    "grant",
    "hand_in",
    "order",
    "pay",
    "record_matching",
    "record_spending",
    "reverse",
    "send_back",
    "set_budget",
    "withdraw",
]
