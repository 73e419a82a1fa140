"""Reads a stage's transition table; the only writer of a status."""
