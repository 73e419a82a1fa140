"""The frozen context of the 通报 of overdue reports."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lixiang.delivery.models import Report
from lixiang.delivery.rules.reports import days_overdue
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.models import OfficialDocument
from lixiang.people.models import Organisation
from lixiang.programmes.documents import (
    issue_official,
    letterhead_of,
    notice_of,
    official,
    receivers_of,
    worded,
    wording_for,
)
from lixiang.programmes.models import Version
from lixiang.programmes.queries import organisations_of
from lixiang.programmes.rules.wording import filled

KIND, DOCUMENT = "通报", "report_circular"


def issue_circular(
    version: Version, reports: Sequence[Report], *, by: Any, at: datetime, mark: str = ""
) -> OfficialDocument:
    """To every 主送 organisation, since a 通报 is for all to know; the list stands in the attachment."""
    return issue_official(
        version,
        DOCUMENT,
        KIND,
        build=lambda number: circular(version, reports, number=number, at=at, mark=mark),
        addressees=organisations_of(version, receivers_of(version).groups),
        by=by,
        at=at,
        programme_code=version.programme.ref,
        subjects=[report.project.ref for report in reports],
        mark=mark,
    )


def circular(version: Version, reports: Sequence[Report], *, number: str, at: datetime, mark: str = "") -> b.Document:
    """The 通报 as blocks; also what the page shows before it is issued."""
    wording = wording_for(version, DOCUMENT)
    values, on = _values(version, reports, at), timezone.localtime(at).date()
    title = filled(wording.attachment, values) or "逾期未报送汇报的项目"
    return official(
        letterhead_of(version),
        kind=KIND,
        title=filled(wording.title, values),
        addressee=receivers_of(version).text,
        body=worded(wording.paragraphs, values),
        number=number,
        on=on,
        attachments=(b.Attachment(0, title, (_list(reports, at),)),),
        mark=mark,
    )


def _values(version: Version, reports: Sequence[Report], at: datetime) -> dict[str, object]:
    notice_title, notice_number = notice_of(version)
    organisations: dict[int, Organisation] = {
        report.project.nominating_organisation.bearer_id: report.project.nominating_organisation for report in reports
    }
    today: date = timezone.localtime(at).date()
    return {
        "year": version.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "count": len(reports),
        "organisations": "、".join(each.name for each in organisations.values()),
        "on": official_date(today),
    }


def _list(reports: Sequence[Report], at: datetime) -> b.Table:
    columns = (
        b.Column("序号", 0.7),
        b.Column("申报单位", 2.6, "left"),
        b.Column("项目名称", 3.4, "left"),
        b.Column("汇报", 2.2, "left"),
        b.Column("应报送日期", 1.7),
        b.Column("逾期天数", 1),
    )
    rows = (
        (
            str(place),
            report.project.nominating_organisation.name,
            str(report.project),
            report.title,
            official_date(timezone.localtime(report.due_at).date()),
            str(days_overdue(report.due_at, at)),
        )
        for place, report in enumerate(reports, 1)
    )
    return b.Table(columns, tuple(rows))
