"""The papers of a meeting: the notice, what changes or calls it off, and the minutes (纪要)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import timezone

from lixiang.delivery.models import Attendance, Invitation, Meeting, Standing, Task
from lixiang.delivery.rules.meetings import Minutes, addressed, span_in_words
from lixiang.delivery.rules.tasks import MEETING
from lixiang.delivery.states.tasks import Status as TaskStatus
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import issue
from lixiang.documents.models import OfficialDocument
from lixiang.documents.numbering import heading_number
from lixiang.programmes.documents import issue_official, letterhead_of, notice_of, official, worded, wording_for
from lixiang.programmes.models import Version
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.programmes.rules.wording import filled, placeholders_in
from lixiang.ui.written import moment
from lixiang.workflow.findings import Finding, Refused

NOTICE, CHANGE, CANCELLATION, MINUTES = "meeting_notice", "meeting_change", "meeting_cancellation", "minutes"
LONGEST_HEADING = 26  # characters; what is longer is no heading but the opening of a paragraph
AGENDA_TITLE = "会议议程"


def issue_notice(
    meeting: Meeting, paper: str, *, by: Any, at: datetime, reason: str = "", mark: str = ""
) -> OfficialDocument:
    """Issue the notice of a meeting, or the one that changes or calls it off, to every invited organisation.

    Raises Refused where the programme has no words or no letterhead for it.
    """
    version = version_in_force(meeting.programme, at)
    wording, letterhead = wording_for(version, paper), letterhead_of(version)
    invited = invitations_of(meeting)
    values = _values(meeting, version, invited) | {"reason": reason.strip().rstrip("。")}
    items = () if paper == CANCELLATION else _agenda(meeting)

    def build(number: str) -> b.Document:
        return official(
            letterhead,
            kind="通知",
            title=filled(wording.title, values),
            addressee=addressed(tuple(each.organisation.name for each in invited)),
            body=worded(said(wording.paragraphs, values), values),
            number=number,
            on=timezone.localtime(at).date(),
            attachments=items,
            mark=mark,
        )

    send = partial(issue_official, version, paper, "通知", build=build, by=by, at=at, mark=mark)
    return _issued(meeting, send, invited, meeting.notice)


def issue_minutes(meeting: Meeting, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """Issue the minutes of a meeting; those that put earlier ones right name them as corrected."""
    version = version_in_force(meeting.programme, at)
    rule: Any = the_setting(version, Minutes)
    if rule is None:
        raise Refused(Finding("no_minutes", "本批次没有设置会议纪要，请先在方案中补充。"))
    invited = invitations_of(meeting)

    def build(number: str) -> b.Document:
        return minutes_of(meeting, version, rule, invited, number=number, at=at, mark=mark)

    numbers = {"series": rule.series, "first_number": rule.first_number, "programme_id": meeting.programme_id}
    send = partial(issue, "纪要", build=build, by=by, at=at, mark=mark, **numbers)  # 纪要 bear no seal
    return _issued(meeting, send, invited, meeting.minutes)


def _issued(
    meeting: Meeting,
    send: Callable[..., OfficialDocument],
    invited: list[Invitation],
    earlier: OfficialDocument | None,
) -> OfficialDocument:
    return send(
        addressees=[each.organisation for each in invited],
        programme_code=meeting.programme.ref,
        corrects=earlier,
        subjects=[meeting.ref],
    )


def invitations_of(meeting: Meeting) -> list[Invitation]:
    """In official order, with their organisations."""
    return list(meeting.invitations.select_related("organisation"))


def said(paragraphs: tuple[str, ...], values: Mapping[str, object]) -> tuple[str, ...]:
    """The paragraphs without those that ask for something which this meeting does not have."""
    return tuple(text for text in paragraphs if all(values.get(name, "-") != "" for name in placeholders_in(text)))


def _values(meeting: Meeting, version: Version, invited: list[Invitation]) -> dict[str, object]:
    notice_title, notice_number = notice_of(version)
    begins_at = meeting.begins_at
    return {
        "year": version.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "meeting": meeting.title,
        "kind": meeting.kind_title,
        "time": span_in_words(begins_at, meeting.ends_at) if begins_at else "",
        "date": official_date(timezone.localtime(begins_at).date()) if begins_at else "",
        "place": meeting.place,
        "chair": meeting.chair,
        "organisations": "、".join(each.organisation.name for each in invited),
        "reply_by": moment(meeting.reply_by),
        "requirements": meeting.requirements.strip(),
        "earlier": meeting.notice.number_text if meeting.notice else "",
    }


def _agenda(meeting: Meeting) -> tuple[b.Attachment, ...]:
    """The agenda as a table on a page of its own; nothing for a meeting without one."""
    items = list(meeting.items.select_related("project__nominating_organisation"))
    columns = (b.Column("序号", 0.7), b.Column("议题", 4, "left"), b.Column("汇报单位", 2.4), b.Column("时长", 0.9))
    rows = tuple(
        (
            str(place),
            item.topic,
            item.project.nominating_organisation.name if item.project else "—",
            f"{item.minutes}分钟" if item.minutes else "—",
        )
        for place, item in enumerate(items, 1)
    )
    return (b.Attachment(0, AGENDA_TITLE, (b.Table(columns, rows),)),) if rows else ()


def minutes_of(
    meeting: Meeting,
    version: Version,
    rule: Minutes,
    invited: list[Invitation],
    *,
    number: str,
    at: datetime,
    mark: str = "",
) -> b.Document:
    """The minutes as blocks, in the national layout of a 纪要: who was there stands below the text; no seal."""
    wording, letterhead = wording_for(version, MINUTES), letterhead_of(version)
    values = _values(meeting, version, invited)
    title, on = filled(wording.title, values), timezone.localtime(at).date()
    return b.Document(
        kind="纪要",
        title=title,
        blocks=(
            b.Head(rule.mark),
            b.Number(number),
            b.Title(title),
            *worded(said(wording.paragraphs, values), values),
            *_agreed(meeting),
            b.AttendanceList(attendance_rows(meeting.attendance.select_related("organisation"), invited)),
            b.SignOff(letterhead.organisation, official_date(on), sealed=False),
            b.Imprint("", letterhead.printer, official_date(on)),
        ),
        mark=mark,
    )


def _agreed(meeting: Meeting) -> Iterable[b.Block]:
    """What was agreed: in general, item by item, and the tasks handed out."""
    if meeting.summary.strip():
        yield b.Paragraph(meeting.summary.strip())
    place = 1
    for item in meeting.items.all():
        if item.conclusion.strip():
            yield _opening(heading_number(1, place) + item.topic)
            yield b.Paragraph(item.conclusion.strip())
            place += 1
    tasks = Task.objects.filter(source=MEETING, source_id=meeting.pk).exclude(status=TaskStatus.CANCELLED)
    rows = tuple(_row(number, task) for number, task in enumerate(tasks.select_related("organisation"), 1))
    if rows:
        yield b.Heading(1, heading_number(1, place) + "交办事项")
        yield b.Table(TASK_COLUMNS, rows)


TASK_COLUMNS = (
    b.Column("序号", 0.7),
    b.Column("主要任务", 3.2, "left"),
    b.Column("责任单位", 2.2),
    b.Column("配合单位", 1.7),
    b.Column("时限", 2.2),
)


def _row(number: int, task: Task) -> tuple[str, ...]:
    return str(number), task.title, task.organisation.name, task.cooperating or "—", official_date(task.due_on)


def _opening(text: str) -> b.Block:
    return b.Heading(1, text) if len(text) <= LONGEST_HEADING else b.Paragraph(text)


def attendance_rows(present: Iterable[Attendance], invited: Iterable[Invitation]) -> tuple[tuple[str, str], ...]:
    """(出席 / 请假 / 列席, names by organisation); an organisation on leave that named nobody is named itself.

    Who called the meeting comes first, then those invited in their order, whoever replied or was put down first.
    """
    invited = tuple(invited)
    places = {each.organisation_id: place for place, each in enumerate(invited, 1)}
    named: dict[str, dict[str, list[str]]] = {}
    spoken = set()
    for one in sorted(present, key=lambda one: places.get(one.organisation_id, 0)):
        spoken.add(one.organisation_id)
        named.setdefault(one.standing, {}).setdefault(one.organisation.name, []).append(one.name)
    for each in invited:
        if each.leave_reason and each.organisation_id not in spoken:
            named.setdefault(Standing.ON_LEAVE, {}).setdefault(each.organisation.name, [])
    listed = (Standing.PRESENT, Standing.ON_LEAVE, Standing.SITTING_IN)
    return tuple((str(standing.label), _names(named[standing])) for standing in listed if standing in named)


def _names(by_organisation: dict[str, list[str]]) -> str:
    return "；".join(f"{name} {'、'.join(people)}".strip() for name, people in by_organisation.items())
