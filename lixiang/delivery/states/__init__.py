"""The lives of the things of delivery, one table per noun."""
