"""What the Makefile runs before Django is there."""
