"""A folder of certificates for a test, and the parties that sign in it."""

from datetime import datetime, timedelta
from pathlib import Path

from lixiang.documents import blocks as b
from lixiang.documents import typst_writer
from lixiang.documents.signing.adapter import Party
from lixiang.documents.signing.authority import TestAuthority

DEPARTMENT = Party("department", "中共淮南市委组织部")
COUNTY = Party("county-1", "中共示例一县委员会")
STRANGER = Party("county-2", "中共示例二县委员会")


def install(folder: Path, *parties: Party, at: datetime, lasts: timedelta = timedelta(days=1000)) -> TestAuthority:
    """A test authority of its own with a certificate per party."""
    authority = TestAuthority(at=at, lasts=lasts)
    authority.install(folder, parties or (DEPARTMENT, COUNTY))
    return authority


def paper(at: datetime) -> bytes:
    """One short PDF/A-2b as the product prints it."""
    blocks = (b.Title("项目责任书"), b.Paragraph("甲乙双方签订本责任书。"))
    document = b.Document(kind="责任书", title="项目责任书", layout="agreement", mark="", blocks=blocks)
    return typst_writer.render(document, at=at).pdf
