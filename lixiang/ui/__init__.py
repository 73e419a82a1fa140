"""The furniture of every page: layout, macros, static files; knows no model and no domain word."""
