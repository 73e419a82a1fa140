"""What is made for the asking goes out under its name and its kind, and leaves nothing behind."""

from lixiang.files.media_types import XLSX
from lixiang.files.sending import workbook


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
