"""The pages of closing, one file per noun."""
