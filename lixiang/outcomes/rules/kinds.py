"""The kind of setting that says how a programme is archived (归档, GB/T 18894)."""

from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.programmes.rules.kind import Kind, Say

RETENTIONS = {"permanent": "永久", "30_years": "30年", "10_years": "10年"}


@dataclass(frozen=True, kw_only=True)
class ArchiveTerms(Kind):
    """How long the archive is kept, its classification, and the codes by which the archive office files it."""

    TITLE = "归档"
    IS_RULE = False
    ONCE = True
    LONGEST = {"security": 20, "fonds_code": 20, "fonds": 100, "affair": 60}
    REFERS = {"retention": ("outcomes.retention",)}

    retention: str
    security: str = "非密"
    fonds_code: str = ""
    fonds: str = ""
    affair: str = ""

    def in_words(self, say: Say) -> str:
        fonds = f"，全宗{self.fonds_code}{self.fonds}" if self.fonds_code or self.fonds else ""
        affair = f"，机构或问题为{self.affair}" if self.affair else ""
        return f"保管期限{say('outcomes.retention', self.retention)}，密级{self.security}{fonds}{affair}。"

    def faults(self) -> Iterator[str]:
        if not self.security.strip():
            yield "security 应写明密级，不涉密的写“非密”"
