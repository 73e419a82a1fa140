"""项目: the application form, the team, the revisions; the life cycle of a project."""
