"""经费: grants, payments, spending, recovery, on a balanced ledger."""
