"""What the clock does for outcomes."""
