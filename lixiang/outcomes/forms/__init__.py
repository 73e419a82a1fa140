"""Shapes what is typed in outcomes, one file per noun."""
