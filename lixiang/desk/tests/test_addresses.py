"""Whatever an address asks for, it is answered: keys that are none, keys that no column holds, headers that lie."""

import pytest
from django.test import Client

from lixiang.nominations.actions import open_slate
from lixiang.people.roles import Role

STRANGE = ("abc", "-1", "1e9", "²", "9" * 30, "9" * 5000)
ADDRESSES = (
    "/?tab=done&after={}",
    "/?tab=begun&after={}",
    "/agreements/?after={0}-{0}",
    "/decisions/?after={}",
    "/documents/?before={}",
    "/documents/?list=received&before={}",
    "/messages/?after=r{}",
    "/progress/?after={0}",
    "/projects/?after={0}&size={0}&topic={0}",
    "/projects/?order=newest&before={}",
    "/reviews/?after={0}&rows={0}",
)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_strange_key_begins_at_the_top(cast, address):
    head = browser(cast.user(Role.SECTION_HEAD))
    assert {head.get(address.format(key)).status_code for key in STRANGE} == {200}


@pytest.mark.parametrize("part", ["receipts", "sheets"])
def test_the_endless_number_of_a_paper_finds_nothing(cast, morning, part):
    slate = open_slate(cast.programme, cast.organisations["county-1"], at=morning)
    nominator = browser(cast.user(Role.NOMINATOR, "county-1"))
    assert nominator.get(f"/slates/{slate.ref}/{part}/{'9' * 30}/").status_code == 404


def test_a_decision_that_no_column_holds_is_not_published(cast):
    head = browser(cast.user(Role.SECTION_HEAD))
    assert head.post("/decisions/publish/", {"pick": ["9" * 30, "9" * 5000]}).status_code == 422


@pytest.mark.parametrize("referer", ["http://[", "http://elsewhere.example/projects/", ""])
def test_a_lying_referer_leads_to_the_worklist_after_a_switch(cast, referer):
    head = browser(cast.user(Role.SECTION_HEAD))
    answer = head.post(f"/programmes/{cast.programme.ref}/switch/", headers={"referer": referer})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_after_a_switch_one_is_in_the_same_room(cast):
    head = browser(cast.user(Role.SECTION_HEAD))
    answer = head.post(
        f"/programmes/{cast.programme.ref}/switch/", headers={"referer": "http://testserver/projects/?q=a"}
    )
    assert answer.headers["Location"] == "/projects/"
