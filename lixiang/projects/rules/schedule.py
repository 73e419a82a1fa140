"""What the notice finds in the times of an application: the day of completion and the steps towards it."""

from collections.abc import Iterator
from datetime import datetime

from lixiang.projects.rules.facts import ApplicationFacts
from lixiang.projects.rules.fields import of
from lixiang.projects.rules.kinds import Field
from lixiang.workflow.findings import Finding


def completion_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    rule, day = facts.rules.completion, facts.day("completion_on")
    if day is None:
        return
    if rule and day > rule.not_after:
        limit = f"{rule.not_after.year}年{rule.not_after.month}月{rule.not_after.day}日"
        sentence = f"完成时间原则上不晚于{limit}，所填晚于该日。"
        yield Finding("completes_late", sentence, rule.clause, rule.strictness, "completion_on")
    if day <= facts.today:
        clause = rule.clause if rule else ""
        yield Finding("completes_in_the_past", "完成时间应当晚于今天。", clause, field="completion_on")


def milestone_findings(facts: ApplicationFacts) -> Iterator[Finding]:
    completion = facts.text("completion_on")
    for spec in facts.rules.fields:
        if spec.widget == "milestones":
            for place, row in enumerate(facts.rows(spec.name), 1):
                yield from _milestone_row(spec, f"“{spec.label}”第{place}项", row, completion)


def _milestone_row(spec: Field, which: str, row: dict[str, str], completion: str) -> Iterator[Finding]:
    """Days are compared as ISO texts, whose order is that of time."""
    if not row.get("due_on"):
        yield of(spec, "milestone_without_date", f"{which}没有写明完成时间。")
    elif row.get("from_on") and row["from_on"] > row["due_on"]:
        yield of(spec, "milestone_ends_before_it_begins", f"{which}的完成时间早于开始时间。")
    elif completion and row["due_on"] > completion:
        yield of(spec, "milestone_after_completion", f"{which}晚于项目完成时间。")


def extension_findings(due_at: datetime | None, until: datetime, at: datetime, clause: str = "") -> tuple[Finding, ...]:
    """What stands against giving a return more time: it only gets more, and only where it has a date of its own."""
    if due_at is None:
        sentence = "此次退回没有单独的修改期限，以报送截止时间为准；需要延长的，请向主管单位申请延期申报。"
        return (Finding("no_due_date", sentence, clause, field="due_at"),)
    if until <= at:
        return (Finding("due_in_the_past", "延长后的期限应当晚于现在。", clause, field="due_at"),)
    if until < due_at:
        return (Finding("due_earlier", "延长后的期限应当晚于原定期限。", clause, field="due_at"),)
    return ()
