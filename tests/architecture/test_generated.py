"""Pages that the product writes about itself are those that lie in docs/."""

from lixiang.command.main import main
from tests.architecture.source import ROOT


def test_generated_pages_are_current():
    assert main(["docs", "--check"]) == 0


def test_every_decision_record_says_context_decision_and_what_was_rejected():
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))

    assert len(records) >= 12
    for number, record in enumerate(records, 1):
        text = record.read_text()
        assert record.name.startswith(f"{number:04}-")
        assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Rejected", "Consequences")), (
            record.name
        )
