"""The periods of a schedule, when each is due, what stands against a report's moves, and the overdue ladder; pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lixiang.delivery.rules.report_kinds import MONTHS, LadderRung, Question, ReportSchedule
from lixiang.programmes.rules.days import end_of, start_of
from lixiang.programmes.rules.kind import day_in_words
from lixiang.programmes.rules.working_days import (
    NOTHING_EDITED,
    Edited,
    add_months,
    add_working_days,
    day_of_month,
)
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Finding

RECTIFY = "rectify"
RESULTS = {"pass": "通过", RECTIFY: "限期整改", "fail": "不通过"}
HANDED_OVER = "移交前报送"  # all that a former unit is told of where its report stands
LONGEST_ANSWER = 20_000
MOST_PERIODS = 600  # fifty years of months: no schedule runs on for ever
QUARTERS = "一二三四"


@dataclass(frozen=True)
class Period:
    """One period of a schedule: its days, when it is due, and from when on it can be written by everybody."""

    title: str
    from_on: date
    until_on: date
    due_at: datetime
    opens_at: datetime


def periods(schedule: ReportSchedule, edited: Edited = NOTHING_EDITED) -> Iterator[Period]:
    """The periods in their order; nothing for a schedule without rhythm."""
    if schedule.first_on is None:
        return
    step = MONTHS[schedule.rhythm]
    for place in range(schedule.periods or MOST_PERIODS):
        yield _period(schedule, add_months(schedule.first_on, place * step), step, edited)


def _period(schedule: ReportSchedule, first: date, months: int, edited: Edited) -> Period:
    last = add_months(first, months) - timedelta(days=1)
    due_at = end_of(due_on(schedule, last, edited))
    opens = due_at.date() - timedelta(days=schedule.opens_days_before)
    return Period(f"{period_in_words(first, last)}{schedule.title}", first, last, due_at, start_of(max(opens, first)))


def due_on(schedule: ReportSchedule, last: date, edited: Edited = NOTHING_EDITED) -> date:
    """The day on which the period that ends with `last` is due; a day of the month clamps to a shorter month."""
    day = day_of_month(last.year, last.month, schedule.due_day) if schedule.due_day else last
    if schedule.due_unit == "working_days":
        return add_working_days(day, schedule.due_after, edited)
    return day + timedelta(days=schedule.due_after)


def open_periods(schedule: ReportSchedule, at: datetime, edited: Edited = NOTHING_EDITED) -> Iterator[Period]:
    """The periods that have opened by `at`, however long ago; a stopped clock finds all that it missed."""
    for period in periods(schedule, edited):
        if period.from_on > at.astimezone(SHANGHAI).date():
            return
        if period.opens_at <= at:
            yield period


def period_from(schedule: ReportSchedule, day: date, edited: Edited = NOTHING_EDITED) -> Period | None:
    """The period that begins on a day, None where none does."""
    for period in periods(schedule, edited):
        if period.from_on >= day:
            return period if period.from_on == day else None
    return None


def period_in_words(first: date, last: date) -> str:
    """2018年4月, 2018年第二季度, 2018年上半年; 2018年4月至9月 for what is no part of a calendar year."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 1:
        return f"{first.year}年{first.month}月"
    if months == 3 and first.month % 3 == 1:
        return f"{first.year}年第{QUARTERS[first.month // 3]}季度"
    if months == 6 and first.month in (1, 7):
        return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
    end = f"{last.month}月" if last.year == first.year else f"{last.year}年{last.month}月"
    return f"{first.year}年{first.month}月至{end}"


# --- what stands against a move ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ReportFacts:
    """What the rules may know of a report at a moment."""

    clause: str
    questions: tuple[Question, ...]
    answers: dict[str, str]
    evidence: str
    evidence_count: int
    no_evidence_reason: str
    self_ratings: tuple[str, ...]
    self_rating: str
    project: str
    project_word: str
    project_runs: bool
    from_on: date
    today: date


