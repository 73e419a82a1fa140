"""The cast stands as the notice says, and nobody in it could be taken for a living person."""

from lixiang.people.roles import Role
from lixiang.rehearsal.cast import accounts


def test_every_role_has_one_account_and_every_nominator_its_three(cast):
    rows = accounts(cast)

    assert {row["role"] for row in rows} == set(Role.values)
    for organisation in cast.nominators:
        roles = [row["role"] for row in rows if row["organisation"] == organisation.name]
        assert {"unit_clerk", "nominator", "nominator_leader"} <= set(roles)


def test_every_name_says_that_it_is_a_sample(cast):
    assert all("示例" in user.name and user.is_sample for user in cast.users.values())


def test_the_programme_is_published_with_its_32_topics(cast):
    assert cast.programme.status == "PUBLISHED"
    assert cast.programme.topics.count() == 32
