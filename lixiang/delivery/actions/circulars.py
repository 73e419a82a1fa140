"""Issues the 通报 of reports that are long overdue: by a person, who sees first what it will say."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.documents import circulars as documents
from lixiang.delivery.models import CircularNotice, Report
from lixiang.delivery.models.report_facts import clause_of
from lixiang.delivery.queries.circulars import put_up_in
from lixiang.history.record import record
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import version_in_force
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked


@transaction.atomic
def issue_circular(
    programme: Programme, *, refs: Collection[str], by: Any, at: datetime, mark: str = ""
) -> CircularNotice:
    """One 通报 of those of the reports put up that `refs` names; what was handed in meanwhile is left out.

    Raises Refused where none is named or left, and where the programme has no wording for it.
    """
    if not permissions.runs_delivery(by, programme):
        raise PermissionDenied
    clause = clause_of(version_in_force(programme, at))
    if not refs:
        raise Refused(Finding("nothing_chosen", "请勾选要通报的汇报。", clause, field="refs"))
    programme = locked(programme)
    reports = [report for report in put_up_in(programme, at) if report.ref in refs]
    if not reports:
        sentence = "所选汇报都已报送或者已经通报，请刷新后再看。"
        raise Refused(Finding("nothing_to_circulate", sentence, clause, field="refs"))
    document = documents.issue_circular(version_in_force(programme, at), reports, by=by, at=at, mark=mark)
    circular = CircularNotice.objects.create(programme=programme, document=document, issued_at=at)
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(circular=circular)
    detail = {"number": document.number_text, "document": document.ref}
    for report in reports:
        record(report, "circulate", by=by, at=at, detail=detail, programme_id=programme.pk)
    return circular
