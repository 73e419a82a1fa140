"""成果运用: what follows from a result, first of all the archive."""
