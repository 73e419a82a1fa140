"""The pages under docs lead somewhere: every link finds its file and heading, and the manual lists all of its pages."""

import re
from pathlib import Path

import pytest

from lixiang.command.main import commands
from tests.architecture.source import ROOT

DOCS = ROOT / "docs"
MANUAL = DOCS / "manual"
PAGES = sorted((*ROOT.glob("*.md"), *DOCS.rglob("*.md")))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """The addresses of the headings of a page, as GitHub and Gitea write them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(page: Path) -> list[str]:
    """The links of a page that lead nowhere within the repository."""
    found = []
    for link in LINK.findall(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page):
    assert broken(page) == []


def test_a_broken_link_would_be_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# 一\n[there](page.md#一) [gone](gone.md) [no heading](#二)\n", "utf-8")

    assert broken(page) == ["gone.md", "#二"]


def test_the_manual_lists_every_page_of_its_own():
    listed = set(LINK.findall((MANUAL / "README.md").read_text("utf-8")))

    assert {page.name for page in MANUAL.glob("*.md")} - {"README.md"} == listed


def test_the_manual_names_every_command():
    text = (MANUAL / "commands.md").read_text("utf-8")

    assert [name for name in commands() if name != "docs" and f"`lixiang {name}" not in text] == []
