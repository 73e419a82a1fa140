"""Append-only, hash-chained events of every subject, and the rows that readers of history still have to take."""
