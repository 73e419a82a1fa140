"""The official reply to a change request: agreed or not, with the difference attached."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.delivery.models import ChangeRequest
from lixiang.delivery.queries import changes as queries
from lixiang.delivery.states.changes import Status
from lixiang.documents import blocks as b
from lixiang.documents.models import OfficialDocument
from lixiang.documents.plain_text import inside_quotes
from lixiang.programmes.documents import issue_official, letterhead_of, notice_of, official, worded, wording_for
from lixiang.programmes.rules.wording import filled
from lixiang.projects.rules.content import Difference

TABLE_TITLE = "变更前后对照表"


def issue_reply(request: ChangeRequest, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """Issue the reply to the nominating organisation, numbered from the programme's series."""
    project = request.project
    version = project.version
    paper = queries.paper_wanted(request)
    wording, letterhead = wording_for(version, paper), letterhead_of(version)
    rows = () if request.status == Status.DECLINED else queries.differences_of(request)
    values = _values(request, bool(rows))

    def build(number: str) -> b.Document:
        return official(
            letterhead,
            kind="批复",
            title=filled(wording.title, values),
            addressee=project.nominating_organisation.name,
            body=worded(wording.paragraphs, values),
            number=number,
            on=timezone.localtime(at).date(),
            attachments=(b.Attachment(0, TABLE_TITLE, (table_of(rows),)),) if rows else (),
            mark=mark,
        )

    return issue_official(
        version,
        paper,
        "批复",
        build=build,
        addressees=[project.nominating_organisation],
        by=by,
        at=at,
        programme_code=project.programme.ref,
        subjects=[project.ref],
        mark=mark,
    )


def _values(request: ChangeRequest, has_table: bool) -> dict[str, object]:
    notice_title, notice_number = notice_of(request.project.version)
    return {
        "year": request.project.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "title": inside_quotes(request.base.standing["title"]),
        "ref": request.project.ref.upper(),
        "organisation": request.project.nominating_organisation.name,
        "kinds": request.title,
        "reason": queries.reason_of_decision(request),
        "attached": "（变更前后对照见附件）" if has_table else "",
        "effect": "自补充协议生效之日起执行" if queries.needs_supplement(request) else "自批准之日起执行",
    }


def table_of(rows: tuple[Difference, ...]) -> b.Table:
    """The difference field by field, as a table on paper."""
    columns = (b.Column("项目", 1.2), b.Column("变更前", 3, "left"), b.Column("变更后", 3, "left"))
    return b.Table(columns, tuple((row.label, row.before or "—", row.after or "—") for row in rows))
