"""A ZIP that grows: killed in the middle it goes on from its mark, and what is read back is what was put in."""

import io
import json
import signal
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from lixiang.files.zips import Busy, CutShort, Entry, growing

AT = datetime(2018, 12, 31, 9, 30)


def add(target, name: str, content: bytes, packed: bool = True) -> str:
    return target.add(name, io.BytesIO(content), size=len(content), at=AT, packed=packed)


def read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_names_in_chinese_carry_the_flag_of_utf_8_and_come_back(tmp_path):
    path = tmp_path / "a.zip"
    with growing(path) as target:
        add(target, "项目甲/申报书.txt", "正文".encode())

    assert read(path) == {"项目甲/申报书.txt": "正文".encode()}
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].flag_bits & 0x800


def test_after_a_kill_it_goes_on_from_the_mark_and_keeps_what_was_finished(tmp_path):
    path = tmp_path / "a.zip"
    with pytest.raises(KeyboardInterrupt), growing(path) as target:
        add(target, "一/一.txt", b"1" * 5000)
        add(target, "一/二.bin", b"2" * 5000, packed=False)
        ends_at, entries = target.mark()
        add(target, "二/半途.txt", b"3" * 100_000, packed=False)
        raise KeyboardInterrupt
    rows = [entry.as_row() for entry in entries]
    kept = path.read_bytes()[:ends_at]

    with growing(path, ends_at=ends_at, entries=map(Entry.of_row, rows)) as target:
        add(target, "二/全.txt", b"4")
        assert [entry.name for entry in target.mark()[1]] == ["二/全.txt"]

    assert read(path) == {"一/一.txt": b"1" * 5000, "一/二.bin": b"2" * 5000, "二/全.txt": b"4"}
    assert path.read_bytes()[:ends_at] == kept


def test_what_is_not_whole_has_no_list_of_contents(tmp_path):
    path = tmp_path / "a.zip"
    with pytest.raises(RuntimeError, match="停电"), growing(path) as target:
        add(target, "一.txt", b"1")
        raise RuntimeError("停电")

    assert not zipfile.is_zipfile(path)


def test_a_file_that_does_not_reach_its_mark_is_not_written_on(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"abc")

    with pytest.raises(CutShort), growing(path, ends_at=4):
        pass
    assert path.read_bytes() == b"abc"


def test_two_processes_do_not_write_the_same_file(tmp_path):
    path = tmp_path / "a.zip"
    with growing(path) as target:
        add(target, "一.txt", b"1")
        with pytest.raises(Busy), growing(path):
            pass

    assert read(path) == {"一.txt": b"1"}


def test_a_file_older_than_a_zip_can_write_is_dated_by_its_first_year(tmp_path):
    with growing(tmp_path / "a.zip") as target:
        target.add("一.txt", io.BytesIO(b"1"), size=1, at=datetime(1949, 10, 1), packed=True)

    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.infolist()[0].date_time[0] == 1980


KILLED = """
import io, json, os, signal, sys
from datetime import datetime
from pathlib import Path
from lixiang.files.zips import growing
with growing(Path(sys.argv[1])) as target:
    target.add("一.txt", io.BytesIO(b"1" * 9000), size=9000, at=datetime(2018, 12, 31), packed=True)
    ends_at, entries = target.mark()
    print(json.dumps([ends_at, [entry.as_row() for entry in entries]]), flush=True)
    target.add("二.txt", io.BytesIO(b"2" * 900000), size=900000, at=datetime(2018, 12, 31), packed=False)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_that_was_killed_leaves_a_file_that_another_goes_on_with(tmp_path):
    path = tmp_path / "a.zip"
    ended = subprocess.run([sys.executable, "-c", KILLED, path], capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    ends_at, rows = json.loads(ended.stdout)

    with growing(path, ends_at=ends_at, entries=map(Entry.of_row, rows)) as target:
        add(target, "三.txt", b"3")

    assert read(path) == {"一.txt": b"1" * 9000, "三.txt": b"3"}
