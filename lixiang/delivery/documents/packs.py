"""The meeting pack (会议材料): one paper from the projects on the agenda, made from ids alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lixiang.delivery.models import AgendaItem, Meeting, ReportRevision
from lixiang.delivery.queries.due_reports import last_accepted
from lixiang.delivery.queries.report_pages import as_read
from lixiang.delivery.rules.meetings import span_in_words
from lixiang.documents import blocks as b
from lixiang.documents.issue import render_pair
from lixiang.documents.numbering import heading_number
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.rules.content import category_words, day_as_shown
from lixiang.projects.rules.kinds import Category


@dataclass(frozen=True)
class ReportGist:
    """The last accepted report of a project as the pack prints it: its period, and (label, text) in order."""

    period: str
    parts: tuple[tuple[str, str], ...]


# Project ids -> the gist of each one's last accepted report; a project without one is left out.
Reports = Callable[[Iterable[int]], Mapping[int, ReportGist]]


def last_reports(projects: Iterable[int]) -> Mapping[int, ReportGist]:
    """What each project last reported and the section accepted; two queries."""
    accepted = last_accepted(list(projects))
    newest = ReportRevision.objects.filter(report__in=accepted.values()).order_by("report_id", "number")
    contents = {revision.report_id: revision.content for revision in newest}
    return {
        project: ReportGist(report.title, as_read(contents[report.pk]))
        for project, report in accepted.items()
        if report.pk in contents
    }


def rendered_pack(meeting_id: int, *, reports: Reports = last_reports) -> tuple[bytes, bytes, tuple[str, ...]]:
    """PDF, .docx and fallbacks of the pack of one meeting; the same rows give the same words."""
    return render_pair(pack_of(meeting_id, reports=reports))


def pack_of(meeting_id: int, *, reports: Reports = last_reports) -> b.Document:
    """Cover lines, then per project: unit and leader, goals, milestones, and what it last reported; four queries."""
    meeting = Meeting.objects.get(pk=meeting_id)
    items = AgendaItem.objects.filter(meeting=meeting_id).select_related(
        "project__nominating_organisation", "project__approved_revision", "project__version"
    )
    agenda = list(items)
    told = reports([item.project_id for item in agenda if item.project_id])
    return b.Document(
        kind="会议材料",
        title=f"{meeting.title}材料",
        layout="agreement",
        blocks=(b.Title(f"{meeting.title}材料"), *_opening(meeting), *_items(agenda, told)),
    )


def _opening(meeting: Meeting) -> Iterable[b.Block]:
    if meeting.begins_at:
        yield b.Paragraph(f"时间：{span_in_words(meeting.begins_at, meeting.ends_at)}")
    yield from (
        b.Paragraph(f"{label}：{text}") for label, text in (("地点", meeting.place), ("主持", meeting.chair)) if text
    )


def _items(agenda: list[AgendaItem], told: Mapping[int, ReportGist]) -> Iterable[b.Block]:
    for place, item in enumerate(agenda, 1):
        yield b.Heading(1, heading_number(1, place) + item.topic)
        if item.project is None:
            yield b.Paragraph("本议题没有对应的项目。")
        else:
            yield from _project(item.project, told.get(item.project.pk))


def _project(project: Project, gist: ReportGist | None) -> Iterable[b.Block]:
    content: dict[str, Any] = project.approved_revision.content if project.approved_revision else {}
    category = category_words(str(content.get("category", "")), settings_by_kind(project.version, Category))
    yield b.FormTable(
        (
            b.FieldRow((b.Field("项目编号", project.ref.upper()), b.Field("类别", category or "—"))),
            b.FieldRow((b.Field("申报单位", project.nominating_organisation.name),)),
            b.FieldRow((b.Field("责任单位", str(content.get("implementing_organisation", "—"))),)),
            b.FieldRow((b.Field("负责人", str(content.get("leader_name", "—"))), b.Field("完成时间", _day(content)))),
        )
    )
    yield from _goals(content.get("goals", ()))
    yield from _milestones(content.get("milestones", ()))
    yield from _reported(gist)


def _day(content: Mapping[str, Any]) -> str:
    return day_as_shown(str(content.get("completion_on", ""))) or "—"


def _goals(goals: Iterable[Mapping[str, str]]) -> Iterable[b.Block]:
    columns = (b.Column("序号", 0.7), b.Column("指标", 3, "left"), b.Column("基线", 1.4), b.Column("目标值", 1.4))
    rows = tuple((str(n), row["indicator"], row["baseline"], row["target"]) for n, row in enumerate(goals, 1))
    if rows:
        yield b.Heading(2, "（一）工作目标")
        yield b.Table(columns, rows)


def _milestones(milestones: Iterable[Mapping[str, str]]) -> Iterable[b.Block]:
    columns = (
        b.Column("序号", 0.7),
        b.Column("步骤", 3, "left"),
        b.Column("完成时间", 1.6),
        b.Column("阶段成果", 2, "left"),
    )
    rows = tuple(
        (str(n), row["title"], day_as_shown(row["due_on"]), row["deliverable"]) for n, row in enumerate(milestones, 1)
    )
    if rows:
        yield b.Heading(2, "（二）序时进度")
        yield b.Table(columns, rows)


def _reported(gist: ReportGist | None) -> Iterable[b.Block]:
    if gist is None:
        yield b.Paragraph("还没有已接收的定期汇报。")
        return
    yield b.Heading(2, f"（三）最近一次汇报（{gist.period}）")
    yield from (b.Paragraph(f"{label}：{text}") for label, text in gist.parts if text.strip())
