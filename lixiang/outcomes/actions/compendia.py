"""The verbs of a compendium: begun with what is published, compiled in the background, begun again after a stop."""

import io
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.documents.fonts import MissingCharacters, fallbacks_of
from lixiang.documents.issue import print_both
from lixiang.files.media_types import DOCX, PDF
from lixiang.files.store import keep
from lixiang.history.record import record
from lixiang.outcomes.actions.packing import Counter
from lixiang.outcomes.documents.compendia import compendium_of
from lixiang.outcomes.models import Compendium
from lixiang.outcomes.models.case_facts import parts_of
from lixiang.outcomes.permissions import compendia as permissions
from lixiang.outcomes.queries import compendia as queries
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import version_in_force
from lixiang.work import actions as work
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked


@transaction.atomic
def begin_compendium(programme: Programme, *, by: Any, at: datetime) -> Compendium:
    """Fix what goes in and have it compiled in the background.

    Refused without a published case study, with more than one book holds, with a sign that no font prints, and while
    an earlier compendium is not finished.
    """
    if not permissions.compiles(by, programme):
        raise PermissionDenied
    programme = locked(programme)
    cases = queries.published_of(programme)
    clause = next((part.clause for part in parts_of(version_in_force(programme, at))), "")
    refuse_if(_standing(programme, len(cases), clause))
    number = (programme.compendia.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    made = Compendium.objects.create(
        ref=f"{programme.ref}-compendium-{number}",
        number=number,
        programme=programme,
        cases=[[key, hashed] for key, hashed in cases],
        begun_at=at,
        begun_by=by,
        begun_by_name=by.name,
    )
    _refuse_unprintable(made, clause)
    detail = {"programme": programme.ref, "cases": len(cases)}
    record(made, "begin_compendium", by=by, at=at, detail=detail, programme_id=programme.pk)
    work.start(queries.JOB, by=by, at=at, compendium=made.pk)
    return made


def _standing(programme: Programme, cases: int, clause: str) -> tuple[Finding, ...]:
    if not cases:
        return (Finding("nothing_published", "还没有已推广的案例，不能汇编。", clause),)
    if cases > queries.MOST:
        return (Finding("too_many", f"一册汇编至多{queries.MOST}个案例，现有案例超过此数。", clause),)
    if queries.in_the_making(programme) is not None:
        return (Finding("unfinished", "上一版汇编尚未完成，请等它完成，或者继续汇编。", clause),)
    return ()


def _refuse_unprintable(made: Compendium, clause: str) -> None:
    """Told to the person now, rather than to a job in the night."""
    try:
        fallbacks_of(compendium_of(made, queries.revisions_in(made)))
    except MissingCharacters as missing:
        raise Refused(Finding("unprintable", f"不能汇编：{missing}", clause)) from missing


@transaction.atomic
def recompile(made: Compendium, *, by: Any, at: datetime) -> None:
    """Have a compendium compiled whose run was given up."""
    if not permissions.compiles(by, made.programme):
        raise PermissionDenied
    made = locked(made)
    if made.finished_at is not None:
        raise Refused(Finding("finished", "汇编已经完成，不必继续。"))
    work.start(queries.JOB, by=by, at=at, compendium=made.pk)
    record(made, "recompile", by=by, at=at, programme_id=made.programme_id)


def compile_compendium(key: int, counter: Counter, *, by: Any, at: datetime) -> str:
    """PDF and Word from what was fixed; one that was finished before is left as it is."""
    made = Compendium.objects.select_related("programme__managing_organisation").get(pk=key)
    if made.finished_at is not None:
        return f"{made}早已完成"
    counter.of(3)
    document = compendium_of(made, queries.revisions_in(made))
    counter.step(message="已排好目录")
    printed = print_both(document, at=made.begun_at)
    counter.step(message="已排版，正在入库")
    pdf = keep(io.BytesIO(printed.pdf), media_type=PDF, at=at)
    docx = keep(io.BytesIO(printed.docx), media_type=DOCX, at=at)
    with transaction.atomic():
        fresh = locked(made)
        if fresh.finished_at is None:
            fresh.pdf, fresh.docx, fresh.pages, fresh.finished_at = pdf, docx, printed.pages, at
            fresh.save(update_fields=["pdf", "docx", "pages", "finished_at"])
            detail = {"sha256": pdf.sha256, "pages": printed.pages}
            record(fresh, "keep_compendium", by=by, at=at, detail=detail, programme_id=fresh.programme_id)
    counter.step()
    return f"{made}已完成：{len(made.cases)}个案例，{printed.pages}页"
