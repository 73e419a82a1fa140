"""The lives of what outcomes keeps, one file per noun."""
