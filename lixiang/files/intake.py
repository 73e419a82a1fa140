"""Decides whether an upload may come in: by size, by content rather than name, by pixels before any decoding."""

import io
import warnings
import zipfile
from typing import BinaryIO

import puremagic
from PIL import Image, UnidentifiedImageError

from lixiang.files.media_types import DOCX, PDF, XLSX

PICTURES = {"image/jpeg": ("jpg", "jpeg"), "image/png": ("png",)}
OFFICE = {
    "docx": (DOCX, "word/"),
    "xlsx": (XLSX, "xl/"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"),
}
LEGACY = {"doc": "application/msword", "xls": "application/vnd.ms-excel"}
COMPOUND_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")
ALLOWED = "PDF、JPG、PNG、Word、Excel、PPT、WPS 文件"


class Unacceptable(Exception):  # noqa: N818 - a refusal is no error of the program
    """An upload that is not taken, with the sentence for the person."""


def media_type_of(
    stream: BinaryIO, *, name: str, size_limit: int, pixel_limit: int, endings: tuple[str, ...] = ()
) -> str:
    """The media type that the content really has; raises Unacceptable where it may not come in.

    `endings` narrows what may come in, and is then what the refusal names.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise Unacceptable(f"“{name}”是空文件，请检查后重新上传。")
    if size > size_limit:
        raise Unacceptable(
            f"“{name}”有{size / 1048576:.1f}MB，超过{size_limit // 1048576}MB的上限，请压缩或拆分后上传。"
        )
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    found = _sniff(stream, ending) if not endings or ending in endings else None
    stream.seek(0)
    if found is None:
        allowed = "、".join(f".{each}" for each in endings) or ALLOWED
        raise Unacceptable(f"“{name}”的内容与扩展名不符，或者不是允许的类型（{allowed}），未接收。")
    if found in PICTURES:
        _check_pixels(stream, name, pixel_limit)
    return found


def _sniff(stream: BinaryIO, ending: str) -> str | None:
    head = stream.read(4096)
    if ending == "pdf":
        return PDF if head.startswith(b"%PDF-") else None
    if ending in OFFICE:
        return _office(stream, ending) if head.startswith(b"PK\x03\x04") else None
    if ending in LEGACY or ending == "wps":
        return LEGACY.get(ending, "application/vnd.ms-works") if head.startswith(COMPOUND_HEAD) else None
    for media_type, endings in PICTURES.items():
        if ending in endings:
            return media_type if _magic(head) == media_type else None
    return None


def _magic(head: bytes) -> str:
    try:
        return puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return ""


def _office(stream: BinaryIO, ending: str) -> str | None:
    media_type, folder = OFFICE[ending]
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return media_type if any(name.startswith(folder) for name in archive.namelist()) else None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):  # whatever else a forged list provokes
        return None


def _check_pixels(stream: BinaryIO, name: str, limit: int) -> None:
    """Image.open reads the header alone; nothing is decoded here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream) as picture:
                pixels = picture.width * picture.height
    except Image.DecompressionBombError:
        pixels = limit + 1
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Unacceptable(f"“{name}”不是完好的图片，未接收。") from error
    finally:
        stream.seek(0)
    if pixels > limit:
        raise Unacceptable(f"“{name}”的像素过大，超过{limit // 10000}万像素的上限，请缩小尺寸后上传。")
