"""Tests of the ranking: its laws as properties, its figures against independent computations."""
