"""The manual's page on ranking: its worked example is the tests', and its script says of a certificate what we say."""

import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings

from lixiang.ranking.rules.certificate import as_json, canonical, certify, digest, write
from lixiang.ranking.rules.explanation import explanation
from lixiang.ranking.rules.ranking import rank
from lixiang.ranking.tests.examples import HEADING, POINTS, example, panel_facts
from lixiang.ranking.tests.generated import facts

PAGE = Path(__file__).resolve().parents[3] / "docs/manual/ranking.md"
TEXT = PAGE.read_text("utf-8")
SCRIPT = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("manual")
    (folder / "recompute.py").write_text(SCRIPT, "utf-8")
    return folder


def run(folder, content: bytes):
    """In a Python of its own, without our packages, as whoever has only the file would."""
    (folder / "certificate.json").write_bytes(content)
    command = [sys.executable, "-I", "-S", "recompute.py", "certificate.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_script_recomputes_the_worked_example(folder):
    done = run(folder, write(certify(example(), HEADING, seed=1, rounds=5)))

    assert (done.returncode, done.stdout) == (0, "一致：4个项目，23份有效评分。\n"), done.stderr


@pytest.mark.parametrize(
    ("what", "path", "to"),
    [
        ("P2名次", ("outcome", "results", 0, "place"), 2),
        ("P2得分", ("outcome", "results", 0, "total"), 95_000),
        ("P2等次", ("outcome", "results", 0, "grade"), "合格"),
        ("P1得分", ("sheets", 1, "total"), 80_000),
        ("校准不满足正规方程", ("outcome", "advice", "severities", 0, "severity"), 5 * 10**6),
    ],
)
def test_the_script_finds_what_was_changed_even_with_a_fresh_hash(folder, what, path, to):
    raw = deepcopy(as_json(certify(example(), HEADING, seed=1, rounds=5)))
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to

    done = run(folder, canonical({**raw, "hash": digest(raw)}).encode())
    assert done.returncode == 1
    assert what in done.stdout


def test_the_script_looks_at_the_hash(folder):
    raw = as_json(certify(example(), HEADING, seed=1, rounds=5))

    assert "校验值" in run(folder, canonical({**raw, "hash": "0" * 64}).encode()).stdout


@settings(max_examples=20, deadline=None)
@given(facts(("none", "judge", "group")))
def test_the_script_agrees_on_whatever_can_be_ranked(folder, of):
    done = run(folder, write(certify(of, HEADING, seed=1, rounds=2)))

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_uses_the_standard_library_alone():
    imported = re.findall(r"^(?:import|from) (.+?)(?: import .*)?$", SCRIPT, re.MULTILINE)

    names = {name.strip() for line in imported for name in line.split(",")}
    assert names <= sys.stdlib_module_names | {"collections"}


def test_the_table_of_the_manual_is_the_example():
    for project, (judges, department) in POINTS.items():
        cells = " | ".join("回避" if each is None else f"{each:g}" for each in judges)
        assert f"| {project} | {cells} | {department} |" in TEXT


def test_the_manual_shows_the_sentences_that_explain_the_example():
    of = example()
    ranking = rank(of)

    for project in POINTS:
        explained = explanation(of, ranking, project)
        in_manual = re.sub(r"^（.*?）", "", explained.sources[0].sentence)
        assert f"{in_manual.strip()}；{explained.weighing}" in TEXT
        assert f"{project} 第{explained.place}名" in TEXT


def explained(of, project, **more):
    return explanation(of, rank(of), project, **more)


def test_a_place_is_explained_down_to_each_sheet():
    of = example()
    certificate = certify(of, HEADING, seed=1, rounds=50)
    found = explained(of, "P1", firmness=certificate.outcome.firmness, advice=certificate.outcome.advice)

    rows = [(row.judge, row.raw, row.use, row.is_counted) for row in found.sources[0].rows]
    assert rows[3:] == [("评委4", "95", "偏高，去掉", False), ("评委5", "70", "偏低，去掉", False)]
    assert found.sources[0].rows[0].lines == (("goal", "52.8"), ("novelty", "35.2"))
    assert found.placing == ("得分90.483，在全部4个参加排名的项目中列第2名。", "比前一名“示例项目2”低1.367分。")
    assert found.grading == ("等次：优秀。",)
    assert "种子1" in found.firmness
    assert "仅供参考" in found.advice


def test_a_full_grade_and_a_bonus_are_explained():
    assert explained(example(), "P3").grading == (
        "优秀：应不低于85分，4个项目中至多2个，已评定2个，本项目不在其中。",
        "等次：合格。",
    )
    assert explained(example(), "P2").bonuses == ("获上级表彰：依据示例〔2018〕3号，申请8分，计5分（最多加5分）。",)


def test_ties_levelling_and_what_is_lacking_are_explained():
    of = panel_facts({"P": [50, 90], "Q": [50, 90], "R": [None, None]}, standardise="judge", minimum_sample=2)

    assert explained(of, "P").placing[1:] == ("与“Q”并列。",)
    assert explained(of, "P").levelling[0] == "评委1：2份评分，平均50分，按 原始分 × 70 ÷ 50 平衡。"
    lacking = explained(of, "R")
    assert (lacking.place, lacking.weighing) == (None, "评审组有效评分0份，少于1份")
    assert lacking.placing == ("没有得分，不参加排名。",)
    assert (lacking.grading, lacking.firmness, lacking.advice) == ((), "", "")
