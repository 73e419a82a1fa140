"""What a task (交办事项) must have, and what may stand against its verbs: one owner, one due date; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from lixiang.programmes.rules.days import end_of
from lixiang.workflow.findings import Finding, too_long

MEETING, INSPECTION, LEDGER = "meeting", "inspection", "ledger"
SOURCES = {MEETING: "会议", INSPECTION: "督导", LEDGER: "台账导入"}

LONGEST = {"title": ("主要任务", 300), "cooperating": ("配合单位", 200), "remark": ("备注", 300)}


@dataclass(frozen=True)
class Handing:
    """A task as it is about to be handed out; `organisations` are the ids of all that were named to answer for it.

    `of_the_project` are those that carry its project out, None where it is of no project.
    """

    title: str
    organisations: tuple[int, ...]
    due_on: date | None
    today: date
    of_the_project: frozenset[int] | None = None
    clause: str = ""


def standing_against_handing(task: Handing) -> tuple[Finding, ...]:
    """A task has one owner and one due date, which is not past; that of a project goes to who carries it out."""
    found = []
    if not task.title.strip():
        found.append(Finding("no_title", "请写明主要任务。", task.clause, field="title"))
    owners = frozenset(task.organisations)
    if len(owners) != 1:
        code, sentence = (
            ("several_owners", "一项任务只能有一个责任单位，其他的请写作配合单位。")
            if owners
            else ("no_owner", "请选择责任单位。")
        )
        found.append(Finding(code, sentence, task.clause, field="organisation"))
    elif task.of_the_project is not None and not owners <= task.of_the_project:
        sentence = "责任单位应为该项目的申报单位、填报单位或者实施主体。"
        found.append(Finding("not_of_the_project", sentence, task.clause, field="organisation"))
    return (*found, *standing_against_due_date(task.due_on, task.today, task.clause))


def standing_against_words(words: Mapping[str, str], clause: str) -> tuple[Finding, ...]:
    """Nothing that was typed of a task is cut: what is longer than its place is refused."""
    limits = ((name, text, *LONGEST[name]) for name, text in words.items())
    found = (too_long(text, most, what=what, clause=clause, field=name) for name, text, what, most in limits)
    return tuple(chain.from_iterable(found))


def standing_against_due_date(due_on: date | None, today: date, clause: str) -> tuple[Finding, ...]:
    if due_on is None:
        return (Finding("no_due_date", "请填写办结时限。", clause, field="due_on"),)
    if due_on < today:
        return (Finding("due_in_the_past", "办结时限不能早于今天。", clause, field="due_on"),)
    return ()


def standing_against_extension(due_on: date, until: date | None, today: date, clause: str) -> tuple[Finding, ...]:
    """An extension moves the one due date to a later day."""
    found = standing_against_due_date(until, today, clause)
    if not found and until is not None and until <= due_on:
        return (Finding("not_later", "延长后的时限应晚于现在的时限。", clause, field="due_on"),)
    return found


def standing_against_done(note: str, clause: str) -> tuple[Finding, ...]:
    if note.strip():
        return ()
    return (Finding("no_note", "请写明办理情况。", clause, field="note"),)


def is_overdue(due_on: date, at: datetime) -> bool:
    """The day itself is not yet overdue."""
    return at > end_of(due_on)
