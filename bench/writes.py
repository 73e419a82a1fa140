"""Autosave of a section and hand-in against a bare view that writes as many rows in one transaction."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

from django.db import connection
from django.test import Client

from bench.data import clerk_of, drafts, grow, the_cast
from bench.lines import Line, alternately
from lixiang.projects.models import Project

ROUNDS = 60
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}


def run(folder: Path) -> Iterator[Line]:
    """Through the whole stack, one commit each; the rows are counted by the database."""
    cast = the_cast()
    grow(cast, 300)
    waiting = drafts(cast, (ROUNDS + 3) * len(cast.nominators))
    project = waiting[0]
    mine = [each for each in waiting if each.drafting_organisation_id == project.drafting_organisation_id]
    client = Client()
    client.force_login(clerk_of(cast, project))
    saved, handed_in = _saving(client, mine[0]), _handing_in(client, mine[1:])
    yield _against_floor("autosave of a section", client, mine[0], saved)
    yield _against_floor("hand-in of an application", client, mine[0], handed_in)


def _against_floor(name: str, client: Client, project: Project, write: Callable[[], None]) -> Line:
    write()
    before = connection.connection.total_changes
    write()
    rows = connection.connection.total_changes - before
    ours, floor = alternately(write, _bare(client, project, rows), rounds=ROUNDS - 2)
    note = f"{ours * 1000:.1f} ms against {floor * 1000:.1f} ms, {rows} rows"
    return Line(f"{name} against the floor", ours / floor, 3.0, note).tell()


def _bare(client: Client, project: Project, rows: int) -> Callable[[], None]:
    def write() -> None:
        response = client.post(f"/floor/write/{project.pk}/{rows}/")
        assert response.status_code == 200, response.status_code

    return write


def _saving(client: Client, project: Project) -> Callable[[], None]:
    """One text of a section changed, as while somebody types."""
    versions = count()

    def write() -> None:
        version = next(versions)
        sent = {"version": version, "background": f"现状与问题，第{version}次修改。" * 20}
        response = client.post(f"/projects/{project.ref}/application/grounds/", sent, **AUTOSAVE)
        assert response.status_code == 204, (response.status_code, response.content.decode()[-2000:])

    return write


def _handing_in(client: Client, waiting: list[Project]) -> Callable[[], None]:
    projects = iter(waiting)

    def write() -> None:
        project = next(projects)
        sent = {"key": uuid4(), "reason": "情况属实，按此申报。"}
        response = client.post(f"/projects/{project.ref}/hand-in/", sent)
        assert response.status_code == 302, (response.status_code, response.content.decode()[-3000:])

    return write
