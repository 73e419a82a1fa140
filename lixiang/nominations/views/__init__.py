"""Pages of slates, of the overview, of a project before its nominator, and the files that go out."""
