"""What comes in is told by its content: a good name does not help, a bad one does not hide, nothing is decoded."""

import io
import zipfile

import pytest

from lixiang.files.intake import COMPOUND_HEAD, Unacceptable, media_type_of
from lixiang.files.tests.conftest import PDF, bomb, office, picture

MEGABYTE = 1024 * 1024


def sniffed(content: bytes, name: str, *, size_limit: int = MEGABYTE, pixel_limit: int = 50_000_000) -> str:
    return media_type_of(io.BytesIO(content), name=name, size_limit=size_limit, pixel_limit=pixel_limit)


def of_a_later_format(archive: bytes) -> bytes:
    """The same archive, said to need version 9.9 of the format."""
    place = archive.rindex(b"PK\x01\x02") + 6
    return archive[:place] + b"\x63" + archive[place + 1 :]


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "申报书.pdf", "application/pdf"),
        (PDF, "申报书.PDF", "application/pdf"),
        (picture("JPEG"), "会场.jpg", "image/jpeg"),
        (picture("JPEG"), "会场.jpeg", "image/jpeg"),
        (picture("PNG"), "会场.png", "image/png"),
        (office("word/"), "报告.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("xl/"), "汇总.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (office("ppt/"), "汇报.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (COMPOUND_HEAD + b"\0" * 600, "旧稿.doc", "application/msword"),
        (COMPOUND_HEAD + b"\0" * 600, "旧表.xls", "application/vnd.ms-excel"),
        (COMPOUND_HEAD + b"\0" * 600, "文稿.wps", "application/vnd.ms-works"),
    ],
)
def test_what_is_what_its_name_says_comes_in(content, name, media_type):
    assert sniffed(content, name) == media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "申报书.pdf"),
        (b"MZ\x90\0" + b"\0" * 100, "会场.jpg"),
        (picture("PNG"), "会场.jpg"),
        (picture("JPEG"), "会场.png"),
        (PDF, "报告.docx"),
        (office("xl/"), "报告.docx"),
        (b"PK\x03\x04 torn", "报告.docx"),
        (office("word/é").replace("é".encode(), b"\xff\xfe"), "报告.docx"),
        (of_a_later_format(office("word/")), "报告.docx"),
        (PDF, "旧稿.doc"),
        (PDF, "脚本.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.svg"),
        (PDF, "没有扩展名"),
        (PDF, "两个.pdf.exe"),
        (b"GIF89a" + b"\0" * 40, "动图.png"),
        (b"\0\0\0\0", "空壳.jpg"),
    ],
)
def test_what_is_not_what_its_name_says_stays_outside(content, name):
    with pytest.raises(Unacceptable, match="内容与扩展名不符") as refused:
        sniffed(content, name)

    assert name in str(refused.value)


def test_an_empty_file_and_one_that_is_too_large_are_told_apart():
    with pytest.raises(Unacceptable, match="空文件"):
        sniffed(b"", "申报书.pdf")
    with pytest.raises(Unacceptable, match="2.0MB，超过1MB的上限"):
        sniffed(PDF + b" " * 2 * MEGABYTE, "申报书.pdf")


def test_a_small_file_of_144_megapixels_is_refused_before_it_is_decoded():
    content = bomb()

    assert len(content) < 20_000
    with pytest.raises(Unacceptable, match="像素过大，超过5000万像素的上限"):
        sniffed(content, "会场.png")
    with pytest.raises(Unacceptable, match="像素过大"):
        sniffed(bomb(16_384, 16_384), "会场.png")  # Pillow itself would call this one an attack
    assert sniffed(content, "会场.png", pixel_limit=200_000_000) == "image/png"


def test_a_picture_that_is_torn_behind_its_first_bytes_is_refused():
    with pytest.raises(Unacceptable, match="不是完好的图片"):
        sniffed(picture("PNG")[:20], "会场.png")


def test_the_stream_stands_at_its_start_again():
    stream = io.BytesIO(picture("PNG"))

    media_type_of(stream, name="会场.png", size_limit=MEGABYTE, pixel_limit=1_000_000)

    assert stream.tell() == 0


def test_a_workbook_full_of_parts_is_told_by_its_list_without_unpacking():
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", b"\0" * 50 * MEGABYTE)

    assert sniffed(body.getvalue(), "汇总.xlsx").endswith("sheet")
