"""An organisation merged in mid-year keeps its things; the people of its successor act for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.people import actions, queries
from lixiang.people.models import Deputation, Organisation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.people.tests.conftest import AT, account

pytestmark = pytest.mark.django_db
WHY = {"reason": "机构改革方案"}
NAMES = {"name": "示例county委员会", "into_name": "示例other_county委员会"}


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
        merged.pk: {"into": "other_county", **NAMES},
        directory["other_county"].pk: {"from": "county", **NAMES},
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
    assert ">示例county委员会</a>（" in browser.get("/organisations/other_county/").content.decode()
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


def test_it_goes_by_the_name_of_its_successor_and_keeps_its_own(directory, merged):
    assert (merged.name, merged.short_name) == ("示例other_county委员会", "示例other_county")
    assert (merged.called, merged.called_short) == ("示例county委员会", "示例county")
    assert merged.both_names == "示例county委员会（现示例other_county委员会）"
    assert (merged.bearer_id, directory["city"].bearer_id) == (merged.successor_id, directory["city"].pk)


def test_it_follows_when_its_successor_is_renamed_or_merged(directory, merged):
    later, last = AT + timedelta(days=9), AT + timedelta(days=20)
    into = directory["other_county"]
    actions.rename_organisation(into, name="示例新区委员会", short_name="示例新区", by=None, at=later)
    assert Organisation.objects.get(pk=merged.pk).name == "示例新区委员会"

    actions.merge_organisation(into, directory["city"], by=None, at=last, **WHY)

    merged = Organisation.objects.get(pk=merged.pk)
    assert (merged.name, merged.called) == ("示例city委员会", "示例county委员会")
    assert merged.successor == directory["city"]
    moments = (AT - timedelta(hours=1), AT, later, last)
    names = ("示例county委员会", "示例other_county委员会", "示例新区委员会", "示例city委员会")
    assert tuple(merged.name_at(at) for at in moments) == names
    assert merged.beside_today("示例county委员会") == "示例county委员会（现示例city委员会）"
    assert merged.beside_today("别的单位") == "别的单位"


def test_what_was_renamed_twice_says_at_every_moment_what_it_was_called(directory):
    county, later = directory["county"], AT + timedelta(hours=1)
    for name, at in (("示例乙委员会", AT), ("示例丙委员会", later)):
        actions.rename_organisation(county, name=name, short_name=name, by=None, at=at)
    county = Organisation.objects.get(pk=county.pk)

    assert county.name_at(AT - timedelta(days=1)) == "示例county委员会"
    assert county.name_at(AT) == "示例乙委员会"
    assert county.names_since(AT) == "示例乙委员会（现示例丙委员会）"
    assert county.name_at(later) == county.names_since(later) == "示例丙委员会"


def test_it_is_counted_offered_and_found_with_its_successor(directory, merged, django_assert_num_queries):
    into, every = directory["other_county"], Organisation.objects
    street = directory["street"]

    assert list(every.bearers_of([merged.pk, into.pk, street.pk]).order_by("pk")) == [street, into]
    assert set(every.borne_by("other_county")) == {merged, into} and list(every.borne_by("county")) == [merged]
    assert set(every.called("示例county")) == {merged} and set(every.called("other_county")) == {merged, into}
    with django_assert_num_queries(1):
        assert Organisation.bearers([merged, street, into]) == [into, street]
    assert merged not in every.in_force(localdate(AT)) and into in every.in_force(localdate(AT))
    assert merged in every.in_force(localdate(AT) - timedelta(days=1))


def test_who_acts_for_somebody_does_so_until_the_same_day_and_no_longer(cast, directory):
    held, deputy, until = cast["nominator"].roles.get(), account("colleague"), AT + timedelta(days=5)
    waiting = account("waiting")
    away = {"until_at": until, "reason": "外出培训", "by": None, "at": AT}
    actions.deputise(held, deputy, **away)
    actions.deputise(held, waiting, from_at=AT + timedelta(days=2), **away)

    actions.merge_organisation(directory["county"], directory["other_county"], by=None, at=AT, **WHY)

    (role, inherited) = afresh(deputy).held_roles
    assert (role.until_at, inherited.until_at) == (until, until) and role.deputises_for
    assert set(Deputation.objects.values_list("organisation", flat=True)) == {directory["other_county"].pk}
    actions.keep_deputations(by=None, at=AT + timedelta(days=3))
    assert afresh(waiting).holds(Role.NOMINATOR, organisation=directory["other_county"])
    actions.keep_deputations(by=None, at=until + timedelta(seconds=1))
    assert afresh(deputy).held_roles == afresh(waiting).held_roles == ()


def test_nobody_holds_anything_at_the_old_one_but_through_the_new_one(cast, directory, merged):
    assert not RoleHeld.objects.active().filter(organisation=merged).exists()
    nominator = afresh(cast["nominator"])

    actions.withdraw_role(nominator.roles.active().get(), by=None, at=AT + timedelta(days=1))

    assert afresh(nominator).held_roles == ()
    assert not afresh(nominator).organisations_as(Role.NOMINATOR)


def test_the_pages_tell_when_by_whom_and_on_what_ground(signed_in, directory, merged):
    actions.rename_organisation(
        directory["other_county"],
        name="示例新区委员会",
        short_name="示例新区",
        by=None,
        at=AT,
        reason="批复〔2018〕1号",
    )
    browser = signed_in("section_clerk")
    own, into = (browser.get(f"/organisations/{code}/").content.decode() for code in ("county", "other_county"))

    for page in (own, into):
        assert "组织沿革" in page and "示例市级经办" in page and "机构改革方案" in page and "2018" in page
    assert "并入“示例other_county委员会”" in own and "“示例county委员会”并入本组织" in into
    assert "“示例other_county委员会”更名为“示例新区委员会”" in into and "批复〔2018〕1号" in into
    assert "<title>示例county" in own and "曾用名：示例other_county委员会" in into and "曾用名" not in own
    assert "示例county（已并入示例新区）" in browser.get("/organisations/").content.decode()
    assert "组织沿革" not in browser.get("/organisations/street/").content.decode()


def test_its_workbook_keeps_its_own_name_and_comes_back_as_no_change(cast, merged):
    rows = {row["code"]: row for row in queries.rows_for_export("organisations", cast["system_admin"])}

    assert rows["county"]["name"] == "示例county委员会" and rows["county"]["valid_to"]


def test_who_leaves_passes_on_what_is_held_at_the_new_one(cast, merged):
    lines = queries.leaving_checklist(afresh(cast["nominator"]))

    assert [line.held.organisation_code for line in lines] == ["other_county"]
