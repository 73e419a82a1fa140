"""What a picture says of itself is read, and copies of it say nothing."""

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from PIL import ExifTags, Image

from lixiang.files.intake import Unacceptable
from lixiang.files.pictures import Told, is_picture, public_copy_of, thumbnail_of, told_by


def picture(exif: Image.Exif | None = None, *, size=(800, 600), mode="RGB", kind="JPEG") -> io.BytesIO:
    made = io.BytesIO()
    Image.new(mode, size, 90 if mode == "L" else (90,) * len(mode)).save(made, kind, **({"exif": exif} if exif else {}))
    return made


def camera(taken="2018:09:12 09:30:00", offset="", latitude=(32.0, 37.0, 30.0), side="N", turned=1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    own = exif.get_ifd(ExifTags.IFD.Exif)
    own[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        own[ExifTags.Base.OffsetTimeOriginal] = offset
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = side, latitude
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (116.0, 59.0, 0.0)
    return exif


def test_time_and_place_are_read_in_the_zone_of_shanghai():
    told = told_by(picture(camera()))

    assert told.at == datetime(2018, 9, 12, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    assert told.place == "北纬32.62500°、东经116.98333°"


def test_a_zone_of_its_own_counts_and_the_south_is_south():
    told = told_by(picture(camera(offset="+00:00", side="S")))

    assert told.at == datetime(2018, 9, 12, 9, 30, tzinfo=UTC)
    assert told.place.startswith("南纬32.62500°")


@pytest.mark.parametrize(
    "exif", [None, camera("0000:00:00 00:00:00", latitude=(95.0, 0.0, 0.0)), camera("昨天", latitude=(1.0, 2.0))]
)
def test_what_makes_no_sense_is_not_told(exif):
    told = told_by(picture(exif))

    assert (told.at, told.place) == (None, "")


def test_a_broken_picture_tells_nothing_and_is_not_copied():
    broken = io.BytesIO(picture().getvalue()[:300])

    assert told_by(io.BytesIO(b"no picture")) == Told()
    for copy in (lambda: thumbnail_of(broken, "坏.jpg"), lambda: public_copy_of(broken, "坏.jpg", "image/jpeg")):
        with pytest.raises(Unacceptable, match="坏.jpg"):
            copy()


def test_copies_say_nothing_and_stand_upright():
    original = picture(camera(turned=6))

    small = Image.open(io.BytesIO(thumbnail_of(original, "x.jpg")))
    bare = Image.open(io.BytesIO(public_copy_of(original, "x.jpg", "image/jpeg")))

    assert (small.size, bare.size) == ((240, 320), (600, 800))
    assert not dict(small.getexif()) and not dict(bare.getexif())
    assert b"Exif" not in public_copy_of(original, "x.jpg", "image/jpeg")


def test_a_transparent_picture_stays_one_and_its_thumbnail_is_plain():
    original = picture(mode="RGBA", kind="PNG")

    assert Image.open(io.BytesIO(public_copy_of(original, "x.png", "image/png"))).mode == "RGBA"
    assert Image.open(io.BytesIO(thumbnail_of(original, "x.png"))).format == "JPEG"
    assert is_picture("image/png") and not is_picture("application/pdf")
