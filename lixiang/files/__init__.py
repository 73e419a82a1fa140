"""Content-addressed files and the claims that say what a file is for."""
