"""The frozen contexts of delivery's papers, one file per noun."""
