"""The folder of the store: a file appears under its name whole and safe on disk, or not at all."""

import os
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="lixiang.files.storage.WholeFiles")
class WholeFiles(FileSystemStorage):
    """Files named by their content: who writes one that another has just written replaces it by the same bytes."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        """Write beside, bring to disk, then rename, so that neither a second writer nor a power cut shows half."""
        beside = Path(self.path(f"{name}.{uuid4().hex}"))
        try:
            super()._save(str(beside), content)
            _bring_to_disk(beside)
            os.replace(beside, self.path(name))
        finally:
            beside.unlink(missing_ok=True)
        _bring_to_disk(beside.parent)
        return name


def _bring_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
