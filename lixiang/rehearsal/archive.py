"""The archive on the moved clock: files are closed, the year's package is begun, written and proved."""

from datetime import datetime
from typing import Any

from lixiang.outcomes import actions
from lixiang.outcomes.models import Archive
from lixiang.outcomes.queries import counts_of, terms_of
from lixiang.outcomes.queries.archives import run_of
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.cycle import Cycle
from lixiang.work import actions as work

AT_ONCE = 50


class Unwatched:
    """A counter that nobody looks at."""

    def of(self, total: int) -> None:
        """Nobody asks how many there are."""

    def step(self, more: int = 1, message: str = "") -> None:
        """Nobody asks how far it is."""


def rehearse_archive(cycle: Cycle) -> None:
    """Every concluded project is archived, and what has ended is packed; every rule of the archive is run into."""
    with cycle.step("archive"):
        programme, words = cycle.programme, {"by": cycle.section, "at": cycle.later(days=2)}
        if terms_of(programme, cycle.at) is None:
            cycle.is_refused(lambda: actions.begin_archive(programme, **words), "no_terms")
            return
        _run_into_what_is_not_concluded(cycle, words)
        while actions.archive_all(programme, limit=AT_ONCE, **words)[1]:
            continue
        if counts_of(programme).ready == 0:
            cycle.is_refused(lambda: actions.begin_archive(programme, **words), "nothing_ended")
            return
        made = actions.begin_archive(programme, **words)
        cycle.is_refused(lambda: actions.begin_archive(programme, **words), "unfinished")
        write_archive(made, cycle.later(minutes=30))
        cycle.is_refused(lambda: actions.go_on(made, **words), "finished")


def _run_into_what_is_not_concluded(cycle: Cycle, words: dict[str, Any]) -> None:
    declined = Project.objects.filter(programme=cycle.programme, status=Status.DECLINED).order_by("number").first()
    if declined is not None:
        cycle.is_refused(lambda: actions.archive(declined, **words), "not_in_this_status")


def write_archive(made: Archive, at: datetime) -> None:
    """As a worker does it, on the moved clock."""
    waiting = run_of(made)
    run = work.take(waiting.pk, worker="rehearsal", by=None, at=at) if waiting else None
    said = actions.build(made.pk, Unwatched(), by=None, at=at)
    if run is not None:
        work.finish(run, message=said, by=None, at=at)
