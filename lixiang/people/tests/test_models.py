"""The tree in one query and in official order, roles from one query, dates, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lixiang.people import actions
from lixiang.people.models import Bar, Organisation, OrganisationRelation, Person, Post, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.people.tests.conftest import AT, account

pytestmark = pytest.mark.django_db


def codes(organisations) -> list[str]:
    return [organisation.code for organisation in organisations]


def test_a_subtree_is_one_query_in_official_order(directory, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert codes(Organisation.objects.subtree(directory["city"])) == [
            "city", "office", "section", "county", "street", "branch", "other_county",
        ]  # fmt: skip
    with django_assert_num_queries(1):
        assert codes(Organisation.objects.subtree(directory["county"].pk)) == ["county", "street", "branch"]


def test_several_subtrees_are_one_query_without_doubles(directory, django_assert_num_queries):
    ids = {directory[code].pk for code in ("street", "county", "office")}

    with django_assert_num_queries(1):
        assert codes(Organisation.objects.subtrees(ids)) == ["office", "section", "county", "street", "branch"]
    assert codes(Organisation.objects.subtrees(())) == []


def test_a_subtree_serves_inside_another_query(directory, cast, django_assert_num_queries):
    below = Organisation.objects.subtree(directory["county"])

    with django_assert_num_queries(1):
        held = RoleHeld.objects.active().filter(organisation__in=below)
        assert {one.role for one in held} == {"nominator", "unit_clerk"}


def test_siblings_stand_by_official_order_never_by_alphabet(directory):
    for code, order in (("zz", 1), ("aa", 2), ("mm", 0)):
        Organisation.objects.create(
            code=code, name=code, short_name=code, kind="branch", level="city", order=order, parent=directory["branch"]
        )

    assert codes(Organisation.objects.subtree(directory["branch"])) == ["branch", "mm", "zz", "aa"]
    assert codes(directory["branch"].children.all()) == ["mm", "zz", "aa"]


def test_an_id_that_contains_another_id_is_not_taken_for_it(directory):
    many = [
        Organisation.objects.create(
            code=f"n{number}", name="x", short_name="x", kind="branch", level="city", order=number
        )
        for number in range(30)
    ]

    assert codes(Organisation.objects.subtree(many[0])) == ["n0"]
    assert "n25" not in codes(Organisation.objects.subtree(directory["city"]))


def standing(code: str) -> tuple[int, list[str]]:
    """How deep an organisation stands, and what stands above it."""
    organisation = Organisation.objects.get(code=code)
    return organisation.depth, codes(Organisation.objects.ancestors(organisation))


def test_the_organisations_above_are_one_query_from_the_top(directory, django_assert_num_queries):
    branch = Organisation.objects.get(code="branch")

    with django_assert_num_queries(1):
        assert codes(Organisation.objects.ancestors(branch)) == ["city", "county", "street"]
    assert codes(Organisation.objects.ancestors(branch, include_self=True)) == ["city", "county", "street", "branch"]
    assert standing("city") == (0, [])


def test_what_stands_below_moves_along_with_a_new_parent_and_a_new_order(directory):
    street = Organisation.objects.get(code="street")
    street.parent = directory["other_county"]
    street.save()
    assert standing("branch") == (3, ["city", "other_county", "street"])

    street.parent = None
    street.save()
    assert standing("branch") == (1, ["street"])
    Organisation.objects.get(code="county").save(update_fields=["name"])
    office = Organisation.objects.get(code="office")
    office.order = 9
    office.save(update_fields=["order"])

    assert codes(Organisation.objects.in_official_order()) == [
        "city", "county", "other_county", "office", "section", "street", "branch",
    ]  # fmt: skip


def test_a_move_below_itself_changes_nothing(directory):
    county = Organisation.objects.get(code="county")
    county.parent = directory["branch"]

    with pytest.raises(ValueError, match="below itself"), transaction.atomic():
        county.save()

    assert standing("branch") == (3, ["city", "county", "street"])
    assert Organisation.objects.get(code="county").parent == directory["city"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3)), max_size=12))
def test_paths_follow_parents_and_orders_through_any_moves(db, moves):
    with transaction.atomic():
        nodes = [
            Organisation(code=f"n{number}", name="x", short_name="x", kind="other", level="city") for number in range(8)
        ]
        for number, node in enumerate(nodes):
            node.parent = nodes[number // 2] if number else None
            node.save()
        for who, where, order in moves:
            node = Organisation.objects.get(code=f"n{who}")
            node.parent, node.order = Organisation.objects.get(code=f"n{where}"), order
            try:
                with transaction.atomic():
                    node.save()
            except (ValueError, IntegrityError):
                continue
        rows = {one.pk: one for one in Organisation.objects.all()}
        for one in rows.values():
            above = rows[one.parent_id].path if one.parent_id else ""
            assert one.path == f"{above}{one.order:05}{one.pk:09}"
        transaction.set_rollback(True)


def test_nothing_changes_the_tree_behind_its_back(directory):
    with pytest.raises(TypeError):
        Organisation.objects.filter(code="street").update(order=5)
    with pytest.raises(TypeError):
        Organisation.objects.filter(code="street").update(parent=None)
    with pytest.raises(TypeError):
        Organisation.objects.bulk_create([Organisation(code="x")])


def test_facts_tell_who_is_directly_managed(directory):
    assert directory["county"].facts().directly_managed
    assert not directory["street"].facts().directly_managed
    assert not directory["city"].facts().directly_managed
    assert directory["street"].facts().kind == "working_committee"
    assert directory["street"].facts().rank == "township"


def test_an_organisation_exists_from_its_first_to_its_last_day(directory):
    Organisation.objects.filter(code="street").update(valid_from=date(2018, 1, 1), valid_to=date(2018, 12, 31))
    there = [
        Organisation.objects.in_force(day).filter(code="street").exists()
        for day in (date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1))
    ]

    assert there == [False, True, True, False]


def test_the_database_refuses_impossible_organisations(directory):
    county = directory["county"]
    for change in (
        {"parent_id": county.pk},
        {"order": 100_000},
        {"valid_from": date(2018, 2, 1), "valid_to": date(2018, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.QuerySet.update(Organisation.objects.filter(pk=county.pk), **change)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationRelation.objects.create(organisation=county, to=county, kind="business")


def test_roles_come_from_one_query_per_user_object(cast, directory):
    user = User.objects.get(username="nominator")

    with CaptureQueriesContext(connection) as asked:
        assert user.holds(Role.NOMINATOR)
        assert user.holds(Role.NOMINATOR, organisation=directory["county"])
        assert user.holds(Role.UNIT_CLERK, Role.NOMINATOR, organisation=directory["county"].pk)
        assert not user.holds(Role.NOMINATOR, organisation=directory["street"])
        assert not user.holds(Role.SYSTEM_ADMIN)
        assert user.organisations_as(Role.NOMINATOR) == frozenset({directory["county"].pk})
        assert user.organisations_as(Role.JUDGE) == frozenset()
        assert [(held.label, held.organisation_short_name) for held in user.held_roles] == [
            ("申报单位经办", "示例county")
        ]

    assert len(asked) == 1


def test_an_account_switched_off_holds_nothing(cast):
    user = cast["nominator"]
    user.is_active = False

    assert not user.holds(Role.NOMINATOR)
    assert user.organisations_as(Role.NOMINATOR) == frozenset()


def test_an_active_role_is_held_once_and_may_be_granted_again_after_withdrawal(cast, directory):
    held = cast["nominator"].roles.get()
    again = {"role": held.role, "organisation": held.organisation, "valid_from": AT, "granted_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHeld.objects.create(user=held.user, **again)

    actions.withdraw_role(held, by=None, at=AT)

    assert RoleHeld.objects.create(user=held.user, **again).pk


def test_a_username_is_safe_in_an_address():
    for wrong in ("", "a", "Aa", "a b", "a/b", "-ab", "张三", "a" * 41, "ab\n"):
        with pytest.raises(ValidationError):
            User(username=wrong, name="示例甲", password="x").full_clean()
    User(username="hn.dz-01_a", name="示例甲", password="x").full_clean()


def test_a_name_is_found_in_any_case():
    account("aa.bb")

    assert User.objects.get_by_natural_key("AA.bb").username == "aa.bb"


def test_posts_are_held_between_their_dates(directory):
    person = Person.objects.create(name="示例甲")
    Post.objects.create(
        person=person, organisation=directory["county"], kind="secretary", title="书记",
        valid_from=date(2017, 1, 1), valid_to=date(2018, 3, 1),
    )  # fmt: skip

    assert [Post.objects.held(day).count() for day in (date(2018, 3, 1), date(2018, 3, 2))] == [1, 0]


def test_a_bar_holds_up_to_its_last_day_and_names_exactly_one(directory):
    last = date(2019, 12, 31)
    bar = {"from_on": date(2019, 1, 1), "until_on": last, "reason": "示例", "clause": "二.4f"}
    Bar.objects.create(organisation=directory["county"], **bar)

    assert [Bar.objects.in_force(day).count() for day in (last, last + timedelta(1), date(2018, 12, 31))] == [1, 0, 0]
    for nobody_or_both in ({}, {"organisation": directory["county"], "person": Person.objects.create(name="示例乙")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Bar.objects.create(**nobody_or_both, **bar)
