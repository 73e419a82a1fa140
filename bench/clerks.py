"""Eight clerks handing in at once, each twice as by a double click: no error, none lost, none doubled."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import perf_counter
from uuid import uuid4

from django.db import connection
from django.test import Client

from bench.data import clerk_of, drafts, the_cast
from bench.lines import Line
from lixiang.people.models import User
from lixiang.projects.models import Project, Revision

CLERKS, EACH = 8, 10


def run(folder: Path) -> Iterator[Line]:
    """Every clerk has a thread and a connection of its own, on the same SQLite file."""
    cast = the_cast()
    waiting = drafts(cast, EACH * len(cast.nominators))
    piles = [
        (clerk_of(cast, pile[0]), pile)
        for organisation in cast.nominators[:CLERKS]
        if (pile := [each for each in waiting if each.drafting_organisation_id == organisation.pk])
    ]
    start_together = Barrier(len(piles))
    start = perf_counter()
    with ThreadPoolExecutor(len(piles)) as pool:
        tasks = [pool.submit(_hand_in_all, clerk, pile, start_together) for clerk, pile in piles]
        answers = [status for task in tasks for status in task.result()]
    seconds = perf_counter() - start
    projects = [project.pk for _, pile in piles for project in pile]
    found = list(Revision.objects.filter(project__in=projects).values_list("project_id", flat=True))
    stand = Project.objects.filter(pk__in=projects, revision__isnull=False).count()
    note = f"{len(projects)} applications, {len(answers)} requests in {seconds:.1f} s"
    yield Line(f"{CLERKS} clerks at once: errors", sum(status != 302 for status in answers), 0, note).tell()
    yield Line(f"{CLERKS} clerks at once: hand-ins lost", len(projects) - stand, 0).tell()
    yield Line(f"{CLERKS} clerks at once: hand-ins doubled", len(found) - len(set(found)), 0).tell()


def _hand_in_all(clerk: User, pile: list[Project], start_together: Barrier) -> list[int]:
    client = Client(raise_request_exception=False)
    client.force_login(clerk)
    start_together.wait()
    try:
        return [status for project in pile for status in _double_click(client, project)]
    finally:
        connection.close()


def _double_click(client: Client, project: Project) -> list[int]:
    sent = {"key": uuid4(), "reason": "情况属实，按此申报。"}
    return [client.post(f"/projects/{project.ref}/hand-in/", sent).status_code for _ in range(2)]
