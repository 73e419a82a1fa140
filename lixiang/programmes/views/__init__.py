"""Pages of programmes and of their versions."""
