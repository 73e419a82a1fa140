"""Uploads that are what they say, and uploads that are not."""

import io
import struct
import zipfile
import zlib

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(form: str, width: int = 40, height: int = 30) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(body, form)
    return body.getvalue()


def office(folder: str) -> bytes:
    """A ZIP with the folder that tells a Word file from a workbook."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}document.xml", "<x/>")
    return body.getvalue()


def bomb(width: int = 12_000, height: int = 12_000) -> bytes:
    """A PNG of 144 megapixels in some 17 kB: its rows are one colour, so that it packs to almost nothing."""
    row = b"\0" + b"\0" * (width // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
