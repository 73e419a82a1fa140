"""Outcomes as rows: the archives of a programme and the folder of each project."""

from lixiang.outcomes.models.archives import Archive, ArchiveFolder, Concluded, Shelf

__all__ = ["Archive", "ArchiveFolder", "Concluded", "Shelf"]
