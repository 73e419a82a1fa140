"""Files of a dossier: taken in or used again, described, matched to what they prove, taken away; gaps explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from lixiang.closing.actions.carrying import EVIDENCE
from lixiang.closing.actions.sections import kept
from lixiang.closing.models import Dossier, Evidence
from lixiang.closing.models.evidence import Source
from lixiang.closing.models.facts import promised_by, terms_of
from lixiang.closing.queries.files import files_of_the_project
from lixiang.closing.queries.locks import dossier_to_write
from lixiang.closing.rules import dossiers as rules
from lixiang.closing.rules.kinds import EvidenceKind
from lixiang.closing.rules.promises import promises_of
from lixiang.documents.plain_text import single_line
from lixiang.files import pictures, store
from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim, File
from lixiang.history.record import record
from lixiang.projects.rules.content import tidy
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked
from lixiang.workflow.uploads import accepted

MOST_FILES = 200
LONGEST = {"words": 300, "made_at": 40, "place": 200, "made_by": 120}
WHAT = {"words": "说明", "made_at": "时间", "place": "地点", "made_by": "制作人"}


@dataclass(frozen=True)
class Described:
    """What is typed of a piece of evidence; `proves` are keys of promises."""

    words: str = ""
    made_at: str = ""
    place: str = ""
    made_by: str = ""
    proves: tuple[str, ...] = ()


NOTHING = Described()


def attach_evidence(
    dossier: Dossier,
    upload: BinaryIO,
    *,
    name: str,
    kind: str,
    by: Any,
    at: datetime,
    described: Described = NOTHING,
) -> Evidence:
    """Take a file in as one kind of evidence; the same file again is the same evidence.

    Of a picture the original bytes are kept, its own time and place read, a thumbnail and a bare copy made.
    """
    with transaction.atomic():
        dossier_to_write(
            dossier, rules.EVIDENCE, by=by
        )  # before the file is kept, so that nobody leaves one who may not write
        _refuse_wrong_file(_kind(dossier, kind), name)
    file = accepted(upload, name=name, field="file", at=at)
    return _added(dossier, file, single_line(name) or "未命名", kind, described, by=by, at=at)


def reuse_evidence(dossier: Dossier, number: int, *, kind: str, by: Any, at: datetime) -> Evidence:
    """Use a file that the project has already; `number` is any claim of it that this project holds."""
    claim = files_of_the_project(dossier.project_id).filter(pk=number).first()
    if claim is None:
        raise Refused(Finding("no_such_file", "本项目没有这个文件，请刷新后再选。", field="number"))
    _refuse_wrong_file(_kind(dossier, kind), claim.name)
    return _added(dossier, claim.file, claim.name, kind, NOTHING, by=by, at=at)


def _kind(dossier: Dossier, code: str) -> EvidenceKind:
    kinds = terms_of(dossier.project.version, dossier.project.category).kinds
    found = next((each for each in kinds if each.code == code), None)
    if found is None:
        raise Refused(Finding("no_such_kind", "请选择材料种类。", field="kind"))
    return found


def _refuse_wrong_file(kind: EvidenceKind, name: str) -> None:
    ending = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if kind.endings and ending not in kind.endings:
        allowed = "、".join(f".{each}" for each in kind.endings)
        raise Refused(Finding("wrong_kind_of_file", f"“{kind.title}”应为{allowed}文件。", kind.clause, field="file"))


def _added(
    dossier: Dossier, file: File, name: str, kind: str, described: Described, *, by: Any, at: datetime
) -> Evidence:
    copies = _copies(file, name, at)  # decoding takes its time, so no lock is held
    with transaction.atomic():
        dossier = dossier_to_write(dossier, rules.EVIDENCE, by=by)
        again = dossier.evidence.filter(claim__file=file, removed_at=None).select_related("claim__file").first()
        if again is not None:
            return again
        number = dossier.evidence.count() + 1
        if number > MOST_FILES:
            raise Refused(Finding("too_many_files", f"结项材料最多附{MOST_FILES}个文件。", field="file"))
        claim = store.claim(file, dossier, part=EVIDENCE, name=name, by=by, at=at)
        evidence = Evidence(dossier=dossier, number=number, claim=claim, kind=kind, added_at=at, added_by_name=by.name)
        evidence.thumbnail, evidence.public_copy = copies
        _describe(dossier, evidence, _with_picture(file, described), described)
        evidence.save()
        record(dossier, "attach", by=by, at=at, detail=evidence.as_row(), programme_id=dossier.programme_id)
        return evidence


def _copies(file: File, name: str, at: datetime) -> tuple[File | None, File | None]:
    """A thumbnail and a bare copy of a picture; neither of anything else."""
    if not pictures.is_picture(file.media_type):
        return None, None
    try:
        with file.open() as stream:
            small, bare = pictures.thumbnail_of(stream, name), pictures.public_copy_of(stream, name, file.media_type)
    except Unacceptable as broken:
        raise Refused(Finding("unacceptable_file", str(broken), field="file")) from broken
    return (
        store.keep(BytesIO(small), media_type="image/jpeg", at=at),
        store.keep(BytesIO(bare), media_type=file.media_type, at=at),
    )


def _with_picture(file: File, described: Described) -> dict[str, str]:
    """What the picture says of itself, for what was not typed."""
    if not pictures.is_picture(file.media_type):
        return {}
    with file.open() as stream:
        told = pictures.told_by(stream)
    found = {}
    if told.at and not described.made_at:
        found["made_at"] = f"{timezone.localtime(told.at):%Y-%m-%d %H:%M}"
    if told.place and not described.place:
        found["place"] = told.place
    return found


@transaction.atomic
def describe_evidence(
    dossier: Dossier, number: int, described: Described, *, kind: str, by: Any, at: datetime
) -> Evidence:
    """What it is, when and where it was made and by whom, and which promises it proves.

    A time or a place that the picture told and that is not changed stays marked as the picture's own.
    """
    dossier = dossier_to_write(dossier, rules.EVIDENCE, by=by)
    evidence = dossier.evidence.filter(number=number, removed_at=None).select_related("claim__file").first()
    if evidence is None:
        raise Refused(Finding("no_such_evidence", "这份材料已经移除，请刷新后再看。"))
    _refuse_wrong_file(_kind(dossier, kind), evidence.claim.name)
    evidence.kind = kind
    told = {name: getattr(evidence, name) for name in ("made_at", "place") if _is_told(evidence, name, described)}
    _describe(dossier, evidence, told, described)
    evidence.save()
    record(dossier, "describe", by=by, at=at, detail=evidence.as_row(), programme_id=dossier.programme_id)
    return evidence


def _is_told(evidence: Evidence, name: str, described: Described) -> bool:
    own, typed = getattr(evidence, name), getattr(described, name).strip()
    return getattr(evidence, f"{name}_source") == Source.PICTURE and typed in ("", own)


def _describe(dossier: Dossier, evidence: Evidence, told: Mapping[str, str], described: Described) -> None:
    typed = {name: single_line(getattr(described, name)) for name in LONGEST}
    wrong = [
        finding
        for name, text in typed.items()
        for finding in too_long(text, LONGEST[name], what=WHAT[name], field=name)
    ]
    known = {each.key for each in promises_of(promised_by(dossier).content)}
    if not set(described.proves) <= known:
        wrong.append(Finding("no_such_promise", "对应的承诺已经变更，请重新勾选。", field="proves"))
    refuse_if(tuple(wrong))
    evidence.words, evidence.made_by = typed["words"], typed["made_by"]
    for name in ("made_at", "place"):
        setattr(evidence, name, told.get(name) or typed[name])
        source = Source.PICTURE if told.get(name) else Source.TYPED if typed[name] else Source.NONE
        setattr(evidence, f"{name}_source", source)
    evidence.proves = sorted(set(described.proves))


@transaction.atomic
def detach_evidence(dossier: Dossier, number: int, *, by: Any, at: datetime) -> None:
    """Take it out of the dossier; what was handed in still names it. Done twice is done once."""
    dossier = dossier_to_write(dossier, rules.EVIDENCE, by=by)
    evidence = dossier.evidence.filter(number=number, removed_at=None).select_related("claim__file").first()
    if evidence is None:
        return
    claim: Claim = locked(evidence.claim)
    claim.released_at = evidence.removed_at = at
    claim.save(update_fields=["released_at"])
    evidence.save(update_fields=["removed_at"])
    record(dossier, "detach", by=by, at=at, detail=claim.as_row(), programme_id=dossier.programme_id)


@transaction.atomic
def explain_gaps(dossier: Dossier, reasons: Mapping[str, str], *, expected: int, by: Any, at: datetime) -> Dossier:
    """Why there is no proof of a promise, by its key; an empty text takes the explanation back."""
    dossier = dossier_to_write(dossier, rules.EVIDENCE, by=by)
    keys = [each.key for each in promises_of(promised_by(dossier).content)]
    texts = {key: tidy(reasons.get(key, dossier.explained.get(key, ""))) for key in keys}
    wrong: Sequence[Finding] = [
        finding
        for key, text in texts.items()
        for finding in too_long(text, rules.LONGEST_REASON, what="说明", field=f"row-{key}")
    ]
    refuse_if(tuple(wrong))
    explained = {key: text for key, text in texts.items() if text}
    return kept(dossier, rules.EVIDENCE, {"explained": explained}, expected=expected, by=by, at=at)
