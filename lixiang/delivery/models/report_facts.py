"""The bridge from a report to its rules: the questions it answers, and the facts of the moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.delivery.models.reports import EVIDENCE, REPORTING, Report
from lixiang.delivery.rules.report_kinds import Question, ReportField, ReportSchedule
from lixiang.delivery.rules.reports import ReportFacts
from lixiang.files.models import Claim
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind, the_setting


@dataclass(frozen=True)
class Form:
    """What a report asks: of its schedule as the project's version has it, or of its request."""

    clause: str
    questions: tuple[Question, ...]
    evidence: str
    self_ratings: tuple[str, ...] = ()
    is_midterm: bool = False


def form_of(report: Report) -> Form:
    """No query beyond the settings of the version, which are read once per process."""
    if report.request is not None:
        questions = tuple(Question(**each) for each in report.request.questions)
        return Form(clause_of(report.version), questions, report.request.evidence)
    schedule = schedule_of(report.version, report.schedule)
    if schedule is None:
        return Form("", (), "optional")
    asked = settings_by_kind(report.version, ReportField)
    questions = tuple(each.question() for each in asked if not each.schedules or schedule.code in each.schedules)
    return Form(schedule.clause, questions, schedule.evidence, schedule.self_ratings, schedule.midterm)


def schedule_of(version: Version, code: str) -> ReportSchedule | None:
    return next((each for each in settings_by_kind(version, ReportSchedule) if each.code == code), None)


def clause_of(version: Version) -> str:
    """The clause that any report rests on: that of the programme's first schedule."""
    first = the_setting(version, ReportSchedule)
    return first.clause if first else ""


def facts_of(report: Report, at: datetime) -> ReportFacts:
    """One query, for the evidence."""
    form = form_of(report)
    return ReportFacts(
        clause=form.clause,
        questions=form.questions,
        answers=report.answers,
        evidence=form.evidence,
        evidence_count=Claim.of(report, EVIDENCE).count(),
        no_evidence_reason=report.no_evidence_reason,
        self_ratings=form.self_ratings,
        self_rating=report.self_rating,
        project=str(report.project),
        project_word=report.project.get_status_display(),
        project_runs=report.project.status in REPORTING,
        from_on=report.period_from,
        today=timezone.localtime(at).date(),
    )


def content_of(report: Report) -> dict[str, Any]:
    """What a hand-in freezes: the answers with their labels, the evidence by its hash."""
    form = form_of(report)
    answers = {each.name: report.answers.get(each.name, "") for each in form.questions}
    return {
        "title": report.title,
        "labels": {each.name: each.label for each in form.questions},
        "answers": answers,
        "self_rating": report.self_rating,
        "no_evidence_reason": report.no_evidence_reason,
        "evidence": [claim.as_row() for claim in Claim.of(report, EVIDENCE)],
    }
