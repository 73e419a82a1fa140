"""Files of a project: the living ones by what they are for, and one of them for who asks."""

import json
from collections import defaultdict

from lixiang.access.prepared import Prepared
from lixiang.files.models import Claim
from lixiang.projects.models import Project


def files_of(project: Project) -> dict[str, list[Claim]]:
    """The living files by part, scans included; one query."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in Claim.of(project):
        found[claim.part].append(claim)
    return found


def attachment(project: Project, number: int) -> Claim | None:
    """One file of the project: a living one, or a released one that a revision still names."""
    everything = Claim.objects.select_related("file").filter(subject_kind="project", subject_id=project.pk)
    claim = everything.filter(pk=number).first()
    if claim is None or claim.released_at is None:
        return claim
    named = (json.dumps(content) for content in project.revisions.values_list("content", flat=True))
    return claim if any(claim.file.sha256 in content for content in named) else None


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
