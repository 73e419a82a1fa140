"""What must hold of archives at every moment."""

from collections.abc import Iterator

from lixiang.files.packages import Hostile, opened_zip
from lixiang.files.sums import faults
from lixiang.outcomes.models import Archive, ArchiveFolder
from lixiang.projects.models import Project
from lixiang.projects.states import Status


def archives_equal_their_lists() -> Iterator[str]:
    """Every file of a finished archive has the hash that its list names, and nothing else is in it."""
    for made in Archive.objects.filter(file__isnull=False).select_related("file", "programme").iterator():
        try:
            with made.file.open() as stream, opened_zip(stream) as package:
                yield from (f"{made.ref}：{fault.sentence}" for fault in faults(package))
        except (Hostile, FileNotFoundError) as broken:
            yield f"{made.ref}不能核验：{broken}"


def finished_archives_hold_every_folder() -> Iterator[str]:
    """An archive is finished only when each project that it was begun with was written."""
    missing = ArchiveFolder.objects.filter(archive__finished_at__isnull=False, ends_at=None)
    for ref, project in missing.values_list("archive__ref", "project__ref").iterator():
        yield f"{ref}缺少{project}"
    for made in Archive.objects.iterator():
        if made.folders.count() != made.projects:
            yield f"{made.ref}应有{made.projects}个项目，实有{made.folders.count()}个"


def archives_hold_nothing_unseen() -> Iterator[str]:
    """No archive takes in a project that the section never saw, or one that is still under way."""
    within = Project.objects.filter(archive_folders__isnull=False)
    for ref in within.filter(nominated_at=None).values_list("ref", flat=True).distinct():
        yield f"{ref}没有申报而列入归档包"
    under_way = within.filter(status__in=[status for status in Status if status not in Project.transitions.finals])
    for ref in under_way.values_list("ref", flat=True).distinct():
        yield f"{ref}尚未办结而列入归档包"


ARCHIVE_CHECKS = (archives_equal_their_lists, finished_archives_hold_every_folder, archives_hold_nothing_unseen)
