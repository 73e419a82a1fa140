"""The locks hold what the lists ask for, with hashes and without the address of any registry."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT

LOCKS = ROOT / "requirements"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for(text: str) -> set[str]:
    lines = (line.strip() for line in text.splitlines())
    return {normal(re.split(r"[\[=~<>; ]", line)[0]) for line in lines if line and line[0] not in "#-"}


def complaints(wanted: str, lock: str) -> Iterator[str]:
    locked = re.split(r"\n(?=\w)", lock)
    yield from (
        f"{name} is not locked" for name in sorted(asked_for(wanted) - {normal(p.split("==")[0]) for p in locked})
    )
    yield from (f"{package.split()[0]} has no hash" for package in locked if "--hash=sha256:" not in package)
    if "://" in lock:
        yield "names an address"


@pytest.mark.parametrize("name", ["run", "test", "install", "node"])
def test_a_lock_holds_what_its_list_asks_for(name):
    assert list(complaints((LOCKS / f"{name}.in").read_text(), (LOCKS / f"{name}.lock").read_text())) == []


def test_the_tests_run_on_the_versions_that_the_product_runs_on():
    run, test = ((LOCKS / f"{name}.lock").read_text() for name in ("run", "test"))
    pins = re.compile(r"^\S+==\S+", re.MULTILINE)

    assert set(pins.findall(run)) <= set(pins.findall(test))


def test_the_npm_lock_names_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


@pytest.mark.parametrize(
    ("wanted", "lock"),
    [
        ("django\ntypst", "django==5.2 \\\n    --hash=sha256:0"),
        ("django", "django==5.2"),
        ("django", "--index-url https://mirror.example\ndjango==5.2 \\\n    --hash=sha256:0"),
    ],
)
def test_a_poor_lock_is_seen(wanted, lock):
    assert list(complaints(wanted, lock)) != []
