"""The only door from a URL to an object."""
