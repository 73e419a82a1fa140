"""What is made for the asking goes out under its name and its kind, and leaves nothing behind."""

import pytest

from lixiang.files.media_types import DOCX, PDF, XLSX
from lixiang.files.sending import made, workbook


@pytest.mark.django_db
def test_a_workbook_goes_out_whole_under_its_name_and_its_file_is_closed():
    targets = []

    def write(target):
        targets.append(target)
        target.write(b"rows")

    response = workbook("堃 台账.xlsx", write)

    assert b"".join(response.streaming_content) == b"rows"
    assert (response["Content-Type"], response["Content-Length"]) == (XLSX, "4")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%A0%83")
    response.close()
    assert targets[0].closed


@pytest.mark.parametrize(
    ("name", "inline", "disposition", "kind"),
    [
        ("堃 回执.pdf", True, "inline", PDF),
        ("堃 回执.pdf", False, "attachment", PDF),
        ("堃 申报书.docx", True, "attachment", DOCX),
        ("堃 第1次会议.ics", False, "attachment", "text/calendar; charset=utf-8"),
    ],
)
def test_what_is_made_goes_out_as_the_kind_its_name_ends_in_and_only_a_pdf_is_shown(name, inline, disposition, kind):
    response = made(b"words", name, inline=inline)

    assert (response.content, response["Content-Type"]) == (b"words", kind)
    assert response["Content-Disposition"].startswith(f"{disposition}; filename*=utf-8''%E5%A0%83")


def test_a_plain_name_stands_in_the_header_as_it_is():
    response = made("[programme]", "huainan-2018.toml")

    assert response["Content-Disposition"] == 'attachment; filename="huainan-2018.toml"'
