"""Writes what a rehearsal made into folders: official documents, forms, workbooks, and the summary."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from django.db.models import F

from lixiang.agreements.models import Agreement
from lixiang.documents.issue import render_pair
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import File
from lixiang.files.tables import Column, write_table
from lixiang.nominations import documents as slates
from lixiang.nominations.models import Receipt, Slate
from lixiang.nominations.queries import write_summary, write_summary_of
from lixiang.outcomes.models import Archive
from lixiang.projects import documents as forms
from lixiang.projects.models import Project, Revision
from lixiang.ranking.models import Ranking
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.queries.pages import firm_words
from lixiang.ranking.rules.points import written
from lixiang.rehearsal.assessment import write_assessment_workbooks
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.invariants import check_all


def write_documents(folder: Path) -> list[dict[str, Any]]:
    """Every official document and agreement as .pdf and .docx; returns kind, number and file of each."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for document in OfficialDocument.objects.select_related("pdf", "docx").order_by("issued_at", "id"):
        name = document.file_name
        _copy(document.pdf, folder / f"{name}.pdf")
        _copy(document.docx, folder / f"{name}.docx")
        rows.append({"kind": document.kind, "number": document.number_text or None, "file": f"documents/{name}.pdf"})
    for agreement in Agreement.objects.select_related("pdf", "docx").order_by("project__number"):
        name = f"责任书 {agreement.ref}"
        _copy(agreement.pdf, folder / f"{name}.pdf")
        _copy(agreement.docx, folder / f"{name}.docx")
        rows.append({"kind": "责任书", "number": None, "file": f"documents/{name}.pdf"})
    return rows


def write_forms(folder: Path) -> None:
    """The 申报书 of every project as it last stood, as .pdf and .docx, and every receipt."""
    folder.mkdir(parents=True, exist_ok=True)
    related = ("project__programme", "project__nominating_organisation", "form_version__programme")
    for revision in Revision.objects.filter(project__revision=F("pk")).select_related(*related).order_by("pk"):
        name = f"{revision.project.number:03d}"
        pdf, docx, _ = render_pair(forms.form_of(forms.paper_of(revision)), at=revision.at)
        (folder / f"申报书 {name}.pdf").write_bytes(pdf)
        (folder / f"申报书 {name}.docx").write_bytes(docx)
        receipt, _, _ = render_pair(forms.receipt_of(revision), at=revision.at)
        (folder / f"提交回执 {name}.pdf").write_bytes(receipt)
    for receipt in Receipt.objects.select_related("slate__organisation", "slate__programme").order_by("pk"):
        (folder / f"报送回执 {receipt.number}.pdf").write_bytes(slates.receipt_of(receipt))


def write_workbooks(folder: Path, cycle: Cycle) -> None:
    """The 申报汇总表 of the programme and of each slate."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "申报汇总表.xlsx").open("wb") as target:
        write_summary(cycle.programme, target, cycle.at)
    for slate in Slate.objects.filter(programme=cycle.programme).select_related("organisation", "programme"):
        with (folder / f"申报汇总表 {slate.organisation.short_name}.xlsx").open("wb") as target:
            write_summary_of(slate, target, cycle.at)


def write_results(out: Path, cycle: Cycle) -> None:
    """What each step leaves beside documents, forms and lists; a step that was not reached leaves nothing."""
    for write in PAPERS:
        write(out, cycle)


def write_certificates(out: Path, cycle: Cycle) -> None:
    """The score certificate that went with each 通报, by its number."""
    (out / "certificates").mkdir(exist_ok=True)
    for ranking in Ranking.objects.filter(programme=cycle.programme, document__isnull=False).select_related("document"):
        name = f"得分证书 {ranking.document.number_text}.json"
        _copy(certificate_of(ranking).file, out / "certificates" / name)


def write_ranking_workbooks(out: Path, cycle: Cycle) -> None:
    """Each issued ranking as a list to print."""
    for ranking in Ranking.objects.filter(programme=cycle.programme, document__isnull=False).order_by("number"):
        places = ranking.places.select_related("project__nominating_organisation").order_by("position")
        title = f"{cycle.programme.title}综合排名（第{ranking.number}次）"
        with (out / "workbooks" / f"综合排名 第{ranking.number}次.xlsx").open("wb") as target:
            write_table(target, "综合排名", title, PLACES, places.iterator(chunk_size=500))


PLACES: tuple[Column, ...] = (
    ("名次", 8, lambda place: place.place or "—"),
    ("项目编号", 20, lambda place: place.project.ref.upper()),
    ("项目名称", 40, lambda place: place.project.title),
    ("类别", 8, lambda place: place.track),
    ("申报单位", 24, lambda place: place.project.nominating_organisation.name),
    ("得分", 10, lambda place: written(place.total)),
    ("等次", 10, lambda place: place.grade or "—"),
    ("名次区间", 14, firm_words),
)


def write_archives(out: Path, cycle: Cycle) -> None:
    """Each finished archive of the programme."""
    (out / "archive").mkdir(exist_ok=True)
    for made in Archive.objects.filter(programme=cycle.programme, file__isnull=False).select_related("file"):
        _copy(made.file, out / "archive" / f"{made.ref}.zip")


PAPERS: tuple[Callable[[Path, Cycle], None], ...] = (
    write_certificates,
    write_ranking_workbooks,
    write_assessment_workbooks,
    write_archives,
)


def _copy(file: File, path: Path) -> None:
    with file.open() as source, path.open("wb") as target:
        copyfileobj(source, target)


def summary(cycle: Cycle, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """What summary.json says; equal for equal seeds but for `seconds`."""
    statuses = Counter(Project.objects.filter(programme=cycle.programme).values_list("status", flat=True))
    counts, broken = check_all()
    return {
        "projects": dict(sorted(statuses.items())),
        "documents": documents,
        "refusals": [
            {"code": code, "clause": clause, "count": count} for (code, clause), count in sorted(cycle.refusals.items())
        ],
        "invariants": {
            "checked": len(counts),
            "broken": [{"check": each.check, "what": each.what} for each in broken],
        },
        "seconds": cycle.seconds,
    }
