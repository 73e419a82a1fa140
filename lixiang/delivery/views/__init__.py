"""The pages of delivery, one file per noun."""
