"""The pages of the review, one file per noun."""
