"""Pages of organisations, accounts, imports and the own account."""
