"""`lixiang rehearse` and `lixiang demo` do in one command what they promise, in a database of their own."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from lixiang.command.rehearse import STAGES
from lixiang.files.packages import opened
from lixiang.files.sums import faults
from lixiang.ranking.rules.verifying import verify
from lixiang.rehearsal.steps import STEPS


def lixiang(*words: str, folder: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "lixiang.command.main", *words]
    return subprocess.run(command, env=surroundings(folder), capture_output=True, text=True, timeout=900)


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a command that keeps all it writes in `folder`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    environment |= {"LIXIANG_DATA": str(folder), "LIXIANG_FAST_HASH": "yes"}
    environment.pop("LIXIANG_MODE", None)
    return environment


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("rehearsal")
    done = lixiang(
        "rehearse", "--pack", "huainan-2018", "--out", str(out), "--counties", "2", "--committees", "2", folder=out
    )
    assert done.returncode == 0, done.stderr
    return out


def test_a_rehearsal_writes_its_summary_with_the_promised_fields(rehearsal):
    summary = json.loads((rehearsal / "summary.json").read_text("utf-8"))

    assert set(summary) == {"projects", "documents", "refusals", "invariants", "seconds"}
    assert summary["invariants"]["broken"] == []
    assert {"code", "clause", "count"} == set(summary["refusals"][0])


def test_every_document_named_in_the_summary_is_there_as_pdf_and_as_docx(rehearsal):
    summary = json.loads((rehearsal / "summary.json").read_text("utf-8"))
    for row in summary["documents"]:
        pdf = rehearsal / row["file"]
        assert pdf.read_bytes().startswith(b"%PDF-")
        assert pdf.with_suffix(".docx").read_bytes().startswith(b"PK")
    numbers = [row["number"] for row in summary["documents"] if row["number"]]
    assert numbers[:2] == ["淮组通字〔2018〕27号", "淮组通字〔2018〕28号"]


def test_a_rehearsal_leaves_forms_receipts_and_workbooks(rehearsal):
    assert list((rehearsal / "forms").glob("*申报书*.pdf"))
    assert list((rehearsal / "forms").glob("*回执*.pdf"))
    assert list((rehearsal / "workbooks").glob("申报汇总表*.xlsx"))


def test_a_rehearsal_leaves_rankings_certificates_and_an_archive_that_prove_themselves(rehearsal):
    certificates = list((rehearsal / "certificates").iterdir())
    assert len(certificates) == len(list((rehearsal / "workbooks").glob("综合排名*.xlsx"))) == 2
    assert [verify(path.read_bytes()) for path in certificates] == [(), ()]
    (package,) = (rehearsal / "archive").iterdir()
    with opened(package) as archive:
        assert list(faults(archive)) == []
        assert sum(name.endswith("得分证书.json") for name in archive.names()) > 0

    summary = json.loads((rehearsal / "summary.json").read_text("utf-8"))
    assert summary["projects"]["ARCHIVED"] and {"ranking", "rectification", "archive"} <= set(summary["seconds"])
    assert {"二.5e", "二.4e"} <= {row["clause"] for row in summary["refusals"]}


def test_the_command_knows_every_step_by_its_name():
    assert tuple(STEPS) == STAGES


def test_a_folder_that_holds_a_rehearsal_is_not_written_over(rehearsal):
    again = lixiang("rehearse", "--pack", "huainan-2018", "--out", str(rehearsal), folder=rehearsal)

    assert again.returncode == 1
    assert "已存在" in again.stdout


def test_a_wrong_pack_is_refused_with_line_and_reason(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('[programme]\ncode = "x"\n', "utf-8")

    done = lixiang("rehearse", "--pack", str(wrong), "--out", str(tmp_path / "out"), folder=tmp_path)

    assert done.returncode == 1
    assert "缺少" in done.stdout
    assert not (tmp_path / "out").exists()
    told = lixiang("rehearse", "--pack", str(wrong), "--out", str(tmp_path / "out"), "--json", folder=tmp_path)
    assert {fault["table"] for fault in json.loads(told.stdout)["faults"]} == {"programme"}


@pytest.mark.parametrize(
    ("pack", "out", "said"),
    [
        ("none-such", "out", "没有名为none-such的方案包"),
        ("none-such.toml", "out", "没有文件none-such.toml"),
        ("huainan-2018", "file", "不能建立目录"),
    ],
)
def test_a_pack_or_a_folder_that_cannot_be_is_wrong_usage_and_leaves_nothing(tmp_path, pack, out, said):
    (tmp_path / "file").touch()

    done = lixiang("rehearse", "--pack", pack, "--out", str(tmp_path / out), folder=tmp_path)

    assert (done.returncode, said in done.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_wrong_usage_ends_with_2(tmp_path):
    assert lixiang("rehearse", folder=tmp_path).returncode == 2
    assert (
        lixiang("rehearse", "--pack", "huainan-2018", "--out", "x", "--counties", "0", folder=tmp_path).returncode == 2
    )
    said = lixiang("rehearse", "--pack", "huainan-2018", "--out", "x", "--counties", "many", folder=tmp_path).stderr
    assert "应为1至99之间的整数" in said


def test_the_demo_is_in_mid_cycle_with_accounts_for_every_role(tmp_path):
    with demo_served(tmp_path) as address:
        assert paper_printed(address, tmp_path / "demo").startswith(b"%PDF")

    rows = json.loads((tmp_path / "demo" / "accounts.json").read_text("utf-8"))
    assert {"role", "username", "password", "organisation", "name"} == set(rows[0])
    assert (
        sum(row["role"] == "nominator" for row in rows) == sum(row["role"] == "nominator_leader" for row in rows) >= 17
    )
    again = lixiang("demo", "--data", str(tmp_path / "demo"), "--no-serve", folder=tmp_path)
    assert again.returncode == 0
    environment = {"LIXIANG_DATA": str(tmp_path / "demo")}
    checked = subprocess.run(
        [sys.executable, "-m", "lixiang.command.main", "check-invariants", "--json"],
        env={**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"}, **environment},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout
    assert json.loads(checked.stdout)["broken"] == []
    days, latest, titles = told(tmp_path / "demo" / "lixiang.sqlite3")
    assert len(days) >= 4  # applications come in over some days, as in life
    assert latest <= datetime.now(UTC).isoformat(" ")
    assert not [title for title in titles if "党党" in title]
    assert sum(row["role"] == "judge" for row in rows) == 1
    assert finished_in(tmp_path / "demo" / "lixiang.sqlite3") == ({"ARCHIVED", "CONCLUDED", "DECLINED"}, ["FINAL"], 1)
    assert made_of_results(tmp_path / "demo" / "lixiang.sqlite3") == [3, 1, 2, 1, 1, 0]


def finished_in(database):
    """The statuses of the first year's projects, the newest ranking's, and how many archives are finished."""
    with closing(sqlite3.connect(database)) as rows:
        (year,) = rows.execute("select id from programmes_programme order by year, id").fetchone()
        projects = rows.execute("select distinct status from projects_project where programme_id = ?", (year,))
        rankings = rows.execute(
            "select status from ranking_ranking where programme_id = ? order by number desc limit 1", (year,)
        )
        archives = rows.execute("select count(*) from outcomes_archive where file_id is not null").fetchone()[0]
        return {status for (status,) in projects}, [status for (status,) in rankings], archives


def made_of_results(database):
    """Awards made known, answers, cases shown, their adoptions, issued assessments; and what came after the archive."""
    counted = (
        "outcomes_award where status = 'PUBLISHED'",
        "outcomes_recommendation where status = 'ADOPTED'",
        "outcomes_casestudy where published_revision_id is not null",
        "outcomes_adoption where withdrawn_at is null",
        "outcomes_assessment where status = 'ISSUED'",
        "outcomes_assessment where status_since > (select min(begun_at) from outcomes_archive)",
    )
    with closing(sqlite3.connect(database)) as rows:
        return [rows.execute(f"select count(*) from {what}").fetchone()[0] for what in counted]  # noqa: S608


@contextmanager
def demo_served(folder: Path) -> Iterator[str]:
    """The address of a demo that is prepared and served by one command, as a newcomer would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("demo", "--data", str(folder / "demo"), "--port", str(port))
    command = [sys.executable, "-m", "lixiang.command.main", *words]
    with subprocess.Popen(command, env=surroundings(folder), stdout=subprocess.PIPE, text=True) as served:
        try:
            assert any("全部账号见" in line for line in served.stdout)
            wait_for_answer(port, served)
            yield f"http://127.0.0.1:{port}"
        finally:
            served.terminate()
            for _ in served.stdout:
                pass


