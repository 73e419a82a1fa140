"""Files beside an application: those of its form, and the signed and sealed scans of each level."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.documents.plain_text import single_line
from lixiang.files import store
from lixiang.files.models import Claim, File
from lixiang.history.record import record
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects import permissions, queries
from lixiang.projects.actions.sections import writable
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Field
from lixiang.projects.states import APPROVED, ENDED
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked
from lixiang.workflow.uploads import accepted

# Beyond any limit a form sets; it only keeps one draft from filling the disk.
MOST_FILES = 100
DECIDING_LEVEL = "department"
SCAN_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")


def attach(project: Project, field: str, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take a file in beside a field of the draft; the same file under the same name again is the same attachment.

    Asks before the file is kept, so that nobody who may not write leaves one behind, and again under the lock.
    Raises Refused with the sentence of what is wrong with it.
    """
    project = queries.under_its_form(project, at)
    spec = next((each for each in settings_by_kind(project.version, Field) if each.name == field), None)
    if spec is None or spec.widget != "attachments":
        raise Refused(Finding("no_such_field", "申报书中没有这一项附件。"))
    with transaction.atomic():
        writable(project, spec.section, by=by, at=at)
    name = single_line(name) or "未命名"
    file = accepted(upload, name=name, field=field, at=at)
    with transaction.atomic():
        project = writable(project, spec.section, by=by, at=at)
        if Claim.of(project, field).count() >= MOST_FILES:
            raise Refused(Finding("too_many_files", f"“{spec.label}”最多存放{MOST_FILES}个文件。", field=field))
        return _claimed(project, file, field, verb="attach", name=name, by=by, at=at)


def attach_files(
    project: Project, field: str, uploads: Iterable[tuple[BinaryIO, str]], *, by: Any, at: datetime
) -> tuple[tuple[Claim, ...], tuple[Finding, ...]]:
    """Several files at once, each by itself: one that may not come in keeps no other out."""
    kept, refusals = [], []
    for upload, name in uploads:
        try:
            kept.append(attach(project, field, upload, name=name, by=by, at=at))
        except Refused as refused:
            refusals += refused.findings
    return tuple(kept), tuple(refusals)


def attach_scan(project: Project, level: str, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take in the 申报书 as that level signed and sealed it, scanned."""
    with transaction.atomic():
        _signable(project, level, by)
    name, part = single_line(name) or "未命名", permissions.scan_part(level)
    if not name.lower().endswith(SCAN_ENDINGS):
        raise Refused(Finding("not_a_scan", f"“{name}”不是扫描件，签字盖章页请用 PDF、JPG 或者 PNG。", field=part))
    file = accepted(upload, name=name, field=part, at=at)
    with transaction.atomic():
        return _claimed(_signable(project, level, by), file, part, verb="attach_scan", name=name, by=by, at=at)


@transaction.atomic
def detach(project: Project, claim: Claim, *, by: Any, at: datetime) -> None:
    """Release an attachment or a scan; the file stays for the revisions that name it. Done twice is done once."""
    level = permissions.level_of(claim.part)
    if level:
        project = _signable(project, level, by)
    else:
        project = queries.under_its_form(project, at)
        fields = {each.name: each for each in settings_by_kind(project.version, Field)}
        section = fields[claim.part].section if claim.part in fields else ""
        project = writable(project, section, by=by, at=at)
    claim = locked(claim)
    if claim.released_at is None:
        claim.released_at = at
        claim.save(update_fields=["released_at"])
        record(project, "detach", by=by, at=at, detail=claim.as_row(), programme_id=project.programme_id)


def _signable(project: Project, level: str, by: Any) -> Project:
    project = locked(project)
    if not permissions.may_sign(by, project, level):
        raise PermissionDenied
    if project.status in ENDED:
        word = project.get_status_display()
        raise Refused(Finding("project_ended", f"当前状态为“{word}”，扫描件不能改动。"))
    if level == DECIDING_LEVEL and project.status not in APPROVED:
        # Everybody who sees the project sees its scans: before, this one would tell a decision that is still quiet.
        part = permissions.scan_part(level)
        raise Refused(Finding("not_published", "批准立项公布后，方可上传主管单位签署意见的扫描件。", field=part))
    return project


def _claimed(project: Project, file: File, part: str, *, verb: str, name: str, by: Any, at: datetime) -> Claim:
    again = Claim.of(project, part).filter(file=file, name=name).first()
    if again is not None:
        return again
    claim = store.claim(file, project, part=part, name=name, by=by, at=at)
    record(project, verb, by=by, at=at, detail=claim.as_row(), programme_id=project.programme_id)
    return claim
