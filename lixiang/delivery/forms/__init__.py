"""Shapes of what is typed in delivery, one file per noun."""
