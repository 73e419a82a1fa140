"""Pure rules of delivery and its kinds of setting, one file per noun."""
