"""What the clerk of an application must do next, by when, and why it came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lixiang.history.models import Event
from lixiang.programmes.rules.kinds import Closing
from lixiang.projects.models import Project
from lixiang.projects.queries.form import closing_of
from lixiang.projects.states import Status
from lixiang.workflow.findings import Finding

URGENT_DAYS = 3


@dataclass(frozen=True)
class Returned:
    """Why a project came back: who sent it, when, and what they wrote."""

    by: str
    at: datetime
    reason: str
    due_at: datetime | None


@dataclass(frozen=True)
class NextAction:
    """One line: what to do, by when, on what ground; the shape that ui.next_action prints."""

    words: str
    tone: str = "active"
    due: datetime | None = None
    due_words: str = ""
    clause: str = ""


def returned(project: Project) -> Returned | None:
    """The last return of a project that is back with its unit."""
    if project.status not in (Status.RETURNED_BY_NOMINATOR, Status.RETURNED_BY_DEPARTMENT):
        return None
    events = Event.objects.filter(subject_kind="project", subject_id=project.pk, verb="send_back")
    event = events.order_by("-sequence").first()
    return Returned(event.by_name, event.at, event.reason, project.due_at) if event else None


def next_action(project: Project, findings: tuple[Finding, ...], at: datetime) -> NextAction | None:
    """The line for the unit's clerk; nothing where the project has left the unit for good."""
    if project.status == Status.WITH_NOMINATOR:
        words = f"已提交{project.nominating_organisation.name}，等待推荐；需要修改的，请对方先退回。"
        return NextAction(words, "good")
    task = _task(project, findings)
    if task is None:
        return None
    if project.due_at is not None:
        return _by(task, project.due_at, 0, "", at)
    closing = closing_of(project, at)
    return _by_closing(task, closing, at) if closing else NextAction(task)


def _task(project: Project, findings: tuple[Finding, ...]) -> str | None:
    blocks = sum(finding.is_blocking for finding in findings)
    mend = f"还有{blocks}处须补充或改正，" if blocks else ""
    return {
        Status.DRAFT: f"{mend}请填写完整后提交申报书" if blocks else "各项齐备，请核对后提交申报书",
        Status.RETURNED_BY_NOMINATOR: f"{mend}请按退回意见修改后重新提交",
        Status.RETURNED_BY_DEPARTMENT: f"{mend}请按退回意见修改，完成后由申报单位重新申报",
    }.get(Status(project.status))


def _by_closing(task: str, closing: Closing, at: datetime) -> NextAction:
    if closing.is_past(at):
        words = "申报已经截止，草稿仍然保留；确需补报的，请向主管单位申请延期"
        return NextAction(words, "bad", closing.until, "已截止", closing.clause)
    return _by(task, closing.until, closing.grace_seconds, closing.clause, at)


def _by(task: str, until: datetime, grace_seconds: int, clause: str, at: datetime) -> NextAction:
    if at > until:
        last = timezone.localtime(until + timedelta(seconds=grace_seconds))
        words = f"已到截止时间，{last:%H:%M:%S}前提交仍可接收" if grace_seconds else "已超过期限"
        return NextAction(task, "bad", until, words, clause)
    days = (timezone.localdate(until) - timezone.localdate(at)).days
    words = f"还剩{days}天" if days else "今天截止"
    return NextAction(task, "attention" if days <= URGENT_DAYS else "active", until, words, clause)
