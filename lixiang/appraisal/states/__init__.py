"""The lives of a panel and of a score sheet."""
