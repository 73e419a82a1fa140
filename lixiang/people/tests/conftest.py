"""A small directory and one person per role that matters here."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from lixiang.people import actions
from lixiang.people.models import Organisation, User
from lixiang.people.roles import Role

AT = datetime(2018, 3, 23, 1, 0, tzinfo=UTC)
GOOD_PASSWORD = "Example-2018-a"


@pytest.fixture(autouse=True)
def without_the_rooms_above(settings) -> None:
    """What the desk puts around every page, and asks the database for it, is the desk's to count."""
    settings.MIDDLEWARE = [path for path in settings.MIDDLEWARE if not path.startswith("lixiang.desk.")]


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def directory(db) -> dict[str, Organisation]:
    """city ─┬─ office ── section; county ── street ── branch; other_county."""
    made: dict[str, Organisation] = {}
    for code, parent, kind, level, rank, order in (
        ("city", "", "local_committee", "city", "bureau", 1),
        ("office", "city", "department", "city", "county", 1),
        ("section", "office", "section", "city", "township", 1),
        ("county", "city", "local_committee", "county", "county", 2),
        ("street", "county", "working_committee", "township", "township", 1),
        ("branch", "street", "branch", "village", "none", 1),
        ("other_county", "city", "local_committee", "county", "county", 3),
    ):
        made[code] = actions.add_organisation(
            code=code, name=f"示例{code}委员会", short_name=f"示例{code}", kind=kind, level=level, rank=rank,
            order=order, parent=made.get(parent), by=None, at=AT,
        )  # fmt: skip
    return made


@pytest.fixture
def cast(directory) -> dict[str, User]:
    """system_admin, security_admin, audit_admin, section_clerk, nominator, unit_clerk, stranger (no role)."""
    places = {
        Role.SYSTEM_ADMIN: "office",
        Role.SECURITY_ADMIN: "office",
        Role.AUDIT_ADMIN: "office",
        Role.SECTION_CLERK: "section",
        Role.NOMINATOR: "county",
        Role.UNIT_CLERK: "street",
    }
    people = {"stranger": User.objects.create_user("stranger", "示例路人", GOOD_PASSWORD)}
    for role, code in places.items():
        people[role.value] = account(role.value, f"示例{role.label}")
        actions.grant_role(people[role.value], role, directory[code], by=None, at=AT)
    return people


def account(username: str, name: str = "示例甲") -> User:
    return User.objects.create_user(username, name, GOOD_PASSWORD)


@pytest.fixture
def signed_in(cast):
    """`signed_in("nominator")` is a browser in which that person is logged in."""

    def browser(who: str) -> Client:
        client = Client()
        client.force_login(cast[who])
        return client

    return browser
