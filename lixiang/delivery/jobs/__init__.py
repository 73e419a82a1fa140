"""What of delivery runs by itself, one file per noun."""
