"""No address and no form brings a NUL character to a page, which PostgreSQL could not store."""

import pytest
from django.test import Client

from lixiang.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(cast):
    client = Client(raise_request_exception=False)
    client.force_login(cast.user(Role.SECTION_CLERK))
    return client


@pytest.mark.parametrize("address", ["/projects/?q=a%00b", "/users/?%00=1", "/organisations/a%00b/"])
def test_an_address_with_nul_is_a_bad_request(clerk, address):
    assert clerk.get(address).status_code == 400


def test_a_form_with_nul_is_a_bad_request(clerk):
    assert clerk.post("/projects/draft/", {"organisation": "a\0b"}).status_code == 400


def test_an_address_without_it_is_answered(clerk):
    assert clerk.get("/projects/?q=ab").status_code == 200
