"""Pure rules of a project: the kinds of setting, and what they find in an application."""
