"""工作台: what waits for a person, the dossier of one project, dashboards; reads across all stages, writes nothing."""
