"""The verbs of a report: save what is typed, hand in, send back, accept, excuse."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.actions import lamps, rectifications
from lixiang.delivery.models import Report, ReportRevision
from lixiang.delivery.models.report_facts import Form, content_of, form_of
from lixiang.delivery.queries.report_pages import locked_report
from lixiang.delivery.rules import reports as rules
from lixiang.delivery.states.reports import Status
from lixiang.projects.rules.content import content_hash, tidy
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import move

LONGEST_REASON = 500


@transaction.atomic
def save_report(report: Report, values: Mapping[str, str], *, expected: int, by: Any, at: datetime) -> Report:
    """Keep what was typed, half-filled or not; the first save makes it a draft.

    `expected` is the save that the page rests on. Raises EditedMeanwhile when another came between, Refused where the
    report is not open or a text cannot be kept whole.
    """
    report = writable(report, by=by, at=at)
    before = _typed_in(report)
    _fill(report, form_of(report), values)
    if report.saves != expected and _typed_in(report) != before:
        raise EditedMeanwhile(Report.objects.get(pk=report.pk))
    if report.saves != expected:
        return report  # the page's own save overtook the button: nothing differs
    report.saves, report.saved_at, report.saved_by_name = expected + 1, at, by.name
    fields = ("answers", "no_evidence_reason", "self_rating", "saves", "saved_at", "saved_by_name")
    if report.status == Status.DUE:
        return move(
            report, "draft", by=by, at=at, own=report.facts(at), **{name: getattr(report, name) for name in fields}
        )
    report.save(update_fields=fields)
    return report


def writable(report: Report, *, by: Any, at: datetime) -> Report:
    """The report locked, where this person may write on it and it is open."""
    report = locked_report(report)
    if not permissions.writes_report(by, report):
        raise PermissionDenied
    if not report.is_open:
        word = report.get_status_display()
        raise Refused(Finding("not_open", f"“{report}”当前为“{word}”，不能修改。", form_of(report).clause))
    refuse_if(rules.blockers_to_writing(report.facts(at)))
    return report


def _typed_in(report: Report) -> tuple[dict[str, str], str, str]:
    """What people type, to compare; a question not answered yet is as good as an empty one."""
    answers = {name: text for name, text in report.answers.items() if text}
    return answers, report.no_evidence_reason, report.self_rating


def _fill(report: Report, form: Form, values: Mapping[str, str]) -> None:
    wrong, answers = [], dict(report.answers)
    for question in form.questions:
        if question.name in values:
            answers[question.name] = text = tidy(values[question.name])
            words = {"what": f"“{question.label}”", "clause": form.clause, "field": question.name}
            wrong += too_long(text, rules.LONGEST_ANSWER, **words)
    reason = tidy(values.get("no_evidence_reason", report.no_evidence_reason))
    words = {"what": "不附佐证材料的理由", "clause": form.clause, "field": "no_evidence_reason"}
    wrong += too_long(reason, LONGEST_REASON, **words)
    rating = values.get("self_rating", report.self_rating)
    if rating and rating not in form.self_ratings:
        wrong.append(Finding("no_such_rating", "没有这一自评等次。", form.clause, field="self_rating"))
    refuse_if(tuple(wrong))
    report.answers, report.no_evidence_reason, report.self_rating = answers, reason, rating


@lamps.lights
def hand_in(report: Report, *, key: UUID, by: Any, at: datetime, seen: int | None = None) -> ReportRevision:
    """Hand the report in: an immutable revision with its receipt; the same key again gives the same receipt.

    `seen` is the save that the person looked at: what a colleague changed since is not handed in unseen. Late is
    accepted and marked.
    """
    report = locked_report(report)
    if not permissions.writes_report(by, report):
        raise PermissionDenied
    earlier = ReportRevision.objects.filter(key=key, report=report).first()
    if earlier is not None:
        return earlier
    if seen is not None and seen != report.saves and report.is_open:
        sentence = "核对之后又有人修改了这份汇报，请重新核对后再报送。"
        raise Refused(Finding("changed_meanwhile", sentence, form_of(report).clause))
    is_late = at > report.due_at
    first = report.first_handed_in_at is None
    number = report.revisions.count() + 1
    own, content = report.facts(at), content_of(report)
    receipt = f"{report.ref}-{number}".upper()
    move(
        report,
        "hand_in",
        by=by,
        at=at,
        own=own,
        detail={"revision": number, "hash": content_hash(content), "receipt": receipt, "late": is_late},
        first_handed_in_at=at if first else report.first_handed_in_at,
        is_late=is_late if first else report.is_late,
    )
    return ReportRevision.objects.create(
        report=report,
        number=number,
        content=content,
        hash=content_hash(content),
        receipt_number=receipt,
        key=key,
        is_late=is_late,
        by=by,
        by_name=by.name,
        at=at,
    )


@lamps.lights
def send_back(report: Report, *, reason: str, due_at: datetime, by: Any, at: datetime) -> Report:
    """Back to whoever wrote it, with why and a due date of its own."""
    report = locked_report(report)
    if permissions.reviews_report(by, report):
        refuse_if(rules.return_findings(due_at, at, form_of(report).clause))
    detail = {"due_at": due_at.isoformat()}
    words = {"reason": reason, "detail": detail, "due_at": due_at}
    return move(report, "send_back", by=by, at=at, own=report.facts(at), **words)


@lamps.lights
def accept(
    report: Report, *, by: Any, at: datetime, result: str = "", opinion: str = "", rectify_by: date | None = None
) -> Report:
    """Take the report as good; a 中期检查 with its result. What is said of it stands in the history.

    限期整改 opens a rectification ticket in the same breath: the opinion says what is to be put right, by that day.
    """
    report = locked_report(report)
    form = form_of(report)
    if permissions.reviews_report(by, report):
        refuse_if(rules.result_findings(form.is_midterm, result, form.clause))
    words = {"reason": opinion.strip(), "detail": {"result": result} if result else None}
    report = move(report, "accept", by=by, at=at, own=report.facts(at), result=result, **words)
    if result == rules.RECTIFY:
        rectifications.open_after_check(report, requirement=opinion, due_on=rectify_by, by=by, at=at)
    return report


def accept_all(
    reports: Iterable[Report], *, by: Any, at: datetime
) -> tuple[list[Report], list[tuple[Report, tuple[Finding, ...]]]]:
    """Each by itself: one that cannot be accepted keeps no other back."""
    accepted, refused = [], []
    for report in reports:
        try:
            accepted.append(accept(report, by=by, at=at))
        except Refused as refusal:
            refused.append((report, refusal.findings))
    return accepted, refused


@lamps.lights
def excuse(report: Report, *, reason: str, by: Any, at: datetime) -> Report:
    """The project need not report this period: it was suspended, or began late."""
    return move(report, "excuse", by=by, at=at, reason=reason)
