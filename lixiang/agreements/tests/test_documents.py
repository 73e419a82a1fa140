"""The agreement on paper: what it says, from which revision, with how many parties."""

import io
from dataclasses import replace

import pytest
from docx import Document
from pypdf import PdfReader

from lixiang.agreements import documents
from lixiang.agreements.rules import Terms
from lixiang.programmes.queries import the_setting

pytestmark = pytest.mark.django_db
THREE = ("department", "nominating", "implementing")


@pytest.fixture
def terms(approved) -> Terms:
    return the_setting(approved.version, Terms)


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_paper_prints_the_hash_of_the_approved_revision_unbroken(approved, terms, morning):
    pdf, docx, _ = documents.rendered(documents.context_of(approved, terms, at=morning))

    cells = [cell.text for table in Document(io.BytesIO(docx)).tables for row in table.rows for cell in row.cells]
    assert approved.approved_revision.hash in text_of(pdf)
    assert any(approved.approved_revision.hash in cell for cell in cells)


def test_goals_and_milestones_stand_in_tables(approved, terms, morning):
    content = approved.approved_revision.content

    pdf, _, _ = documents.rendered(documents.context_of(approved, terms, at=morning))

    printed = text_of(pdf)
    assert all(row[name] in printed for row in content["goals"] for name in ("indicator", "baseline", "target"))
    assert all(row["title"] in printed for row in content["milestones"])


def test_later_edits_do_not_reach_the_paper(approved, terms, morning):
    before = documents.context_of(approved, terms, at=morning)
    approved.title = "改过的名称"
    approved.goals.all().delete()

    assert documents.context_of(approved, terms, at=morning) == before


def test_two_parties_sign_or_three(approved, terms, morning):
    two = documents.context_of(approved, terms, at=morning)
    three = documents.context_of(approved, replace(terms, parties=THREE), at=morning)

    assert [party["word"] for party in two.parties_by_role()] == ["甲方", "乙方"]
    assert [party["word"] for party in three.parties_by_role()] == ["甲方", "乙方", "丙方"]
    pdf, _, _ = documents.rendered(three)
    assert text_of(pdf).count("丙方（盖章）") == 1 and "丙方（盖章）" not in text_of(documents.rendered(two)[0])


def test_the_last_words_stand_on_the_page_of_the_signatures(approved, terms, morning):
    """A page of signatures without text would be “此页无正文”."""
    pdf, _, _ = documents.rendered(documents.context_of(approved, terms, at=morning))

    last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert "甲方（盖章）" in last and "不得启动实施" in "".join(last.split())


def test_a_rehearsal_is_marked_on_every_page(approved, terms, morning):
    pdf, _, _ = documents.rendered(documents.context_of(approved, terms, at=morning), mark="演练，非正式文件")

    assert all("演练" in page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
