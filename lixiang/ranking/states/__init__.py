"""The lives of a ranking and of an objection to a place."""
