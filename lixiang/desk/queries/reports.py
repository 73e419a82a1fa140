"""What reports wait for: at units line by line, at the section as counts; and those of one project for its dossier."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from lixiang.delivery import permissions
from lixiang.delivery.models import Escalation, Report
from lixiang.delivery.models.report_facts import clause_of
from lixiang.delivery.models.reports import REPORTING
from lixiang.delivery.queries.due_reports import overdue_reports
from lixiang.delivery.rules.reports import HANDED_OVER
from lixiang.delivery.states.reports import OPEN, TONES, Status
from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.projects.models import Project
from lixiang.ui.addresses import address

MOST_SHOWN = 20
WORDS = {
    Status.DUE: "填写并报送“{title}”的“{report}”",
    Status.DRAFT: "填完并报送“{title}”的“{report}”",
    Status.RETURNED: "按退回意见改好“{title}”的“{report}”，重新报送",
}


def items_of_reports(view: Viewpoint) -> Iterator[Item]:
    """Reports to write, for those who carry projects out; one query, none for others or without a schedule."""
    own = Q(project__drafting_organisation__in=view.drafts_for) | Q(project__nominating_organisation__in=view.works_for)
    clause = clause_of(view.version)
    if not clause or not (view.drafts_for or view.works_for):
        return
    owed = Report.objects.filter(own, programme=view.programme, status__in=OPEN, project__status__in=REPORTING)
    columns = ("ref", "title", "project__title", "status", "status_since", "due_at")
    for ref, report, title, status, since, due_at in owed.order_by("due_at", "pk").values_list(*columns)[
        : MOST_COUNTED + 1
    ]:
        words = WORDS[Status(status)].format(title=title, report=report)
        yield Item(words, address("delivery:report", ref=ref), "", clause, due_at, since, label="去填写")


def asks_of_reports(view: Viewpoint) -> Iterator[Ask]:
    """What the section has to do for reports; nothing where the programme asks for none."""
    clause, rows = clause_of(view.version), Report.objects.filter(programme=view.programme)
    if not clause:
        return
    url = address("delivery:reports")
    handed = rows.filter(status=Status.HANDED_IN)
    yield Ask("{n}份汇报待审核", handed, f"{url}?all=1&shown=handed", clause, "status_since", label="去审核")
    late = overdue_reports(view.at).filter(programme=view.programme)
    remind = address("delivery:remind_of_reports")
    more = {"due": "due_at", "label": "去查看", "remind_url": remind}
    yield Ask("{n}份汇报逾期未报送", late, f"{url}?all=1&shown=overdue", clause, **more)
    put_up = late.filter(Exists(Escalation.objects.filter(report=OuterRef("pk"), audience="circular")), circular=None)
    issue = address("delivery:report_circular", ref=view.programme.ref)
    yield Ask("{n}份汇报逾期已久，提请印发通报", put_up, issue, clause, due="due_at", label="去通报")


@dataclass(frozen=True)
class Line:
    """One report of a project, as its dossier lists it."""

    ref: str
    title: str
    word: str
    tone: str
    due_at: datetime | None
    is_late: bool


def reports_of_the_dossier(user: Any, project: Project) -> tuple[Line, ...]:
    """The latest ones that this person may read; one query. A former unit is not told where they stand today."""
    rows = Report.readable_by(user).select_related(None).filter(project=project).order_by("-period_until", "-pk")
    is_past = not permissions.sees_now(user, project)
    columns = ("ref", "title", "status", "due_at", "is_late")
    return tuple(
        Line(ref, title, HANDED_OVER, "closed", None, is_late)
        if is_past
        else Line(ref, title, str(Status(status).label), TONES[Status(status)], due_at, is_late)
        for ref, title, status, due_at, is_late in rows.values_list(*columns)[:MOST_SHOWN]
    )
