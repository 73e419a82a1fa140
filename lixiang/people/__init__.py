"""Organisations, people and their posts, users and their roles, bars, and the log-in."""
