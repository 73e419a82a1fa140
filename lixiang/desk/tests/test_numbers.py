"""The number of a project reads the same wherever a person sees it: in capitals, as its papers print it."""

import re

import pytest

from lixiang.messaging.tests.scene import COMMITTEE
from lixiang.people.roles import Role

PAGES = {
    Role.SECTION_CLERK: ("/projects/", "/projects/{}/", "/projects/{}/?tab=history", "/projects/{}/?tab=agreement")
    + (
        "/projects/{}/receipts/1/",
        "/projects/{}/revisions/1/",
        "/agreements/{}/",
        "/reviews/?step=all",
        "/",
        "/agreements/",
    ),
    Role.NOMINATOR: ("/projects/", "/projects/{}/", "/agreements/{}/", "/slates/huainan-2018-committee-1/")
    + ("/slates/huainan-2018-committee-1/receipts/1/", "/projects/{}/receipts/1/", "/", "/messages/"),
    Role.UNIT_CLERK: ("/projects/", "/projects/{}/", "/projects/{}/receipts/1/", "/", "/messages/"),
}
NAMED = ("/projects/", "/projects/{}/", "/projects/{}/receipts/1/", "/agreements/{}/")


def words_of(html: str) -> str:
    """What a person reads: the page without its tags."""
    return re.sub(r"<[^>]+>", " ", html[html.index("<body") :])


@pytest.mark.parametrize("role", PAGES)
def test_a_project_is_numbered_in_one_form_on_every_page(scene, role):
    ref = scene.agreed().project.ref
    client = scene.client(role, COMMITTEE if role != Role.SECTION_CLERK else None)

    for page in PAGES[role]:
        answer = client.get(page.format(ref), follow=True)
        words = words_of(answer.content.decode())
        assert answer.status_code == 200, page
        assert ref not in words, page
        assert (ref.upper() in words) >= (page in NAMED), page


def test_the_reviewing_page_shows_it_in_the_same_form(scene):
    (project,) = scene.nominated()

    words = words_of(scene.client(Role.SECTION_CLERK).get(f"/reviews/{project.ref}/").content.decode())

    assert project.ref.upper() in words
    assert project.ref not in words


def test_it_is_found_in_either_form(scene):
    (project,) = scene.nominated()
    client = scene.client(Role.SECTION_CLERK)

    for words in (project.ref, project.ref.upper()):
        assert project.title in client.get(f"/projects/?q={words}").content.decode()
