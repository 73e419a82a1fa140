"""Periodic reports on the moved clock, from the opening of a period to the 通报; and those of the demo."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from django.utils import timezone

from lixiang.delivery.actions import issue_circular, open_report, reuse_evidence
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.actions.evidence import attach_evidence
from lixiang.delivery.actions.report_requests import ask
from lixiang.delivery.jobs.reports import escalate, make_due_reports
from lixiang.delivery.models import Report
from lixiang.delivery.models.report_facts import form_of
from lixiang.delivery.models.reports import REPORTING
from lixiang.delivery.queries.circulars import put_up_in
from lixiang.delivery.queries.evidence import files_to_choose
from lixiang.delivery.rules.report_kinds import LadderRung, Question, ReportSchedule
from lixiang.delivery.rules.report_requests import Asked
from lixiang.delivery.rules.reports import Period, periods
from lixiang.delivery.states.reports import Status
from lixiang.people.roles import Role
from lixiang.programmes.queries import edited_days, settings_by_kind
from lixiang.projects.models import Project
from lixiang.rehearsal.applications import new_key
from lixiang.rehearsal.cycle import Cycle, scan

OPENING, PASSED = timedelta(hours=9), "pass"
MENDED = "按退回意见补充了参加支部数和党员人数。"
TEXTS = (
    "按序时进度完成调研和方案制定，召开动员会1次，参加支部12个。",
    "覆盖党员860人，形成工作流程1套，收集意见建议43条。",
    "部分支部阵地条件有限，需要协调共用场所。",
    "下一步扩大试点范围，组织一次现场观摩。",
)


def rehearse_reports(cycle: Cycle) -> None:
    """One period: all but one report in time, one after the whole ladder; then an ad-hoc request."""
    with cycle.step("reports"):
        projects = _running(cycle)
        schedule = _first_schedule(cycle)
        if not projects or schedule is None:
            return
        period, following = _next_periods(schedule, timezone.localtime(cycle.at).date())
        _run_into_period_rules(cycle, projects[0], schedule, following)
        cycle.at = max(cycle.at, period.opens_at + OPENING)
        make_due_reports(cycle.at)
        own = Report.objects.filter(programme=cycle.programme, schedule=schedule.code, period_from=period.from_on)
        *prompt, late = own.select_related(*RELATED).order_by("project__number")
        for place, report in enumerate(prompt):
            _report_in_time(cycle, report, is_first=place == 0)
        _report_late(cycle, late)
        _ask(cycle)


RELATED = ("project__programme", "project__version", "project__drafting_organisation", "version", "request")


def _running(cycle: Cycle) -> list[Project]:
    rows = Project.objects.filter(programme=cycle.programme, status__in=REPORTING).order_by("number")
    return list(rows.select_related("programme", "version", "drafting_organisation"))


def _first_schedule(cycle: Cycle) -> ReportSchedule | None:
    schedules = settings_by_kind(cycle.cast.version, ReportSchedule)
    return next((each for each in schedules if each.first_on and not each.categories and not each.midterm), None)


def _next_periods(schedule: ReportSchedule, today: date) -> tuple[Period, Period]:
    """The period under way, or the first to come, and the one after it."""
    left = (period for period in periods(schedule, edited_days()) if period.until_on >= today)
    return next(left), next(left)


def _run_into_period_rules(cycle: Cycle, project: Project, schedule: ReportSchedule, following: Period) -> None:
    words = {"schedule": schedule.code, "by": _writer(cycle, project), "at": cycle.at}
    cycle.is_refused(lambda: open_report(project, first=following.from_on, **words), "too_early")
    stray = following.from_on + timedelta(days=1)
    cycle.is_refused(lambda: open_report(project, first=stray, **words), "no_such_period")


def _writer(cycle: Cycle, project: Project) -> Any:
    return cycle.cast.user(Role.UNIT_CLERK, project.drafting_organisation)


def _fill(cycle: Cycle, report: Report, *, but: Iterable[str] = (), **changed: str) -> Report:
    """Answer every question, the self-rating, and why there is no evidence."""
    form = form_of(report)
    asked = (question for question in form.questions if question.name not in but)
    values = {question.name: TEXTS[place % len(TEXTS)] for place, question in enumerate(asked)}
    values |= {"no_evidence_reason": "材料正在整理，随下期报送。"} if form.evidence == "reason" else {}
    values |= {"self_rating": form.self_ratings[0]} if form.self_ratings else {}
    values = {**values, **dict.fromkeys(but, ""), **changed}
    report = Report.objects.select_related(*RELATED).get(pk=report.pk)
    by = _writer(cycle, report.project)
    return actions.save_report(report, values, expected=report.saves, by=by, at=cycle.later(minutes=23))


def _hand_in(cycle: Cycle, report: Report) -> Any:
    if form_of(report).evidence == "required" and not report.first_handed_in_at:
        _attach(cycle, report)
    by = _writer(cycle, report.project)
    return actions.hand_in(report, key=new_key(cycle.rng), by=by, at=cycle.later(minutes=4))


def _attach(cycle: Cycle, report: Report) -> None:
    by = _writer(cycle, report.project)
    attach_evidence(report, scan(), name="现场照片.png", by=by, at=cycle.later(minutes=3))


def _report_in_time(cycle: Cycle, report: Report, *, is_first: bool) -> None:
    if is_first:
        _run_into_report_rules(cycle, report)
    _fill(cycle, report)
    _hand_in(cycle, report)
    if is_first:
        cycle.is_refused(lambda: _hand_in(cycle, report), "not_in_this_status")
        _send_back_and_again(cycle, report)
    actions.accept(report, opinion="已阅。", by=cycle.section, at=cycle.later(minutes=6))


def _run_into_report_rules(cycle: Cycle, report: Report) -> None:
    required = [question.name for question in form_of(report).questions if question.required]
    _fill(cycle, report, but=required, no_evidence_reason="")
    cycle.is_refused(lambda: _hand_in(cycle, report), "missing_field")
    _attach(cycle, report)


def _send_back_and_again(cycle: Cycle, report: Report) -> None:
    """Sent back without a reason, with a date past, then rightly; twice is once too often."""

    def send_back(reason: str, days: int) -> Any:
        due_at = cycle.at + timedelta(days=days)
        return actions.send_back(report, reason=reason, due_at=due_at, by=cycle.section, at=cycle.at)

    cycle.is_refused(lambda: send_back("", 5), "reason_required")
    cycle.is_refused(lambda: send_back("请补充数字。", -1), "due_in_the_past")
    send_back("请补充参加支部数和党员人数。", 5)
    cycle.is_refused(lambda: send_back("请再补充。", 5), "not_in_this_status")
    first = form_of(report).questions[0].name
    _fill(cycle, report, **{first: MENDED})
    _hand_in(cycle, report)


def _report_late(cycle: Cycle, report: Report) -> None:
    """Day by day up the ladder, each rung once, the circular by a person; then it comes after all."""
    rungs = settings_by_kind(cycle.cast.version, LadderRung)
    for rung in sorted(rungs, key=lambda each: each.days):
        cycle.at = max(cycle.at, report.due_at + timedelta(days=rung.days))
        escalate(cycle.at)
        escalate(cycle.at)
    refs = [each.ref for each in put_up_in(cycle.programme, cycle.at)]
    if refs:
        words = {"refs": refs, "by": cycle.head, "mark": cycle.mark}
        issue_circular(cycle.programme, at=cycle.later(hours=2), **words)
        cycle.is_refused(lambda: issue_circular(cycle.programme, at=cycle.at, **words), "nothing_to_circulate")
    cycle.at = max(cycle.at, report.due_at + timedelta(days=1))
    _fill(cycle, report)
    _hand_in(cycle, report)
    actions.accept(report, opinion="逾期报送，已记录。", by=cycle.section, at=cycle.later(hours=1))


def _ask(cycle: Cycle) -> None:
    """Asked with a date past, then of all; every second answers with a file that it has already."""
    due_at, question = cycle.at + timedelta(days=7), (Question("q1", "主题党日开展次数"),)

    def send(until: datetime) -> Any:
        asked = Asked("主题党日开展情况", question, until)
        return ask(cycle.programme, asked, key=new_key(cycle.rng), by=cycle.section, at=cycle.at)

    cycle.is_refused(lambda: send(cycle.at - timedelta(days=1)), "due_in_the_past")
    request = send(due_at)
    for report in request.reports.select_related(*RELATED).order_by("project__number"):
        for claim in files_to_choose(report)[:1]:
            reuse_evidence(report, claim.pk, by=_writer(cycle, report.project), at=cycle.later(minutes=1))
        _fill(cycle, report, q1="本季度3次。")
        _hand_in(cycle, report)
    actions.accept_all(request.reports.all(), by=cycle.section, at=cycle.later(hours=1))


# --- the demo --------------------------------------------------------------------------------------------------------
def tell_reports(story: Cycle) -> None:
    """The period under way in every state, written ahead, and an ad-hoc request that most still owe."""
    projects, schedule = _running(story), _first_schedule(story)
    if not projects or schedule is None:
        return
    period, _ = _next_periods(schedule, timezone.localtime(story.at).date())
    if period.from_on > timezone.localtime(story.at).date():
        return
    for place, project in enumerate(projects):
        words = {"schedule": schedule.code, "first": period.from_on}
        report = open_report(project, by=story.section, at=story.later(minutes=2), **words)
        STATES[place % len(STATES)](story, report)
    asked = Asked(
        "主题党日开展情况", (Question("q1", "开展次数"), Question("q2", "亮点", required=False)), _soon(story)
    )
    ask(story.programme, asked, key=new_key(story.rng), by=story.section, at=story.later(minutes=5))


def _soon(story: Cycle) -> datetime:
    local = timezone.localtime(story.at) + timedelta(days=2)
    return local.replace(hour=23, minute=59, second=59, microsecond=0)


def _handed_in(story: Cycle, report: Report) -> None:
    _fill(story, report)
    _attach(story, report)
    _hand_in(story, report)


def _accepted(story: Cycle, report: Report) -> None:
    _handed_in(story, report)
    words = {"opinion": "进展良好，请继续按序时进度推进。", "result": PASSED if form_of(report).is_midterm else ""}
    actions.accept(report, **words, by=story.section, at=story.later(minutes=9))


def _returned(story: Cycle, report: Report) -> None:
    _handed_in(story, report)
    due_at = story.at + timedelta(days=10)
    reason = "阶段成效请补充数字，并附活动照片。"
    actions.send_back(report, reason=reason, due_at=due_at, by=story.section, at=story.later(minutes=9))


def _excused(story: Cycle, report: Report) -> None:
    actions.excuse(report, reason="项目启动较晚，本期免予汇报。", by=story.section, at=story.later(minutes=3))


def _untouched(story: Cycle, report: Report) -> None:
    """Still due."""


STATES = (_handed_in, _accepted, _fill, _returned, _untouched, _excused, _handed_in)


def tell_reports_in_time(story: Cycle, until: date) -> None:
    """For a year that is over: every report that opened until this day, handed in soon after and accepted."""
    for opens_at in sorted(_openings(story, until)):
        story.at = max(story.at, opens_at + OPENING)
        make_due_reports(story.at)
        waiting = Report.objects.filter(programme=story.programme, status=Status.DUE).select_related(*RELATED)
        for report in waiting.order_by("project__number"):
            _accepted(story, report)


def _openings(story: Cycle, until: date) -> set[datetime]:
    """When those periods open that end from now on."""
    today, found = timezone.localtime(story.at).date(), set()
    for schedule in settings_by_kind(story.cast.version, ReportSchedule):
        ended = takewhile(lambda period: period.until_on <= until, periods(schedule, edited_days()))
        found |= {period.opens_at for period in ended if period.until_on >= today}
    return found
