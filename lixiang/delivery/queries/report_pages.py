"""One report as its page shows it: what is asked, what was written, what was promised, and the report before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.delivery import permissions
from lixiang.delivery.models import Rectification, Report, ReportRevision
from lixiang.delivery.models.report_facts import Form, form_of
from lixiang.delivery.models.reports import EVIDENCE, REPORTING
from lixiang.delivery.queries.evidence import files_to_choose
from lixiang.delivery.rules.reports import HANDED_OVER, RECTIFY, due_words
from lixiang.delivery.states.reports import HANDED, TONES, Status
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.rules.content import day_as_shown


@dataclass(frozen=True)
class Promised:
    """The goals and the milestones of the revision that was approved, as rows to read."""

    goals: tuple[tuple[str, str, str], ...]
    milestones: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Before:
    """The report before this one, as it was handed in."""

    title: str
    ref: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportPage:
    """Everything that the page of one report shows to one person at a moment."""

    report: Report
    form: Form
    at: datetime
    is_open: bool
    writes: bool
    revisions: tuple[ReportRevision, ...]
    files: tuple[Claim, ...]
    choices: tuple[Claim, ...]
    promised: Promised
    before: Before | None
    trail: tuple[Event, ...]
    returned: Event | None
    tickets: tuple[Rectification, ...]
    until: datetime | None = None  # when this person's unit handed the project over; None for who sees it now

    @property
    def last(self) -> ReportRevision | None:
        return self.revisions[-1] if self.revisions else None

    @property
    def may_write(self) -> bool:
        return self.writes and self.is_open

    @property
    def is_past(self) -> bool:
        return self.until is not None

    @property
    def word(self) -> str:
        return HANDED_OVER if self.is_past else str(self.report.get_status_display())

    @property
    def tone(self) -> str:
        return "closed" if self.is_past else TONES[Status(self.report.status)]

    @property
    def result(self) -> str:
        return "" if self.is_past else str(self.report.get_result_display())

    @property
    def due(self) -> str:
        return due_words(self.report.due_at, self.at) if self.is_open else ""

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.report.due_at < self.at

    @property
    def holder(self) -> str:
        """Who has it now."""
        project = self.report.project
        if self.is_past:
            return ""
        if self.is_open:
            return project.drafting_organisation.name
        return project.programme.managing_organisation.name if self.report.status == Status.HANDED_IN else ""

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Label and text as handed in; those who write read what they have saved, nobody else an unfinished text."""
        if self.last is not None and not self.may_write:
            return as_read(self.last.content)
        return ()


def report_page(user: Any, report: Report, at: datetime) -> ReportPage:
    """Six queries whatever the report holds, one less for those who do not write."""
    until = handed_over_at(user, report.project)
    if until is not None:
        return _page_of_the_past(report, until, at)
    writes = permissions.writes_report(user, report)
    is_open = report.is_open and report.project.status in REPORTING
    revisions = tuple(report.revisions.all())
    trail = tuple(Event.objects.filter(subject_kind="report", subject_id=report.pk).order_by("-sequence"))
    returned = next((event for event in trail if event.verb == "send_back"), None)
    return ReportPage(
        report=report,
        form=form_of(report),
        at=at,
        is_open=is_open,
        writes=writes,
        revisions=revisions,
        files=_files(report, revisions, writes),
        choices=files_to_choose(report) if writes and is_open else (),
        promised=promised_of(report),
        before=before(report),
        trail=trail if writes else tuple(event for event in trail if event.verb not in UNFINISHED),
        returned=returned if report.status == Status.RETURNED else None,
        tickets=tuple(report.rectifications.order_by("id")) if report.result == RECTIFY else (),
    )


# What only the writing side sees of the history.
UNFINISHED = ("draft", "attach", "detach")


def _page_of_the_past(report: Report, until: datetime, at: datetime) -> ReportPage:
    """What a unit handed in before another took over, and what happened until then; nothing of what came after."""
    trail = Event.objects.filter(subject_kind="report", subject_id=report.pk, at__lte=until)
    revisions = tuple(report.revisions.filter(at__lte=until))
    return ReportPage(
        report=report,
        form=form_of(report),
        at=at,
        is_open=False,
        writes=False,
        revisions=revisions,
        files=_files(report, revisions, False),
        choices=(),
        promised=Promised((), ()),
        before=None,
        trail=tuple(trail.exclude(verb__in=UNFINISHED).order_by("-sequence")),
        returned=None,
        tickets=(),
        until=until,
    )


def handed_over_at(user: Any, project: Project) -> datetime | None:
    """Until when a unit of this person carried the project out; None for whoever sees it now, without a query."""
    if permissions.sees_now(user, project):
        return None
    units = project.former_units.filter(organisation__in=user.organisations_as(Role.UNIT_CLERK))
    return units.order_by("-until_at").values_list("until_at", flat=True).first()


def _files(report: Report, revisions: tuple[ReportRevision, ...], writes: bool) -> tuple[Claim, ...]:
    """Its evidence; for others than those who write what the last hand-in names."""
    claims = Claim.objects.filter(subject_kind="report", subject_id=report.pk, part=EVIDENCE).select_related("file")
    if writes and report.is_open:
        return tuple(claim for claim in claims if claim.released_at is None)
    named = {row["sha256"] for row in revisions[-1].content["evidence"]} if revisions else set()
    by_hash = {claim.file.sha256: claim for claim in claims if claim.file.sha256 in named}
    return tuple(by_hash.values())


def promised_of(report: Report) -> Promised:
    """From the revision that was approved: what the project is measured by."""
    revision = report.project.approved_revision
    content = revision.content if revision else {}
    return Promised(
        tuple((row["indicator"], row["baseline"], row["target"]) for row in content.get("goals", ())),
        tuple(
            (row["title"], f"{day_as_shown(row['from_on'])}至{day_as_shown(row['due_on'])}", row["deliverable"])
            for row in content.get("milestones", ())
        ),
    )


def before(report: Report) -> Before | None:
    """The last report of the project that was handed in for a time before this one; two queries."""
    rows = Report.objects.filter(project=report.project_id, status__in=HANDED, period_until__lt=report.period_until)
    earlier = rows.order_by("-period_until", "-pk").first()
    if earlier is None:
        return None
    revision = earlier.revisions.order_by("-number").first()
    return Before(earlier.title, earlier.ref, as_read(revision.content) if revision else ())


def as_read(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Label and text of every answer, the self-rating and the reason for no evidence where there is one."""
    pairs = [(label, content["answers"].get(name, "")) for name, label in content["labels"].items()]
    why = "" if content["evidence"] else content["no_evidence_reason"]
    more = (("自评等次", content["self_rating"]), ("未附佐证材料的理由", why))
    return tuple((*pairs, *((label, text) for label, text in more if text)))


def file_of(user: Any, report: Report, number: int) -> Claim | None:
    """A file of the report as this person may fetch it."""
    writes, until = permissions.writes_report(user, report), handed_over_at(user, report.project)
    revisions = report.revisions.filter(at__lte=until) if until else report.revisions.all()
    files = _files(report, tuple(revisions), writes)
    return next((claim for claim in files if claim.pk == number), None)


def locked_report(report: Report) -> Report:
    """Read anew with what the rules ask, and locked until the caller's transaction ends."""
    related = ("programme", "version", "request", "project__programme", "project__nominating_organisation")
    return Report.objects.select_for_update(of=("self",), no_key=True).select_related(*related).get(pk=report.pk)
