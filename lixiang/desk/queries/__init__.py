"""Reads across all stages, each shaped for one page of the desk."""
