"""Reads what a picture says of itself, and makes copies that say nothing: thumbnails and public copies."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lixiang.files.intake import PICTURES, Unacceptable

THUMBNAIL = 320
QUALITY = 90
SHANGHAI = timezone(timedelta(hours=8))
MADE = "%Y:%m:%d %H:%M:%S"
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError)


@dataclass(frozen=True)
class Told:
    """When and where a picture says that it was taken; empty where it does not."""

    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def place(self) -> str:
        """北纬32.62541°、东经116.99703°; nothing without both."""
        if self.latitude is None or self.longitude is None:
            return ""
        north = "北纬" if self.latitude >= 0 else "南纬"
        east = "东经" if self.longitude >= 0 else "西经"
        return f"{north}{abs(self.latitude):.5f}°、{east}{abs(self.longitude):.5f}°"


def is_picture(media_type: str) -> bool:
    return media_type in PICTURES


def told_by(stream: BinaryIO) -> Told:
    """Of the header alone, nothing is decoded; a broken note in it is no note."""
    stream.seek(0)
    try:
        with Image.open(stream) as picture:
            exif = picture.getexif()
            taken, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except BROKEN:
        return Told()
    finally:
        stream.seek(0)
    latitude = _degrees(place, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    longitude = _degrees(place, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    return Told(_moment(taken), latitude, longitude)


def _moment(taken: Any) -> datetime | None:
    """A camera's clock without a zone is that of Shanghai."""
    try:
        at = datetime.strptime(str(taken.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 "), MADE)  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    offset = str(taken.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    try:
        zone = datetime.strptime(offset, "%z").tzinfo
    except ValueError:
        zone = SHANGHAI
    return at.replace(tzinfo=zone)


def _degrees(place: Any, value: int, side: int, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in place[value])
        found = degrees + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if not 0 <= found <= most:  # what is no number is refused here too
        return None
    return -found if str(place.get(side, "")).upper().startswith(negative) else found


def thumbnail_of(stream: BinaryIO, name: str) -> bytes:
    """A small JPEG, upright, without a word of the camera's. Raises Unacceptable."""
    return _copied(stream, name, "JPEG", THUMBNAIL)


def public_copy_of(stream: BinaryIO, name: str, media_type: str) -> bytes:
    """The whole picture, upright, without a word of the camera's. Raises Unacceptable."""
    return _copied(stream, name, "PNG" if media_type == "image/png" else "JPEG")


def _copied(stream: BinaryIO, name: str, kind: str, longest: int = 0) -> bytes:
    """Pixels alone are carried over; the limit of pixels was kept when the file came in."""
    stream.seek(0)
    try:
        with Image.open(stream) as picture:
            if longest and picture.format == "JPEG":
                picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert("RGBA" if kind == "PNG" and "A" in upright.getbands() else "RGB")
    except BROKEN as error:
        raise Unacceptable(f"“{name}”不是完好的图片，未接收。") from error
    finally:
        stream.seek(0)
    if longest:
        plain.thumbnail((longest, longest))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    made = io.BytesIO()
    bare.save(made, kind, quality=QUALITY)
    return made.getvalue()
