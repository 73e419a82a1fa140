"""The rules of closing: its kinds of setting, the evidence matrix, claims against the record; pure."""
