"""The list of projects that close: who is in it, narrowed, by key, in a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.closing.queries import lists
from lixiang.closing.queries.lists import counts_of, page_of, projects_to_close, to_hand_in
from lixiang.delivery.tests import underway
from lixiang.delivery.tests.report_scene import _copied
from lixiang.projects.models import Project


def many(scene, count: int) -> None:
    """Projects like the first, past their day of completion."""
    first = scene.running()
    Project.objects.bulk_create(
        _copied(first, number=first.number + 1000 + n, ref=f"{first.ref}-{n}", draft_key=None) for n in range(count - 1)
    )


def test_a_project_is_to_be_handed_in_once_it_is_complete(scene):
    project = scene.running()
    rows = projects_to_close(scene.clerk, scene.cast.programme)

    assert not to_hand_in(rows, scene.at).exists()
    scene.complete(project)
    assert list(to_hand_in(rows, scene.at)) == [project]
    dossier = scene.handed_in(scene.filled(scene.opened(project)))
    assert not to_hand_in(rows, scene.at).exists()
    scene.send_back(dossier)
    assert list(to_hand_in(rows, scene.at)) == [project]


def test_a_project_past_its_day_is_to_be_handed_in_whatever_its_milestones(scene):
    project = scene.running()
    rows = projects_to_close(scene.clerk, scene.cast.programme)

    assert list(to_hand_in(rows, underway.at_noon(project.completion_on))) == [project]


@pytest.mark.parametrize("shown", ["", *lists.SHOWN])
def test_the_list_narrows_to_what_is_chosen(scene, shown):
    scene.handed_in()
    rows = projects_to_close(scene.clerk, scene.cast.programme)

    found = page_of(rows, scene.at, shown=shown).lines
    assert len(found) == (shown in ("", "handed"))
    assert (counts_of(rows, scene.at).handed, counts_of(rows, scene.at).closing) == (1, 1)


def test_words_find_and_a_page_ends_with_its_key(scene, monkeypatch):
    monkeypatch.setattr(lists, "ROWS", 2)
    many(scene, 3)
    rows = projects_to_close(scene.clerk, scene.cast.programme)

    first = page_of(rows, scene.at)
    rest = page_of(rows, scene.at, after=first.next_key)
    assert (len(first.lines), len(rest.lines), rest.next_key) == (2, 1, "")
    assert {line.ref for line in first.lines} & {line.ref for line in rest.lines} == set()
    assert page_of(rows, scene.at, words="没有这个项目").lines == ()
    assert page_of(rows, scene.at, after="x").lines == first.lines


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_takes_the_same_few_queries_for_any_number_of_rows(scene, count):
    many(scene, count)
    client = scene.client(scene.clerk)
    client.get("/dossiers/")

    with CaptureQueriesContext(connection) as captured:
        assert client.get("/dossiers/").status_code == 200

    assert len(captured) == QUERIES


QUERIES = 7


def test_nobody_outside_sees_a_project_that_closes(scene):
    scene.handed_in()

    assert not projects_to_close(scene.stranger, scene.cast.programme).exists()
