"""`lixiang pack` from the command line: what it prints, what it leaves behind, its exit codes."""

import json
import re

import pytest

from lixiang.command.main import main
from lixiang.documents.models import OfficialDocument
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.rules.pack import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack_file(huainan, tmp_path):
    path = tmp_path / "huainan.toml"
    path.write_text(write(huainan), "utf-8")
    return path


def test_a_good_pack_is_counted_and_nothing_is_written(pack_file, capsys):
    rows = re.findall(r"^\[\[\w+\.\w+\]\]$", pack_file.read_text("utf-8"), re.MULTILINE)

    assert main(["pack", "check", str(pack_file)]) == 0
    assert capsys.readouterr().out == f"huainan-2018：合格。条款35条，选题32个，规则{len(rows)}项。\n"
    assert not Programme.objects.exists()


def test_a_wrong_pack_names_every_fault_with_line_and_clause(pack_file, capsys):
    pack_file.write_text(pack_file.read_text("utf-8").replace("minimum = 2\nmaximum = 3", "minimum = 4\nmaximum = 3"))

    assert main(["pack", "check", str(pack_file)]) == 1
    out = capsys.readouterr().out
    assert "[nominations.quota] minimum（4）应不小于0、不大于maximum（3）（条款二.3a）" in out
    assert main(["pack", "load", str(pack_file), "--json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["table"], fault["clause"]) == ("nominations.quota", "二.3a")
    assert pack_file.read_text("utf-8").splitlines()[fault["line"] - 1] == "[[nominations.quota]]"
    assert not Programme.objects.exists()


def test_a_pack_is_loaded_dumped_and_published(draft_cast, pack_file, tmp_path, capsys):
    head = draft_cast.user(Role.SECTION_HEAD)

    assert main(["pack", "load", str(pack_file), "--as", draft_cast.user(Role.SECTION_CLERK).username]) == 0
    assert main(["pack", "dump", "huainan-2018", "--out", str(tmp_path / "out.toml")]) == 0
    assert (tmp_path / "out.toml").read_bytes() == pack_file.read_bytes()
    capsys.readouterr()
    assert main(["pack", "publish", "huainan-2018", "--as", head.username, "--json"]) == 0

    published = json.loads(capsys.readouterr().out)
    assert published["addressees"] == OfficialDocument.objects.get().addressees.count() == 4


def test_a_dump_is_the_text_itself(cast, pack_file, capsys):
    assert main(["pack", "dump", "huainan-2018"]) == 0
    assert capsys.readouterr().out == pack_file.read_text("utf-8")
    assert main(["pack", "dump", str(pack_file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pack"] == pack_file.read_text("utf-8")


def test_who_may_not_is_refused(draft_cast, pack_file, capsys):
    clerk = draft_cast.user(Role.SECTION_CLERK).username

    assert main(["pack", "publish", "huainan-2018", "--as", clerk]) == 1
    assert "该账号无权办理。" in capsys.readouterr().out
    assert Version.objects.get().published_at is None


def test_what_rules_refuse_is_said(cast, capsys):
    head = cast.user(Role.SECTION_HEAD).username

    assert main(["pack", "publish", "huainan-2018", "--as", head, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "not_in_this_status"


@pytest.mark.parametrize(
    "words",
    [
        ["check", "/nowhere.toml"],
        ["dump", "nothing-2018"],
        ["publish", "nothing-2018", "--as", "nobody"],
        ["load", "{file}", "--as", "nobody"],
        ["dump", "{file}", "--out", "/nowhere/out.toml"],
    ],
)
def test_what_is_not_there_is_a_wrong_use(words, pack_file, capsys):
    assert main(["pack", *(word.format(file=pack_file) for word in words)]) == 2
    assert "没有" in capsys.readouterr().out


def test_a_file_that_is_no_text_is_said_to_be_so(pack_file, capsys):
    pack_file.write_bytes(b"\xff\xfe")

    assert main(["pack", "check", str(pack_file)]) == 2
    assert "不是UTF-8编码的文本" in capsys.readouterr().out
