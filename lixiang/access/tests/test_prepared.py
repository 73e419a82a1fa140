"""A prepared query finds what its QuerySet finds, and writes its SQL once."""

import pytest

from lixiang.access.prepared import Prepared
from lixiang.people.models import Organisation, RoleHeld, User

pytestmark = pytest.mark.django_db


def test_it_gives_the_rows_of_its_queryset_for_each_value(cast):
    held = Prepared(lambda user: RoleHeld.objects.filter(user=user).values_list("role", "organisation__code"))

    for user in cast.users.values():
        assert held(user=user.pk) == list(RoleHeld.objects.filter(user=user).values_list("role", "organisation__code"))


def test_it_gives_whole_objects_with_what_they_name(cast, django_assert_num_queries):
    one = Prepared(lambda code: Organisation.objects.select_related("parent").filter(code=code)[:1])
    expected = Organisation.objects.select_related("parent").exclude(parent=None).first()

    with django_assert_num_queries(1):
        found = one.first(code=expected.code)
        assert (found, found.parent.name) == (expected, expected.parent.name)
    assert found.pk == expected.pk and not found._state.adding


def test_sets_of_any_size_find_their_members_and_an_empty_one_nothing(cast, django_assert_num_queries):
    among = Prepared(lambda ids: Organisation.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    ids = sorted(organisation.pk for organisation in cast.organisations.values())

    assert [among(ids=frozenset(ids[:n])) for n in range(1, 4)] == [ids[:1], ids[:2], ids[:3]]
    with django_assert_num_queries(0):
        assert among(ids=frozenset()) == []


def test_another_shape_is_another_query(cast):
    users = Prepared(lambda name: User.objects.order_by(name).values_list("username", flat=True)[:3])

    assert users("username") == list(User.objects.order_by("username").values_list("username", flat=True)[:3])
    assert users("-username") == list(User.objects.order_by("-username").values_list("username", flat=True)[:3])


def test_it_builds_once_for_each_shape(cast):
    built = []

    def build(user):
        built.append(user)
        return RoleHeld.objects.filter(user=user)

    held = Prepared(build)
    for user in list(cast.users.values())[:3]:
        held(user=user.pk)

    assert len(built) == 1


def test_a_value_that_a_lookup_alters_is_refused_at_once(cast):
    named = Prepared(lambda name: User.objects.filter(name__contains=name))

    with pytest.raises(TypeError, match="as they were given"):
        named(name="示例")
