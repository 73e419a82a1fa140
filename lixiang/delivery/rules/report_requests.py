"""What an ad-hoc report asks, and what stands against asking it; pure."""

from dataclasses import dataclass
from datetime import datetime

from lixiang.delivery.rules.report_kinds import EVIDENCE, Question
from lixiang.workflow.findings import Finding, too_long

LONGEST_TITLE, LONGEST_GROUND = 100, 500


@dataclass(frozen=True)
class Asked:
    """A title, the questions, until when, why, and whether evidence is wanted."""

    title: str
    questions: tuple[Question, ...]
    due_at: datetime
    ground: str = ""
    evidence: str = "optional"


def request_findings(asked: Asked, at: datetime, clause: str, *, has_projects: bool) -> tuple[Finding, ...]:
    """Everything that is wrong with it at once."""
    wrong = (
        (not 0 < len(asked.title.strip()) <= LONGEST_TITLE, "no_title", "请写明要求汇报什么，不超过100字。", "title"),
        (not asked.questions, "no_question", "请至少写一个问题。", "questions"),
        (asked.due_at <= at, "due_in_the_past", "报送期限应当晚于现在。", "due_at"),
        (asked.evidence not in EVIDENCE, "no_such_rule", "请选择佐证材料的要求。", "evidence"),
        (not has_projects, "no_projects", "所选范围内没有实施中的项目。", "scope"),
    )
    found = (Finding(code, sentence, clause, field=field) for is_so, code, sentence, field in wrong if is_so)
    return (*found, *too_long(asked.ground.strip(), LONGEST_GROUND, what="说明", clause=clause, field="ground"))
