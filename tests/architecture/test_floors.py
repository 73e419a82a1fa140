"""A stage has the floors of docs/architecture.md and no other file, and the import contracts can be broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import FLOORS, PRODUCT, ROOT, STAGES

BESIDE_THE_FLOORS = {"__init__", "apps", "migrations", "tests", "jinja2", "static", "packs", "__pycache__"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def strangers(stage: Path) -> list[str]:
    """What lies in a stage's folder and is no floor."""
    return [path.name for path in sorted(stage.iterdir()) if path.stem not in {*FLOORS, *BESIDE_THE_FLOORS}]


def stages_on_disk() -> list[str]:
    return [stage for stage in STAGES if (PRODUCT / stage).is_dir()]


@pytest.mark.parametrize("stage", stages_on_disk())
def test_a_stage_has_floors_and_no_other_file(stage):
    assert strangers(PRODUCT / stage) == []


def test_a_file_that_is_no_floor_is_seen(tmp_path):
    for name in ("actions.py", "helpers.py", "apps.py"):
        (tmp_path / name).touch()

    assert strangers(tmp_path) == ["helpers.py"]


def test_the_contract_about_floors_covers_every_stage():
    floors = next(contract for contract in CONTRACTS if contract["name"].startswith("Every stage"))

    assert sorted(floors["containers"]) == sorted(f"lixiang.{stage}" for stage in stages_on_disk())


BREACHES = {
    "an earlier stage imports a later one": ("projects/queries.py", "import lixiang.approvals.models"),
    "a lower floor imports a higher one": ("projects/models.py", "import lixiang.projects.actions"),
    "a rule imports Django": ("projects/rules.py", "import django.db"),
    "a file that is no floor": ("projects/helpers.py", ""),
    "a room that the house does not know": ("billing/__init__.py", ""),
}


@pytest.fixture
def small_house(tmp_path) -> Path:
    """A package `lixiang` with the real contracts and one empty module per room and floor."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    rooms = ["command", "config", "access", "files", "history", "workflow", "documents", "people", *stages_on_disk()]
    for room in rooms:
        (tmp_path / "lixiang" / room).mkdir(parents=True)
        (tmp_path / "lixiang" / room / "__init__.py").touch()
    named = [module for contract in CONTRACTS for module in contract.get("source_modules", []) if "*" not in module]
    for module in (*named, "lixiang.approvals.models", *(f"lixiang.projects.{floor}" for floor in FLOORS)):
        (tmp_path / f"{module.replace('.', '/')}.py").touch()
    (tmp_path / "lixiang" / "__init__.py").touch()
    return tmp_path


def verdict_on(house: Path) -> str:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"]
    environment = {"PYTHONPATH": str(house)}
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False).stdout


def test_a_clean_house_keeps_all_contracts(small_house):
    assert ", 0 broken." in verdict_on(small_house)


@pytest.mark.parametrize("breach", BREACHES)
def test_a_contract_is_broken_by(breach, small_house):
    path, text = BREACHES[breach]
    file = small_house / "lixiang" / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)

    assert ", 1 broken." in verdict_on(small_house)
