"""How this product writes in form fields what Django would write in its own way, by language."""
