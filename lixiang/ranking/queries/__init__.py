"""Reads of ranking."""
