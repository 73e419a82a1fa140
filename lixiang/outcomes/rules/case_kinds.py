"""The kind of setting that says which parts a case study has and from what of the record each is filled in first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.programmes.rules.kind import Kind, Say, joined

PREFILLS = {"goals": "工作目标", "measures": "主要措施", "results": "登记的成果"}
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class CasePart(Kind):
    """One part of a case study; `prefill` names parts of the accepted dossier, or what else of the record it takes."""

    TITLE = "典型案例的组成部分"
    NAMED_BY = "name"
    LONGEST = {"name": 40, "label": 60}
    REFERS = {"prefill": ("outcomes.prefill", "closing.field")}

    name: str
    label: str
    required: bool = True
    prefill: tuple[str, ...] = ()
    help: str = ""

    def called(self) -> str:
        return self.label

    def in_words(self, say: Say) -> str:
        words = [
            PREFILLS[name] if name in PREFILLS else f"结项总结的“{say('closing.field', name)}”" for name in self.prefill
        ]
        filled = f"，由{joined(words)}预先填入" if words else ""
        return f"典型案例写明“{self.label}”（{'必填' if self.required else '选填'}）{filled}。"

    def faults(self) -> Iterator[str]:
        if not CODE.fullmatch(self.name):
            yield "name：由小写字母、数字和下划线组成"
