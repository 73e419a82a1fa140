"""What delivery does by the clock, one file per noun."""
