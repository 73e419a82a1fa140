"""`lixiang import`: exit codes, and what a clerk reads on the terminal."""

import json
import os
import subprocess
import sys

import pytest

from lixiang.command.main import NO_DATABASE, main
from lixiang.people.models import User
from lixiang.people.sheets.columns import SHEETS
from lixiang.people.sheets.reading import read_workbook
from lixiang.people.tests.workbooks import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(tmp_path):
    def write(name: str, *rows: dict[str, str]) -> str:
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(workbook(name, *rows).getvalue())
        return str(file)

    return write


@pytest.mark.parametrize("words", [("verify-history",), ("check-invariants", "--json"), ("pack", "dump", "none-such")])
def test_a_report_on_a_folder_without_a_database_says_so(tmp_path, words):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["LIXIANG_DATA"] = str(tmp_path / "nothing")

    command = [sys.executable, "-m", "lixiang.command.main", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr == f"{NO_DATABASE}\n"


def test_organisations_are_imported_into_a_folder_that_was_never_served(tmp_path, filled):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["LIXIANG_DATA"] = str(tmp_path / "new")

    command = [sys.executable, "-m", "lixiang.command.main", "import", "organisations", filled("organisations")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert (done.returncode, "已导入" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize("name", SHEETS)
def test_a_template_is_written_and_can_be_read(tmp_path, name, capsys):
    file = tmp_path / "t.xlsx"

    assert main(["import", "template", name, "--out", str(file)]) == 0
    with file.open("rb") as source:
        assert read_workbook(source, SHEETS[name]) == []
    assert str(file) in capsys.readouterr().out


def test_a_dry_run_and_then_the_import(directory, filled, capsys):
    file = filled("users", {"username": "u1"})

    assert main(["import", "users", file, "--dry-run"]) == 0
    assert "试运行：新增1，更改0，不变0。" in capsys.readouterr().out
    assert not User.objects.exists()
    assert main(["import", "users", file, "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["applied"] is True
    assert User.objects.get(username="u1").check_password(told["passwords"]["u1"])
    assert main(["import", "users", file]) == 0
    assert "已导入：新增0，更改0，不变1。" in capsys.readouterr().out


def test_a_change_is_told_with_before_and_after(directory, filled, capsys):
    row = {"code": "street", "name": "示例street委员会", "short_name": "新简称", "kind": "党工委", "level": "乡级",
           "rank": "乡科级", "parent": "county", "order": "1"}  # fmt: skip

    assert main(["import", "organisations", filled("organisations", row), "--dry-run"]) == 0

    assert "更改 street 示例street委员会：简称：示例street → 新简称" in capsys.readouterr().out


def test_errors_are_named_by_row_and_the_exit_code_is_one(directory, filled, capsys):
    file = filled("organisations", {}, {"code": "n2", "kind": "俱乐部"})

    assert main(["import", "organisations", file]) == 1
    assert "错误 第3行 类型：“俱乐部”" in capsys.readouterr().out
    assert main(["import", "organisations", file, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"][0]["row"] == 3


def test_a_file_that_is_no_workbook_is_refused_with_one_sentence(tmp_path, capsys):
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"no")

    assert main(["import", "users", str(file)]) == 1
    assert "Excel工作簿" in capsys.readouterr().out
    assert main(["import", "users", str(file), "--json"]) == 1
    assert "error" in json.loads(capsys.readouterr().out)


def test_wrong_usage_has_the_exit_code_two(tmp_path, capsys):
    assert main(["import", "users", str(tmp_path / "missing.xlsx")]) == 2
    assert main(["import", "template", "users", "--out", str(tmp_path / "no" / "t.xlsx")]) == 2
    with pytest.raises(SystemExit) as left:
        main(["import", "programmes", "x"])
    assert left.value.code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "用法不对，缺少命令"),
        (["nosuch"], "没有'nosuch'，可选"),
        (["import", "organisations"], "缺少FILE"),
        (["serve", "--port", "abc"], "--port：'abc'不合要求"),
        (["check-invariants", "--nope"], "没有这个参数：--nope"),
    ],
)
def test_wrong_usage_is_told_in_chinese_and_ends_with_two(capsys, words, said):
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    assert said in capsys.readouterr().err
