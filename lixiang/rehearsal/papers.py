"""Writes what a rehearsal made into folders: official documents, forms, workbooks, and the summary."""

from collections import Counter
from pathlib import Path
from typing import Any

from lixiang.agreements.models import Agreement
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import File
from lixiang.projects.models import Project
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
