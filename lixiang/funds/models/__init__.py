"""Money as rows: grants with their budget, payment orders, spendings, and the ledger that all of them post to."""

from lixiang.funds.models.grants import BudgetLine, Grant
from lixiang.funds.models.ledger import Account, Entry, Line
from lixiang.funds.models.orders import PaymentOrder
from lixiang.funds.models.spendings import Spending

__all__ = ["Account", "BudgetLine", "Entry", "Grant", "Line", "PaymentOrder", "Spending"]