def wait_for_answer(port: int, served: subprocess.Popen) -> None:
    """Until somebody listens at the port, as long as the server lives."""
    while served.poll() is None:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    pytest.fail("the demo ended instead of serving")


def paper_printed(address: str, folder: Path) -> bytes:
    """A paper that the web server itself prints, for the section's clerk."""
    password = json.loads((folder / "accounts.json").read_text("utf-8"))[0]["password"]
    with closing(sqlite3.connect(folder / "lixiang.sqlite3")) as rows:
        ref = rows.execute("select ref from projects_project where status = 'ACTIVE'").fetchone()[0]
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    log_in = f"{address}/account/login/"
    browser.open(log_in, timeout=60)
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    words = {"login": "section_clerk", "password": password, "csrfmiddlewaretoken": token}
    browser.open(Request(log_in, urlencode(words).encode(), {"Referer": log_in}), timeout=60)
    return browser.open(f"{address}/projects/{ref}/form.pdf", timeout=60).read()


def told(database):
    """The days on which applications were handed in, the last moment of the history, the titles."""
    with closing(sqlite3.connect(database)) as rows:
        days = rows.execute("select distinct date(at, '+8 hours') from history_event where verb = 'hand_in'").fetchall()
        latest = rows.execute("select max(at) from history_event").fetchone()[0]
        titles = [title for (title,) in rows.execute("select title from projects_project")]
    return days, latest, titles
