"""List, dossier and reviewing page at 300 and at 10,000 projects against the floor."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.data import grow, the_cast
from bench.lines import Line, alternately
from lixiang.projects.models import Project

SIZES = (300, 10_000)
QUERIES = 12
# What the floor has to print as often: rows of tables, of lists, of pairs.
ROW = re.compile(rb"<(?:tr|li|dt)\b")


def addresses(project: Project) -> dict[str, str]:
    return {
        "list, 50 rows": "/projects/",
        "list, 250 rows": "/projects/?size=250",
        "dossier": f"/projects/{project.ref}/",
        "reviewing page": f"/reviews/{project.ref}/",
    }


def run(folder: Path) -> Iterator[Line]:
    """The floor stands on the same rows in the same minute, so the growth is that of the ratio to it."""
    cast = the_cast()
    client = Client()
    client.force_login(cast.user("section_clerk"))
    ratios: dict[str, list[float]] = {}
    for size in SIZES:
        grow(cast, size)
        # One on which an opinion stands, in the middle, so that all that a page can show is there.
        project = Project.objects.get(number=size // 2 // 15 * 15 + 12)
        for name, address in addresses(project).items():
            yield from _against_floor(client, name, address, size, ratios)
    for name, (small, large) in ratios.items():
        yield Line(f"{name}: 10,000 projects against 300", large / small, 1.2).tell()


def _against_floor(
    client: Client, name: str, address: str, size: int, ratios: dict[str, list[float]]
) -> Iterator[Line]:
    get = getter(client, address)
    get()
    with CaptureQueriesContext(connection) as captured:
        content = get()
        queries = len(captured)
    rows = len(ROW.findall(content))
    page, floor = alternately(get, getter(client, f"/floor/table/1/{rows}/"))
    ratios.setdefault(name, []).append(page / floor)
    note = f"{page * 1000:.1f} ms against {floor * 1000:.1f} ms, {rows} rows"
    yield Line(f"{name} at {size:,} projects against the floor", page / floor, 2.0, note).tell()
    yield Line(f"{name} at {size:,} projects: queries", queries, QUERIES).tell()


def getter(client: Client, address: str) -> Callable[[], bytes]:
    def get() -> bytes:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        return response.content

    return get
