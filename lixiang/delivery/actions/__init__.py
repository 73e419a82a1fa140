"""The verbs of delivery, one file per noun."""
