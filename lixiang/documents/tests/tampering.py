"""What stands in a stored file, and a hand on the disk that changes it."""

from django.core.files.storage import default_storage

from lixiang.files.models import File


def content(file: File) -> bytes:
    with file.open() as stream:
        return stream.read()


def tamper(file: File) -> None:
    """One byte of a stored PDF, as a hand on the disk would change it."""
    changed = bytearray(content(file))
    changed[changed.index(b"/MediaBox") + 1] ^= 1
    default_storage.delete(file.path)
    with default_storage.open(file.path, "wb") as stream:
        stream.write(bytes(changed))
