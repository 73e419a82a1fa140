"""500 agreements as PDF in one process against LibreOffice converting the same .docx in one batch."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.lines import Line
from lixiang.agreements import documents
from lixiang.agreements.rules import Terms
from lixiang.documents import typst_writer, word_writer
from lixiang.documents.blocks import Document
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project

COUNT = 500
BATCH = 50


def run(folder: Path) -> Iterator[Line]:
    """All 500 by us, and in between LibreOffice takes three batches of the same: its start-up is spread over each."""
    from bench.data import AT, grow, the_cast

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("left out  500 agreements against LibreOffice: needs the package libreoffice-writer-nogui", flush=True)
        return
    if not Project.objects.exists():
        grow(the_cast(), COUNT)
    papers = [documents.document_of(_context(project, AT)) for project in _approved()]
    source, target = folder / "docx", folder / "pdf"
    source.mkdir()
    for number, paper in enumerate(papers[:BATCH]):
        (source / f"{number}.docx").write_bytes(word_writer.write(paper))
    ours_of, theirs_of = [], []
    for number, batch in enumerate(papers[place : place + BATCH] for place in range(0, len(papers), BATCH)):
        ours_of.append(_render_all(batch))
        if number % 3 == 1:
            theirs_of.append(_convert(office, source, target))
    ours, theirs = median(ours_of) / BATCH, median(theirs_of) / BATCH
    note = f"{ours * 1000:.1f} ms a document against {theirs * 1000:.1f} ms"
    yield Line(f"{COUNT} agreements: LibreOffice's time over ours", theirs / ours, 4.0, note, at_least=True).tell()


def _render_all(papers: list[Document]) -> float:
    start = perf_counter()
    for _ in typst_writer.render_all(papers):
        pass
    return perf_counter() - start


def _approved() -> list[Project]:
    related = ("programme__managing_organisation", "version", "nominating_organisation", "revision")
    projects = list(Project.objects.select_related(*related).order_by("number")[:COUNT])
    for project in projects:
        project.approved_revision = project.revision
    return projects


def _context(project: Project, at):
    terms = the_setting(project.version, Terms)
    return documents.context_of(project, terms, at=at)


def _convert(office: str, source: Path, target: Path) -> float:
    profile = f"-env:UserInstallation=file://{target}-profile"
    files = [str(path) for path in sorted(source.glob("*.docx"))]
    start = perf_counter()
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(target), *files],
        check=True,
        capture_output=True,
        timeout=900,
    )
    return perf_counter() - start
