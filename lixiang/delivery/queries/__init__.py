"""Reads of delivery, one file per noun."""
