"""The statement as a paper says what the page says."""

import pytest

from lixiang.documents.typst_writer import render
from lixiang.funds import actions, queries
from lixiang.funds.documents import paper_of
from lixiang.funds.tests.conftest import spent

pytestmark = pytest.mark.django_db


def texts_of(block) -> list[str]:
    if isinstance(block, str):
        return [block]
    if isinstance(block, tuple):
        return [text for each in block for text in texts_of(each)]
    return [text for value in vars(block).values() for text in texts_of(value)] if hasattr(block, "__dict__") else []


def test_the_paper_holds_figures_tranches_budget_and_entries(funded, sides, morning):
    actions.set_budget(funded, amounts={"material": 500_000}, by=sides.unit, at=morning)
    spent(funded, sides, morning)

    paper = paper_of(queries.statement_of(sides.clerk, funded, morning), at=morning)

    texts = texts_of(paper.blocks)
    for words in (
        "项目经费情况表",
        "2018年3月26日",
        "1.20",
        "首期拨付",
        "5,000.00",
        "4,700.00",
        "300.00",
        "购买学习资料",
    ):
        assert words in texts
    assert render(paper, at=morning).pdf.startswith(b"%PDF-")


def test_a_project_without_a_grant_prints_an_empty_statement(active, sides, morning):
    paper = paper_of(queries.statement_of(sides.clerk, active, morning), at=morning)

    assert "0.00" in texts_of(paper.blocks) and "—" in texts_of(paper.blocks)
