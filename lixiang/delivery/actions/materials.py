"""Files of meetings and tasks: photos and materials come in, and go again while the thing is still open."""

from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.models import Meeting, Task
from lixiang.delivery.queries.tasks import clause_of_tasks
from lixiang.delivery.states.meetings import Status as MeetingStatus
from lixiang.delivery.states.tasks import LIVING
from lixiang.files import store
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked
from lixiang.workflow.uploads import accepted

PHOTO, MATERIAL, PROOF = "photo", "material", "proof"
PARTS = {PHOTO: "照片", MATERIAL: "会议材料"}
PICTURES = ("image/jpeg", "image/png")


@transaction.atomic
def attach_to_meeting(
    meeting: Meeting, upload: BinaryIO, *, name: str, part: str = MATERIAL, by: Any, at: datetime
) -> Claim:
    """A photo or a material of a meeting; the same file twice is the same one. Photos are never required."""
    meeting = locked(meeting)
    if not permissions.runs_meeting(by, meeting):
        raise PermissionDenied
    if meeting.status == MeetingStatus.CANCELLED or part not in PARTS:
        raise Refused(Finding("not_open", "会议已经取消，不能再添加文件。", meeting.clause_at(at), field="file"))
    return _taken_in(meeting, upload, name=name, part=part, by=by, at=at)


@transaction.atomic
def attach_to_task(task: Task, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Proof of what was done, by the responsible organisation or the section."""
    task = locked(task)
    if not permissions.takes_part_in_task(by, task):
        raise PermissionDenied
    if task.status not in LIVING:
        sentence = f"任务{task.get_status_display()}，不能再添加文件。"
        raise Refused(Finding("not_open", sentence, clause_of_tasks(task.programme, at), field="file"))
    return _taken_in(task, upload, name=name, part=PROOF, by=by, at=at)


def _taken_in(thing: Meeting | Task, upload: BinaryIO, *, name: str, part: str, by: Any, at: datetime) -> Claim:
    file = accepted(upload, name=name, field="file", at=at)
    if part == PHOTO and file.media_type not in PICTURES:
        raise Refused(Finding("no_picture", "照片应为 JPG 或者 PNG 图片。", field="file"))
    claim, is_new = store.claim_once(file, thing, part=part, name=name, by=by, at=at)
    if is_new:
        record(thing, "attach", by=by, at=at, detail=claim.as_row(), programme_id=thing.programme_id)
    return claim


@transaction.atomic
def detach_from_meeting(meeting: Meeting, claim: Claim, *, by: Any, at: datetime) -> None:
    """Release a file of a meeting; the bytes stay as long as anything claims them."""
    meeting = locked(meeting)
    if not permissions.runs_meeting(by, meeting):
        raise PermissionDenied
    _release(meeting, claim, by=by, at=at)


@transaction.atomic
def detach_from_task(task: Task, claim: Claim, *, by: Any, at: datetime) -> None:
    """Release a proof while the task is open; what was reported with it stays."""
    task = locked(task)
    if not permissions.answers_for_task(by, task):
        raise PermissionDenied
    if task.status != LIVING[0]:
        sentence = f"任务{task.get_status_display()}，佐证材料不再移除。"
        raise Refused(Finding("not_open", sentence, clause_of_tasks(task.programme, at)))
    _release(task, claim, by=by, at=at)


def _release(thing: Meeting | Task, claim: Claim, *, by: Any, at: datetime) -> None:
    own = Claim.of(thing).filter(pk=claim.pk).first()
    if own is not None:
        own.released_at = at
        own.save(update_fields=["released_at"])
        record(thing, "detach", by=by, at=at, detail=own.as_row(), programme_id=thing.programme_id)
