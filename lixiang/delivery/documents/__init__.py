"""The papers of delivery, one file per noun."""
