"""Files beside a report: brought in once, used again without another upload, taken away."""

from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction

from lixiang.delivery.actions.reports import writable
from lixiang.delivery.models import Report
from lixiang.delivery.models.reports import EVIDENCE
from lixiang.delivery.queries.evidence import files_of_the_project
from lixiang.documents.plain_text import single_line
from lixiang.files import store
from lixiang.files.models import Claim, File
from lixiang.history.record import record
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked
from lixiang.workflow.uploads import accepted

MOST_FILES = 50


def attach_evidence(report: Report, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take a file in; one that the project already has, by its content, is used again under the name it has."""
    with transaction.atomic():
        writable(report, by=by, at=at)  # before the file is kept, so that nobody leaves one behind who may not write
    file = accepted(upload, name=name, field="evidence", at=at)
    return _claimed(report, file, single_line(name) or "未命名", by, at)


def reuse_evidence(report: Report, number: int, *, by: Any, at: datetime) -> Claim:
    """Use a file that the project has already; `number` is any claim of it that this project holds."""
    claim = files_of_the_project(report.project_id).filter(pk=number).first()
    if claim is None:
        raise Refused(Finding("no_such_file", "本项目没有这个文件，请刷新后再选。", field="evidence"))
    return _claimed(report, claim.file, claim.name, by, at)


@transaction.atomic
def _claimed(report: Report, file: File, name: str, by: Any, at: datetime) -> Claim:
    report = writable(report, by=by, at=at)
    own = Claim.of(report, EVIDENCE)
    if own.count() >= MOST_FILES and not own.filter(file=file).exists():
        raise Refused(Finding("too_many_files", f"一份汇报最多附{MOST_FILES}个文件。", field="evidence"))
    known = files_of_the_project(report.project_id).filter(file=file).first()
    name = known.name if known else name
    claim, is_new = store.claim_once(file, report, part=EVIDENCE, name=name, by=by, at=at)
    if is_new:
        detail = {**claim.as_row(), "reused": known is not None}
        record(report, "attach", by=by, at=at, detail=detail, programme_id=report.programme_id)
    return claim


@transaction.atomic
def detach_evidence(report: Report, number: int, *, by: Any, at: datetime) -> None:
    """Release it here; what was handed in still names it, and other reports keep it. Done twice is done once."""
    report = writable(report, by=by, at=at)
    claim = Claim.of(report, EVIDENCE).filter(pk=number).first()
    if claim is None:
        return
    claim = locked(claim)
    claim.released_at = at
    claim.save(update_fields=["released_at"])
    record(report, "detach", by=by, at=at, detail=claim.as_row(), programme_id=report.programme_id)
