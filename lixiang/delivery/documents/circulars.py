"""The frozen context of the 通报 of overdue reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.delivery.models import Report
from lixiang.delivery.rules.reports import days_overdue
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.models import OfficialDocument
from lixiang.people.models import Organisation
from lixiang.programmes import documents as programmes
from lixiang.programmes.documents import Circular
from lixiang.programmes.models import Version

DOCUMENT = "report_circular"


def issue_circular(
    version: Version, reports: Sequence[Report], *, by: Any, at: datetime, mark: str = ""
) -> OfficialDocument:
    """To every 主送 organisation, since a 通报 is for all to know; the list stands in the attachment."""
    refs = [report.project.ref for report in reports]
    return programmes.issue_circular(circular(version, reports, at=at), subjects=refs, by=by, at=at, mark=mark)


def circular(version: Version, reports: Sequence[Report], *, at: datetime) -> Circular:
    """Overdue as of that moment."""
    values = _values(version, reports, at)
    return Circular(version, DOCUMENT, values, "逾期未报送汇报的项目", _list(reports, at))


def _values(version: Version, reports: Sequence[Report], at: datetime) -> dict[str, object]:
    organisations: dict[int, Organisation] = {
        report.project.nominating_organisation.bearer_id: report.project.nominating_organisation for report in reports
    }
    return programmes.of_the_notice(version) | {
        "count": len(reports),
        "organisations": "、".join(each.name for each in organisations.values()),
        "on": official_date(timezone.localtime(at).date()),
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
