"""Role by function: who may administer what."""

import pytest

from lixiang.people import actions, permissions
from lixiang.people.models import Organisation, User
from lixiang.people.roles import Role
from lixiang.people.tests.conftest import account

pytestmark = pytest.mark.django_db
EVERYONE = ("system_admin", "security_admin", "audit_admin", "section_clerk", "nominator", "unit_clerk", "stranger")


def those(cast, may) -> set[str]:
    return {who for who in EVERYONE if may(cast[who])}


def test_who_may_edit_organisations_and_import(cast):
    assert those(cast, permissions.may_edit_organisations) == {"system_admin", "section_clerk"}
    assert those(cast, permissions.may_import) == {"system_admin"}


def test_who_may_list_accounts(cast):
    assert those(cast, permissions.may_list_users) == set(EVERYONE) - {"unit_clerk", "stranger"}


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("county", {"system_admin", "nominator"}),
        ("street", {"system_admin", "nominator"}),
        ("other_county", {"system_admin"}),
        ("city", {"system_admin"}),
    ],
)
def test_who_may_add_accounts_where(cast, directory, code, allowed):
    assert those(cast, lambda user: permissions.may_add_user(user, directory[code])) == allowed


def test_only_the_system_administrator_makes_accounts_without_a_place(cast):
    assert those(cast, lambda user: permissions.may_add_user(user, None)) == {"system_admin"}


def test_a_nominator_gives_the_role_of_a_clerk_below_and_nothing_else(cast, directory):
    given = {
        (who, code): set(permissions.roles_to_give(cast[who], directory[code]))
        for who in EVERYONE
        for code in ("street", "other_county")
    }

    for (who, code), roles in given.items():
        if who in ("system_admin", "security_admin"):
            assert roles == set(Role)
        elif (who, code) == ("nominator", "street"):
            assert roles == {Role.UNIT_CLERK}
        else:
            assert roles == set()


def test_nobody_gives_roles_to_the_own_account(cast, directory):
    for who in EVERYONE:
        assert not any(permissions.may_grant(cast[who], cast[who], role, directory["street"]) for role in Role)


def test_who_may_administer_a_clerk_of_the_own_subtree(cast):
    clerk = cast["unit_clerk"]

    assert those(cast, lambda user: permissions.may_administer(user, clerk)) == {"system_admin", "nominator"}


def test_a_nominator_does_not_administer_an_account_with_another_role_or_elsewhere(cast, directory):
    clerk, elsewhere = cast["unit_clerk"], account("elsewhere")
    actions.grant_role(elsewhere, Role.UNIT_CLERK, directory["other_county"], by=None, at=clerk.roles.get().valid_from)
    assert not permissions.may_administer(cast["nominator"], elsewhere)

    actions.grant_role(clerk, Role.JUDGE, directory["street"], by=None, at=clerk.roles.get().valid_from)

    assert not permissions.may_administer(cast["nominator"], clerk)
    assert not permissions.may_administer(cast["nominator"], cast["stranger"])


def test_the_system_administrator_does_not_administer_the_own_account(cast):
    assert not permissions.may_administer(cast["system_admin"], cast["system_admin"])


def test_who_sees_a_phone_in_full(cast):
    clerk = cast["unit_clerk"]

    assert those(cast, lambda user: permissions.may_see_phone(user, clerk)) == {
        "system_admin", "section_clerk", "unit_clerk",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "organisations", "accounts"),
    [
        ("stranger", set(), {"stranger"}),
        ("unit_clerk", {"street", "branch"}, {"unit_clerk"}),
        ("nominator", {"county", "street", "branch"}, {"nominator", "unit_clerk"}),
    ],
)
def test_what_somebody_sees(cast, who, organisations, accounts):
    assert {one.code for one in Organisation.visible_to(cast[who])} == organisations
    assert {one.username for one in User.visible_to(cast[who])} == accounts


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin", "section_clerk"])
def test_who_sees_the_whole_directory(cast, directory, who):
    assert Organisation.visible_to(cast[who]).count() == len(directory)
    assert User.visible_to(cast[who]).count() == len(EVERYONE)
