"""What the archive rests on: its terms, safe names, the items of a project, metadata and pages; pure."""
