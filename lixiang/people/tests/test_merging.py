"""An organisation merged in mid-year keeps its things; the people of its successor act for it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.people import actions
from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.people.tests.conftest import AT, account

pytestmark = pytest.mark.django_db
WHY = {"reason": "机构改革方案"}


@pytest.fixture
def merged(cast, directory) -> Organisation:
    return actions.merge_organisation(
        directory["county"], directory["other_county"], by=cast["section_clerk"], at=AT, **WHY
    )


def afresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_its_people_work_at_the_successor_and_still_act_for_it(cast, directory, merged):
    nominator = afresh(cast["nominator"])

    assert nominator.holds(Role.NOMINATOR, organisation=directory["other_county"])
    assert nominator.holds(Role.NOMINATOR, organisation=directory["county"])
    assert [held.is_inherited for held in nominator.held_roles] == [False, True]
    assert (merged.successor, merged.valid_to) == (directory["other_county"], localdate(AT))


def test_whoever_joins_the_successor_later_acts_for_it_too(directory, merged):
    newcomer = account("newcomer")
    actions.grant_role(newcomer, Role.NOMINATOR_LEADER, directory["other_county"], by=None, at=AT)

    assert newcomer.organisations_as(Role.NOMINATOR_LEADER) == {merged.pk, directory["other_county"].pk}


def test_what_stood_below_stands_below_the_successor(directory, merged):
    below = Organisation.objects.subtree(directory["other_county"])

    assert list(below.values_list("code", flat=True)) == ["other_county", "street", "branch"]


def test_a_second_merger_carries_the_first_along(cast, directory, merged):
    actions.merge_organisation(directory["other_county"], directory["city"], by=None, at=AT, **WHY)

    nominator = afresh(cast["nominator"])
    wanted = {directory[code].pk for code in ("county", "other_county", "city")}
    assert nominator.organisations_as(Role.NOMINATOR) == wanted


def test_both_chains_tell_of_it(directory, merged):
    told = Event.objects.filter(verb="merge_organisation").order_by("pk").values_list("subject_id", "detail")

    assert dict(told) == {
        merged.pk: {"into": "other_county"},
        directory["other_county"].pk: {"from": "county"},
    }
    assert list(broken_chains()) == []


def refused(organisation: Organisation, into: Organisation, because: str, **changes) -> None:
    before = list(Organisation.objects.order_by("pk").values()), list(RoleHeld.objects.order_by("pk").values())
    with pytest.raises(ValidationError, match=because):
        actions.merge_organisation(organisation, into, **({"by": None, "at": AT} | WHY | changes))
    assert before == (
        list(Organisation.objects.order_by("pk").values()),
        list(RoleHeld.objects.order_by("pk").values()),
    )


def test_what_cannot_be_is_refused_and_changes_nothing(directory, merged):
    other = directory["other_county"]
    refused(other, other, "本组织")
    refused(merged, directory["city"], "已经并入")
    refused(directory["office"], merged, "已经撤销")
    refused(other, directory["street"], "下级")
    refused(directory["office"], other, "依据", reason=" ")


def test_only_those_who_keep_the_directory_merge(cast, directory):
    for who in ("nominator", "unit_clerk", "stranger", "security_admin"):
        with pytest.raises(PermissionDenied):
            actions.merge_organisation(directory["street"], directory["office"], by=cast[who], at=AT, **WHY)


def test_the_page_merges_and_both_pages_say_so(signed_in, directory):
    browser = signed_in("section_clerk")
    address = "/organisations/county/merge_organisation/"

    assert "没有编码为“nowhere”的组织" in browser.post(address, {"into_code": "nowhere", **WHY}).content.decode()
    answer = browser.post(address, {"into_code": "other_county", **WHY})

    assert answer.headers["Location"] == "/organisations/county/"
    assert "已并入" in browser.get("/organisations/county/").content.decode()
    assert "并入本组织：示例county委员会" in browser.get("/organisations/other_county/").content.decode()
    assert "并入其他组织" not in browser.get("/organisations/county/").content.decode()
    assert signed_in("nominator").get("/organisations/street/merge_organisation/").status_code == 403


def test_nothing_new_begins_at_what_was_merged_away(cast, directory, merged, signed_in):
    fields = {"kind": "branch", "level": "township", "order": 9, "by": None, "at": AT}
    for begin in (
        lambda: actions.rename_organisation(merged, name="新名称委员会", short_name="新名称", by=None, at=AT),
        lambda: actions.grant_role(cast["stranger"], Role.UNIT_CLERK, merged, by=None, at=AT),
        lambda: actions.add_post(merged, name="示例甲", kind="member", title="委员", by=None, at=AT),
        lambda: actions.add_organisation(code="new", name="新支部", short_name="新支部", parent=merged, **fields),
        lambda: actions.edit_organisation(directory["office"], parent=merged, by=None, at=AT),
    ):
        with pytest.raises(ValidationError, match="已并入"):
            begin()

    page = signed_in("section_clerk").get("/organisations/county/").content.decode()
    assert "修改" in page
    assert not [verb for verb in ("更名", "新增下级组织", "新增用户", "新增任职") if verb in page]
