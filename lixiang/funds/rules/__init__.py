"""The pure rules of money: the kinds of setting, amounts as people write them, the ledger, payments and spending."""
