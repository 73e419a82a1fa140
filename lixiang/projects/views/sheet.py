"""The page of an application as views put it together: open sections as forms, closed ones to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lixiang.files.intake import ALLOWED
from lixiang.files.models import Claim
from lixiang.projects import permissions
from lixiang.projects.forms import Line, lines_of, place_of
from lixiang.projects.models import Project
from lixiang.projects.queries import Application, Part
from lixiang.projects.queries.reading import Reading, numbers_for, readings
from lixiang.projects.queries.revisions import as_read_today
from lixiang.projects.rules.kinds import Field
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action, StoredFile
from lixiang.workflow.findings import Finding

MEGABYTES = settings.UPLOAD_BYTES // 1048576
LEVELS = {"unit": "责任单位", "nominator": "申报单位", "department": "主管单位"}


@dataclass(frozen=True)
class Shown:
    """One section on the page: lines to fill in, or readings; and its files."""

    part: Part
    lines: list[Line]
    readings: tuple[Reading, ...]
    files: list[tuple[Field, list[StoredFile], tuple[Finding, ...]]]


@dataclass(frozen=True)
class Attempt:
    """What somebody sent that was not taken: it stays on the page, with the reasons or the text of another."""

    section: str = ""
    values: Mapping[str, Any] | None = None
    findings: tuple[Finding, ...] = ()
    clash: Any = None
    texts: tuple[tuple[str, str, str], ...] = ()


def sheet_page(
    request: HttpRequest, application: Application, attempt: Attempt | None = None, *, status: int = 200
) -> HttpResponse:
    """The whole application; `attempt` is what was just refused."""
    project, attempt = application.project, attempt or Attempt()
    prefix = f"{reverse('projects:list')}{project.ref}/"
    context = {
        "application": application,
        "project": project,
        "prefix": prefix,
        "shown": [_shown(application, part, attempt, prefix) for part in application.parts],
        "attempt": attempt,
        "places": [place_of(field) for part in application.parts if part.is_open for field in part.fields],
        "scans": _scans(request.user, application, prefix, attempt),
        "limits": f"{ALLOWED}，单个不超过{MEGABYTES}MB，可一次选择多个。",
        "scan_limits": f"PDF、JPG 或 PNG，单个不超过{MEGABYTES}MB。",
        **_verbs(request.user, project, prefix),
    }
    return page(request, "projects/application.html", context, block="sheet", status=status)


def _verbs(user: Any, project: Project, prefix: str) -> dict[str, Any]:
    """The verbs of this stage that the table offers: handing in has a page of its own."""
    rows = {row.verb: row for row in project.transitions.offered_to(user, project)}
    words = "草稿删除后不能恢复，编号不再使用。"
    discard = Action("删除草稿", f"{prefix}discard/", tone="quiet", confirm=words)
    return {
        "hand_in_url": f"{prefix}hand-in/" if "hand_in" in rows else "",
        "offered": (discard,) if "discard" in rows else (),
    }


def _lines(application: Application, part: Part, attempt: Attempt) -> list[Line]:
    """The fields of an open section with what stands there, or with what was just refused."""
    if attempt.section == part.section.code and attempt.values is not None:
        return lines_of(application, part, attempt.findings, {**application.values, **attempt.values})
    return lines_of(application, part, part.told, application.values)


def _shown(application: Application, part: Part, attempt: Attempt, prefix: str) -> Shown:
    fields = [field for field in part.fields if field.widget == "attachments"]
    if not part.is_open:
        numbers = numbers_for(application) if fields else {}
        names = any(field.name == "implementing_organisation" for field in part.fields)
        values = as_read_today(application.project, application.values) if names else application.values
        read = readings(part.fields, values, application.categories, numbers)
        return Shown(part, [], read, [])
    files = [
        (
            field,
            [stored(claim, prefix, is_open=True) for claim in application.files.get(field.name, ())],
            tuple(each for each in (*part.told, *attempt.findings) if each.field == field.name),
        )
        for field in fields
    ]
    return Shown(part, _lines(application, part, attempt), (), files)


def stored(claim: Claim, prefix: str, *, is_open: bool) -> StoredFile:
    """A file as the list prints it; removable where the section is open."""
    url = f"{prefix}attachments/{claim.pk}/"
    return StoredFile(
        name=claim.name,
        url=url,
        size=claim.file.size,
        hash=claim.file.sha256,
        by=claim.by_name,
        at=claim.at,
        remove_url=f"{url}detach/" if is_open else "",
    )


def _scans(user: Any, application: Application, prefix: str, attempt: Attempt) -> list[tuple]:
    """Level, its word, its scans, what was refused there, whether this person may add one."""
    scans = []
    if not (application.revisions or any(permissions.level_of(part) for part in application.files)):
        return scans
    for level, word in LEVELS.items():
        part, mine = permissions.scan_part(level), permissions.may_sign(user, application.project, level)
        files = [stored(claim, prefix, is_open=mine) for claim in application.files.get(part, ())]
        told = tuple(finding for finding in attempt.findings if finding.field == part)
        scans.append((level, word, files, told, mine))
    return scans
