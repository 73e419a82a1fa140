"""Takes a file in beside a thing of delivery: by its content, once, its bytes as they came."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, BinaryIO

from django.db.models import Model

from lixiang.documents.plain_text import single_line
from lixiang.files import store
from lixiang.files.intake import PICTURES
from lixiang.files.media_types import PDF
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.uploads import accepted

PHOTOS = frozenset(PICTURES)
SCANS = frozenset({PDF, *PICTURES})
MOST_FILES = 60  # beyond any visit; it only keeps one thing from filling the disk


def take_in(
    subject: Model,
    part: str,
    upload: BinaryIO,
    *,
    name: str,
    by: Any,
    at: datetime,
    field: str,
    only: Collection[str] = (),
    of: Model | None = None,
) -> Claim:
    """Claim an upload for `subject`; the same file again is the same claim. Raises Refused at `field`.

    `only` narrows the media types; `of` is whose history tells it, the subject itself where it has one.
    """
    name = single_line(name) or "未命名"
    file = accepted(upload, name=name, field=field, at=at)
    if only and file.media_type not in only:
        words = "照片请用 JPG 或者 PNG" if PDF not in only else "扫描件请用 PDF、JPG 或者 PNG"
        raise Refused(Finding("wrong_kind_of_file", f"“{name}”不能用在这里，{words}。", field=field))
    own = Claim.of(subject, part)
    if own.count() >= MOST_FILES and not own.filter(file=file).exists():
        raise Refused(Finding("too_many_files", f"最多存放{MOST_FILES}个文件。", field=field))
    claim, is_new = store.claim_once(file, subject, part=part, name=name, by=by, at=at)
    if is_new:
        told = of or subject
        programme_id = getattr(told, "programme_id", None)
        record(told, "attach", by=by, at=at, detail=claim.as_row(), programme_id=programme_id)
    return claim
