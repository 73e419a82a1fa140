"""Files of a project: the living ones by what they are for, and one of them for who asks."""

import json
from collections import defaultdict
from typing import Any

from lixiang.access.prepared import Prepared
from lixiang.files.models import Claim
from lixiang.projects import permissions
from lixiang.projects.models import Project


def files_of(project: Project, is_writer: bool = True) -> dict[str, list[Claim]]:
    """The living files by part, for those who do not write in the form the scans alone; one query."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in Claim.of(project):
        if is_writer or permissions.level_of(claim.part):
            found[claim.part].append(claim)
    return found


def attachment(user: Any, project: Project, number: int) -> Claim | None:
    """One file of the project that this person may fetch.

    A scan, or what stands in the form now for those who write there; for everybody else what a revision names,
    released since or not: nobody looks into an application that is still being written or mended.
    """
    everything = Claim.objects.select_related("file").filter(subject_kind="project", subject_id=project.pk)
    claim = everything.filter(pk=number).first()
    if claim is None:
        return None
    is_shown = permissions.may_write(user, project) or permissions.level_of(claim.part)
    if is_shown and claim.released_at is None:
        return claim
    return claim if is_handed_in(project, claim.file.sha256) else None


def is_handed_in(project: Project, sha256: str) -> bool:
    """Whether a revision of the project names the file of this hash."""
    named = (json.dumps(content) for content in project.revisions.values_list("content", flat=True))
    return any(sha256 in content for content in named)


def numbers_by_hash(project: Project) -> dict[str, int]:
    """SHA-256 -> the claim under which a file named in a revision can be fetched."""
    return dict(NUMBERS(project=project.pk))


NUMBERS = Prepared(
    lambda project: (
        Claim.objects.filter(subject_kind="project", subject_id=project)
        .order_by("pk")
        .values_list("file__sha256", "pk")
    )
)
