"""Pure rules of a programme: its kinds of setting, and the pack."""
