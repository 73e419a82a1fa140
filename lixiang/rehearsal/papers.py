"""Writes what a rehearsal made into folders: official documents, forms, workbooks, and the summary."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.db.models import F

from lixiang.agreements.models import Agreement
from lixiang.documents.issue import render_pair
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import File
from lixiang.nominations import documents as slates
from lixiang.nominations.models import Receipt, Slate
from lixiang.nominations.queries import write_summary, write_summary_of
from lixiang.projects import documents as forms
from lixiang.projects.models import Project, Revision
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


def _copy(file: File, path: Path) -> None:
    with file.open() as source:
        path.write_bytes(source.read())


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
