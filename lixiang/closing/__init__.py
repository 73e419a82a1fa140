"""结项: the dossier of a complete project, its evidence against what was promised, the register of results."""
