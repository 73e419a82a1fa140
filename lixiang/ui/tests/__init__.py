"""What the furniture promises: strict macros, escaped text, no inline script, readable colours."""
