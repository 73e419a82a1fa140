"""Bytes are kept once under their hash, claimed for things, sent out without being sniffed again."""

import io
import threading
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim, File
from lixiang.files.store import accept, claim, claim_once, download, is_intact, keep
from lixiang.files.tests.conftest import PDF, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(content: bytes, morning, media_type: str = "application/pdf") -> File:
    return keep(io.BytesIO(content), media_type=media_type, at=morning)


def paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_same_content_is_kept_once(morning, tmp_path):
    first, second = kept(PDF, morning), kept(PDF, morning)

    assert first == second
    assert [path.name for path in paths(tmp_path)] == [first.sha256]
    assert (first.size, first.path, str(first)) == (len(PDF), f"{first.sha256[:2]}/{first.sha256}", first.sha256)
    assert first.open().read() == PDF


def test_the_name_of_a_file_never_becomes_a_path(cast, morning, tmp_path):
    file = accept(io.BytesIO(PDF), name="../../etc/passwd.pdf", at=morning)

    assert [path.name for path in paths(tmp_path)] == [file.sha256]


def test_what_may_not_come_in_leaves_nothing_behind(morning, tmp_path):
    with pytest.raises(Unacceptable):
        accept(io.BytesIO(b"<html></html>"), name="申报书.pdf", at=morning)

    assert paths(tmp_path) == []
    assert not File.objects.exists()


def test_half_a_file_that_a_crash_left_behind_is_written_anew(morning, tmp_path):
    file = kept(PDF, morning)
    (tmp_path / file.path).write_bytes(PDF[:10])

    assert not is_intact(file)
    assert kept(PDF, morning) == file
    assert is_intact(file)
    assert file.open().read() == PDF


def test_a_write_that_breaks_off_leaves_neither_half_a_file_nor_a_row(morning, tmp_path):
    class Broken(io.BytesIO):
        reads = 0

        def read(self, size=-1):
            Broken.reads += 1
            if Broken.reads > 2:  # the first pass hashes
                raise OSError("the disk is full")
            return super().read(size)

    with pytest.raises(OSError, match="full"):
        keep(Broken(PDF), media_type="application/pdf", at=morning)

    assert paths(tmp_path) == []
    assert not File.objects.exists()


def test_a_changed_byte_on_disk_is_found(morning, tmp_path):
    file = kept(PDF, morning)
    (tmp_path / file.path).write_bytes(PDF.replace(b"1.7", b"1.6"))

    assert not is_intact(file)


@pytest.mark.django_db(transaction=True)
def test_many_who_keep_the_same_content_at_once_keep_it_once(morning, tmp_path):
    start, found = threading.Barrier(6), []

    def work():
        start.wait()
        try:
            found.append(kept(PDF * 100_000, morning).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert len(set(found)) == 1
    assert is_intact(File.objects.get())
    assert len(paths(tmp_path)) == 1


def test_a_claim_says_what_a_file_is_for_until_it_is_released(cast, morning):
    clerk, thing = cast.user("section_clerk"), cast.programme
    file = kept(PDF, morning)
    first = claim(file, thing, part="notice", name="通知.pdf", by=clerk, at=morning)
    second = claim(file, thing, part="annex", name="附件.pdf", by=None, at=morning)

    assert list(Claim.of(thing)) == [first, second]
    assert list(Claim.of(thing, "annex")) == [second]
    assert (first.by_name, second.by_name, str(first)) == (clerk.name, "", "通知.pdf")
    assert first.as_row() == {"name": "通知.pdf", "part": "notice", "sha256": file.sha256, "size": file.size}

    Claim.objects.filter(pk=first.pk).update(released_at=morning)
    assert list(Claim.of(thing)) == [second]


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [("长" * 300 + ".pdf", "长" * 187 + ".pdf"), ("长" * 300, "长" * 200), ("通知.pdf", "通知.pdf")],
)
def test_a_long_name_is_cut_and_keeps_its_ending(cast, morning, name, kept_as):
    made = claim(kept(PDF, morning), cast.programme, part="x", name=name, by=None, at=morning)

    assert Claim.objects.get(pk=made.pk).name == kept_as


def test_the_same_file_for_the_same_part_is_claimed_once(cast, morning):
    words = {"name": "堃.pdf", "by": None, "at": morning}

    first, is_new = claim_once(kept(PDF, morning), cast.programme, part="x", **words)
    again, is_new_again = claim_once(kept(PDF, morning), cast.programme, part="x", **words)
    other, is_new_there = claim_once(kept(PDF, morning), cast.programme, part="y", **words)

    assert (first == again, first == other) == (True, False)
    assert (is_new, is_new_again, is_new_there) == (True, False, True)


@pytest.mark.parametrize(
    ("media_type", "inline", "disposition"),
    [
        ("application/pdf", True, "inline"),
        ("image/png", True, "inline"),
        ("application/msword", True, "attachment"),
        ("application/pdf", False, "attachment"),
    ],
)
def test_only_pdf_and_pictures_are_ever_shown_in_the_page(morning, media_type, inline, disposition):
    content = picture("PNG") if media_type == "image/png" else PDF
    response = download(kept(content, morning, media_type), "堃 通知.bin", inline=inline)

    assert response["Content-Disposition"].startswith(f"{disposition}; filename*=utf-8''%E5%A0%83")
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", media_type)
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == content


def test_bytes_stand_on_disk_before_the_row_does(morning):
    file = kept(PDF, morning)

    assert default_storage.size(file.path) == file.size