def blockers_to_writing(own: ReportFacts) -> tuple[Finding, ...]:
    """A project that does not run owes no report."""
    if own.project_runs:
        return ()
    sentence = f"“{own.project}”当前为“{own.project_word}”，暂不需要汇报；恢复实施后再填报。"
    return (Finding("project_not_running", sentence, own.clause),)


def blockers_to_hand_in(own: ReportFacts) -> tuple[Finding, ...]:
    """Everything at once: a project that does not run, a period not begun, an empty field, missing evidence."""
    return (*blockers_to_writing(own), *_too_early(own), *_missing(own), *_evidence(own), *_rating(own))


def _too_early(own: ReportFacts) -> Iterator[Finding]:
    if own.today < own.from_on:
        yield Finding("too_early", f"本期自{day_in_words(own.from_on)}开始，现在还不能报送。", own.clause)


def _missing(own: ReportFacts) -> Iterator[Finding]:
    for question in own.questions:
        if question.required and not own.answers.get(question.name, "").strip():
            yield Finding("missing_field", f"“{question.label}”没有填写。", own.clause, field=question.name)


def _evidence(own: ReportFacts) -> Iterator[Finding]:
    if own.evidence_count:
        return
    if own.evidence == "required":
        yield Finding("no_evidence", "请附上佐证材料。", own.clause, field="evidence")
    elif own.evidence == "reason" and not own.no_evidence_reason.strip():
        sentence = "请附上佐证材料；没有的，请说明理由。"
        yield Finding("no_evidence", sentence, own.clause, field="no_evidence_reason")


def _rating(own: ReportFacts) -> Iterator[Finding]:
    if own.self_ratings and own.self_rating not in own.self_ratings:
        yield Finding(
            "no_self_rating", f"请选择自评等次（{'、'.join(own.self_ratings)}）。", own.clause, field="self_rating"
        )


def return_findings(until: datetime, at: datetime, clause: str) -> tuple[Finding, ...]:
    """A return has a due date of its own, which is still to come."""
    if until <= at:
        return (Finding("due_in_the_past", "修改期限应当晚于现在。", clause, field="due_at"),)
    return ()


def result_findings(is_midterm: bool, result: str, clause: str) -> tuple[Finding, ...]:
    """A 中期检查 is accepted with its result, and nothing else has one."""
    if is_midterm and result not in RESULTS:
        return (Finding("no_result", "请选择中期检查结果：通过、限期整改或者不通过。", clause, field="result"),)
    if result and not is_midterm:
        return (Finding("no_midterm", "本项汇报不是中期检查，没有检查结果。", clause, field="result"),)
    return ()


# --- the overdue ladder ---------------------------------------------------------------------------------------------
def days_overdue(due_at: datetime, at: datetime) -> int:
    """Whole days by the calendar of Shanghai since the day it was due; 0 while it is not overdue."""
    if at <= due_at:
        return 0
    return (at.astimezone(SHANGHAI).date() - due_at.astimezone(SHANGHAI).date()).days


def rungs_due(
    rungs: Iterable[LadderRung], due_at: datetime, at: datetime, done: Collection[tuple[int, str]]
) -> tuple[LadderRung, ...]:
    """The rungs that are reached and were not taken yet, in the order of days; each once per report."""
    days = days_overdue(due_at, at)
    reached = (rung for rung in rungs if 0 < rung.days <= days and (rung.days, rung.audience) not in done)
    return tuple(sorted(reached, key=lambda rung: rung.days))


def due_words(due_at: datetime, at: datetime) -> str:
    """还剩3天, 今天截止, 已逾期2天."""
    days = (due_at.astimezone(SHANGHAI).date() - at.astimezone(SHANGHAI).date()).days
    if at > due_at:
        return f"已逾期{-days}天" if days < 0 else "今天已截止"
    return f"还剩{days}天" if days else "今天截止"
