"""The frozen contexts of delivery's official documents, one file per noun."""
