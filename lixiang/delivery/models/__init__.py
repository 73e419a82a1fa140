"""What delivery keeps, one file per noun."""
