"""Packages from anywhere: good ones are proved file by file, hostile ones are refused before they are read."""

import hashlib
import io
import os
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from lixiang.command.main import main
from lixiang.files.packages import FolderPackage, Hostile, opened, opened_zip
from lixiang.files.sums import LIST, Fault, faults, written

CONTENT = {"项目甲/申报书.pdf": b"%PDF", "项目甲/metadata.xml": b"<x/>", "index.html": b"<p>"}


def listed(content: dict[str, bytes]) -> dict[str, bytes]:
    rows = [(hashlib.sha256(body).hexdigest(), name) for name, body in content.items()]
    return {**content, LIST: written(rows).encode()}


def zipped(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
    return path


def laid_out(folder: Path, content: dict[str, bytes]) -> Path:
    for name, body in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


def wrong(path: Path) -> list[Fault]:
    with opened(path) as package:
        return list(faults(package))


@pytest.mark.parametrize(
    "lay", [lambda at, what: zipped(at / "a.zip", what), lambda at, what: laid_out(at / "a", what)]
)
class TestFaults:
    def test_a_whole_package_has_none(self, tmp_path, lay):
        assert wrong(lay(tmp_path, listed(CONTENT))) == []

    def test_what_is_broken_missing_and_added_is_named_in_the_order_of_the_list(self, tmp_path, lay):
        content = listed(CONTENT)
        content["项目甲/metadata.xml"] = b"<y/>"
        del content["index.html"]
        content["项目甲/夹带.txt"] = b"!"

        assert wrong(lay(tmp_path, content)) == [
            Fault("broken", "项目甲/metadata.xml"),
            Fault("missing", "index.html"),
            Fault("added", "项目甲/夹带.txt"),
        ]

    def test_one_without_a_list_proves_nothing(self, tmp_path, lay):
        assert wrong(lay(tmp_path, CONTENT)) == [Fault("missing", LIST)]

    @pytest.mark.parametrize("text", ["", "no hash\n", f"{'a' * 64}  x\n{'a' * 64}  x\n", "\udcff"])
    def test_a_list_that_is_none_proves_nothing(self, tmp_path, lay, text):
        body = text.encode("utf-8", "surrogateescape")
        assert wrong(lay(tmp_path, {**CONTENT, LIST: body})) == [Fault("listed", LIST)]


def test_the_list_is_read_by_sha256sum(tmp_path):
    import subprocess

    laid_out(tmp_path, listed(CONTENT))

    found = subprocess.run(["sha256sum", "-c", "--strict", LIST], cwd=tmp_path, capture_output=True, check=False)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("name", ["", "a\nb", "a\\b", "a\rb"])
def test_a_name_that_a_list_could_not_hold_is_not_written(name):
    with pytest.raises(ValueError):
        written([("a" * 64, name)])


def hostile(body: bytes) -> str:
    with pytest.raises(Hostile) as refused, opened_zip(io.BytesIO(body)):
        pass
    return str(refused.value)


def made(*entries: tuple[zipfile.ZipInfo | str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(body, "w", way) as archive:
        warnings.simplefilter("ignore", UserWarning)  # a name twice is what is tested
        for name, content in entries:
            archive.writestr(name, content, compress_type=way)
    return body.getvalue()


@pytest.mark.parametrize(
    "name", ["../外.txt", "甲/../../外.txt", "/etc/passwd", "C:外.txt", "甲\\外.txt", "甲//外.txt", "甲/./外"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name):
    assert "会写到文件夹以外" in hostile(made((name, b"x")))


def test_a_link_is_refused():
    link = zipfile.ZipInfo("链接")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "是链接或者特殊文件" in hostile(made((link, b"/etc/passwd")))


@pytest.mark.parametrize("other", ["甲.txt", "甲.TXT"])
def test_two_files_of_one_name_are_refused(other):
    assert "重名" in hostile(made(("甲.txt", b"1"), (other, b"2")))


def test_a_bomb_is_refused_before_it_is_read():
    assert "压缩炸弹" in hostile(made(("大.txt", b"\0" * 20_000_000)))


def test_two_names_for_the_same_bytes_are_refused():
    """The second entry of the list is made to point at the first."""
    body = bytearray(made(("a.txt", b"x" * 500), ("b.txt", b"y" * 500), way=zipfile.ZIP_STORED))
    second = body.rindex(b"PK\x01\x02")
    body[second + 42 : second + 46] = struct.pack("<I", 0)

    assert "重叠" in hostile(bytes(body))


def test_a_file_that_claims_more_bytes_than_the_package_has_is_refused():
    """Said to be packed into many, it would pass for no bomb."""
    body = bytearray(made(("大.txt", b"\0" * 20_000_000)))
    last = body.rindex(b"PK\x01\x02")
    body[last + 20 : last + 24] = struct.pack("<I", 20_000_000)

    assert "重叠" in hostile(bytes(body))


def test_an_encrypted_file_and_an_unknown_way_of_packing_are_refused():
    body = bytearray(made(("a.txt", b"x")))
    body[body.rindex(b"PK\x01\x02") + 8] |= 1
    assert "已加密" in hostile(bytes(body))

    assert "不支持的压缩方法" in hostile(made(("a.txt", b"x"), way=zipfile.ZIP_BZIP2))


@pytest.mark.parametrize(
    "body", [b"", b"PK", b"not a zip", made(("a", b"x"))[:-10]], ids=["nothing", "two bytes", "words", "cut off"]
)
def test_what_is_no_zip_is_refused(body):
    assert "不是完好的 ZIP" in hostile(body)


def test_bytes_changed_in_a_zip_are_named_and_not_an_error_of_the_program(tmp_path):
    path = zipped(tmp_path / "a.zip", {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, body in listed(CONTENT).items():
            archive.writestr(name, body)
    path.write_bytes(path.read_bytes().replace(b"%PDF", b"%PDX", 1))

    assert wrong(path) == [Fault("broken", "项目甲/申报书.pdf")]


def test_a_link_in_a_folder_is_refused_and_not_followed(tmp_path):
    laid_out(tmp_path, listed(CONTENT))
    os.symlink("/etc", tmp_path / "外")

    with pytest.raises(Hostile, match="是链接"):
        FolderPackage(tmp_path)


@pytest.mark.parametrize("name", ["回车\r清屏", "反写\u202etxt", "坏\udcff"])
def test_a_name_that_cannot_be_shown_is_refused_in_a_folder(tmp_path, name):
    laid_out(tmp_path, listed(CONTENT))
    (tmp_path / name).touch()

    with pytest.raises(Hostile, match="不能显示的字符") as refused:
        FolderPackage(tmp_path)
    assert "□" in str(refused.value) and str(refused.value).isprintable()


def test_a_fault_is_told_without_signs_that_turn_the_letters_round():
    assert Fault("added", "甲\u202etxt.exe").sentence == "甲□txt.exe：清单以外多出的文件"


class TestTheCommand:
    def test_it_ends_with_0_for_a_whole_archive(self, tmp_path, capsys):
        path = zipped(tmp_path / "a.zip", listed(CONTENT))

        assert main(["verify-archive", str(path)]) == 0
        said = capsys.readouterr().out
        assert "归档包完整：4个文件" in said and hashlib.sha256(path.read_bytes()).hexdigest() in said

    def test_it_ends_with_1_and_names_the_first_and_all_faults(self, tmp_path, capsys):
        path = laid_out(tmp_path / "a", {**listed(CONTENT), "index.html": b"", "多.txt": b""})

        assert main(["verify-archive", str(path)]) == 1
        said = capsys.readouterr().out
        assert "有2处不符，首处：index.html：内容与校验值不符" in said and "多.txt：清单以外多出的文件" in said

    def test_it_tells_programs_as_json(self, tmp_path, capsys):
        import json

        path = zipped(tmp_path / "a.zip", {**listed(CONTENT), "index.html": b""})

        assert main(["verify-archive", str(path), "--json"]) == 1
        found = json.loads(capsys.readouterr().out)
        assert (found["good"], [each["kind"] for each in found["faults"]]) == (False, ["broken"])

    def test_a_hostile_archive_is_refused_with_a_sentence(self, tmp_path, capsys):
        path = tmp_path / "a.zip"
        path.write_bytes(made(("../外.txt", b"x")))

        assert main(["verify-archive", str(path)]) == 1
        assert "会写到文件夹以外" in capsys.readouterr().out

    def test_it_ends_with_2_where_there_is_no_such_file(self, tmp_path, capsys):
        assert main(["verify-archive", str(tmp_path / "none.zip")]) == 2
        assert "打不开" in capsys.readouterr().err
