"""Reads of closing, one file per noun."""
