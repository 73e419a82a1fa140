"""What each verb changes and records, and what a refusal leaves as it was."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.people import actions, lockout
from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.people.tests.conftest import AT, GOOD_PASSWORD

pytestmark = pytest.mark.django_db


def verbs_of(thing) -> list[str]:
    events = Event.objects.filter(subject_kind=thing._meta.model_name, subject_id=thing.pk)
    return list(events.order_by("sequence").values_list("verb", flat=True))


def everything() -> tuple:
    """What a refusal must leave alone."""
    return (
        list(Organisation.objects.order_by("pk").values()),
        list(User.objects.order_by("pk").values()),
        list(RoleHeld.objects.order_by("pk").values()),
        Event.objects.count(),
    )


def refused(action, *things, because="", **words) -> None:
    before = everything()
    with pytest.raises(ValidationError, match=because or None):
        action(*things, **words, at=AT)
    assert everything() == before


def forbidden(action, *things, **words) -> None:
    before = everything()
    with pytest.raises(PermissionDenied):
        action(*things, **words, at=AT)
    assert everything() == before


def new(**changes) -> dict:
    return {
        "code": "new",
        "name": "示例新委员会",
        "short_name": "示例新",
        "kind": "branch",
        "level": "village",
    } | changes


def test_an_organisation_is_added_with_its_history(directory, cast):
    added = actions.add_organisation(**new(parent=directory["street"]), by=cast["section_clerk"], at=AT)

    assert added in Organisation.objects.subtree(directory["county"])
    assert verbs_of(added) == ["add_organisation"]
    assert list(broken_chains()) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "county"}, "code"),
        ({"name": ""}, "name"),
        ({"kind": "club"}, "kind"),
        ({"uscc": "91350100M000100Y44"}, "uscc"),
        ({"valid_from": date(2018, 2, 1), "valid_to": date(2018, 1, 1)}, "__all__"),
    ],
)
def test_a_wrong_organisation_is_refused_by_field_and_changes_nothing(directory, changes, field):
    before = everything()

    with pytest.raises(ValidationError) as refusal:
        actions.add_organisation(**new(**changes), by=None, at=AT)

    assert list(refusal.value.message_dict) == [field]
    assert everything() == before


@pytest.mark.parametrize("who", ["nominator", "unit_clerk", "security_admin", "audit_admin", "stranger"])
def test_others_do_not_touch_organisations(directory, cast, who):
    by = cast[who]
    forbidden(actions.add_organisation, **new(), by=by)
    forbidden(actions.edit_organisation, directory["street"], order=9, by=by)
    forbidden(actions.rename_organisation, directory["street"], name="x", short_name="x", by=by)


def test_an_edit_records_what_was_and_what_is(directory):
    actions.edit_organisation(directory["street"], order=9, rank="county", by=None, at=AT)

    street = Organisation.objects.get(code="street")
    event = Event.objects.filter(subject_kind="organisation", subject_id=street.pk).latest("sequence")
    assert (street.order, street.rank) == (9, "county")
    assert event.detail == {"before": {"order": "1", "rank": "township"}, "after": {"order": "9", "rank": "county"}}


def test_an_edit_that_changes_nothing_records_nothing(directory):
    actions.edit_organisation(directory["street"], order=1, by=None, at=AT)

    assert verbs_of(directory["street"]) == ["add_organisation"]


def test_an_organisation_moves_with_everything_below_it(directory):
    actions.edit_organisation(directory["street"], parent=directory["other_county"], by=None, at=AT)

    moved = {one.code for one in Organisation.objects.subtree(directory["other_county"])}
    assert moved == {"other_county", "street", "branch"}


@pytest.mark.parametrize("below", ["county", "street", "branch"])
def test_an_organisation_is_not_moved_below_itself(directory, below):
    refused(actions.edit_organisation, directory["county"], parent=directory[below], by=None, because="下级")


def test_the_key_of_an_organisation_is_not_edited(directory):
    with pytest.raises(TypeError):
        actions.edit_organisation(directory["street"], code="x", by=None, at=AT)


def test_a_new_name_leaves_the_old_one_as_a_former_name(directory):
    actions.rename_organisation(
        directory["street"], name="示例新街道", short_name="示例新", by=None, at=AT, reason="批复"
    )

    street = Organisation.objects.get(code="street")
    assert (street.name, street.short_name) == ("示例新街道", "示例新")
    assert [(one.name, one.valid_to) for one in street.former_names.all()] == [("示例street委员会", date(2018, 3, 22))]
    assert verbs_of(street) == ["add_organisation", "rename_organisation"]


def test_the_same_name_again_is_refused(directory):
    street = directory["street"]
    refused(
        actions.rename_organisation, street, name=street.name, short_name=street.short_name, by=None, because="相同"
    )


def test_a_nominator_adds_a_clerk_who_must_change_the_password(directory, cast):
    user, password = actions.add_user(
        username="Clerk.2 ", name="示例乙", role=Role.UNIT_CLERK, organisation=directory["branch"],
        by=cast["nominator"], at=AT,
    )  # fmt: skip

    assert user.username == "clerk.2"
    assert user.check_password(password)
    assert user.must_change_password
    assert user.holds(Role.UNIT_CLERK, organisation=directory["branch"])
    assert verbs_of(user) == ["add_user", "grant_role"]
    assert password not in str(list(Event.objects.values()))


@pytest.mark.parametrize(
    ("who", "role", "code"),
    [
        ("nominator", Role.UNIT_CLERK, "other_county"),
        ("nominator", Role.NOMINATOR, "street"),
        ("unit_clerk", Role.UNIT_CLERK, "street"),
        ("security_admin", Role.UNIT_CLERK, "street"),
        ("stranger", Role.UNIT_CLERK, "street"),
    ],
)
def test_others_add_no_accounts(directory, cast, who, role, code):
    forbidden(actions.add_user, username="x1", name="示例乙", role=role, organisation=directory[code], by=cast[who])


def test_a_nominator_adds_no_account_without_a_place(cast):
    forbidden(actions.add_user, username="x1", name="示例乙", by=cast["nominator"])


def test_a_role_and_its_place_belong_together():
    with pytest.raises(TypeError):
        actions.add_user(username="x1", name="示例乙", role=Role.JUDGE, by=None, at=AT)


@pytest.mark.parametrize("username", ["nominator", "NOMINATOR", "bad name", "x"])
def test_a_taken_or_wrong_username_is_refused(cast, username):
    refused(actions.add_user, username=username, name="示例乙", by=None)


def test_a_role_is_granted_and_withdrawn_on_record(directory, cast):
    user, by = cast["stranger"], cast["security_admin"]

    held = actions.grant_role(user, Role.JUDGE, directory["office"], by=by, at=AT)
    assert user.holds(Role.JUDGE)
    actions.withdraw_role(held, by=by, at=AT + timedelta(days=1), reason="届满")

    assert not user.holds(Role.JUDGE)
    assert (held.granted_by, held.valid_to) == (by, AT + timedelta(days=1))
    assert verbs_of(user) == ["grant_role", "withdraw_role"]


def test_a_role_is_not_granted_twice_nor_withdrawn_twice(directory, cast):
    held = cast["nominator"].roles.get()
    refused(actions.grant_role, cast["nominator"], Role.NOMINATOR, directory["county"], by=None, because="已是")
    actions.withdraw_role(held, by=None, at=AT)
    refused(actions.withdraw_role, held, by=None, because="已收回")


def test_conflicting_and_unknown_roles_are_refused(directory, cast):
    refused(actions.grant_role, cast["system_admin"], Role.UNIT_CLERK, directory["street"], by=None, because="兼任")
    refused(actions.grant_role, cast["audit_admin"], Role.SYSTEM_ADMIN, directory["office"], by=None, because="兼任")
    refused(actions.grant_role, cast["stranger"], "emperor", directory["office"], by=None, because="没有这个角色")


def test_others_grant_and_withdraw_nothing(directory, cast):
    for who in ("section_clerk", "audit_admin", "unit_clerk", "stranger"):
        forbidden(actions.grant_role, cast["stranger"], Role.JUDGE, directory["street"], by=cast[who])
        forbidden(actions.withdraw_role, cast["nominator"].roles.get(), by=cast[who])
    forbidden(
        actions.grant_role, cast["system_admin"], Role.SECURITY_ADMIN, directory["office"], by=cast["system_admin"]
    )
    forbidden(actions.withdraw_role, cast["system_admin"].roles.get(), by=cast["system_admin"])


def test_work_is_handed_over_with_all_roles_at_one_organisation(directory, cast):
    leaver, successor = cast["nominator"], cast["stranger"]
    actions.grant_role(leaver, Role.UNIT_CLERK, directory["county"], by=None, at=AT)
    actions.grant_role(leaver, Role.UNIT_CLERK, directory["street"], by=None, at=AT)
    actions.grant_role(successor, Role.UNIT_CLERK, directory["county"], by=None, at=AT)

    passed_on = actions.hand_over(leaver, successor, directory["county"], by=cast["system_admin"], at=AT, reason="调动")

    assert {held.role for held in passed_on} == {"nominator", "unit_clerk"}
    assert successor.holds(Role.NOMINATOR, organisation=directory["county"])
    assert successor.holds(Role.UNIT_CLERK, organisation=directory["county"])
    assert [(one.role, one.organisation_code) for one in leaver.held_roles] == [("unit_clerk", "street")]
    assert verbs_of(leaver)[-1] == "hand_over"
    assert list(broken_chains()) == []


def test_the_account_of_a_leaver_is_switched_off_only_when_no_role_is_left(directory, cast):
    leaver, successor, place = cast["unit_clerk"], cast["stranger"], directory["street"]
    other = actions.grant_role(leaver, Role.JUDGE, directory["office"], by=None, at=AT)
    refused(actions.hand_over, leaver, successor, place, and_deactivate=True, by=None, because="还有角色")
    actions.withdraw_role(other, by=None, at=AT)

    actions.hand_over(leaver, successor, place, and_deactivate=True, by=None, at=AT)

    assert not User.objects.get(pk=leaver.pk).is_active


def test_a_hand_over_that_cannot_be_is_refused_whole(directory, cast):
    leaver, street = cast["unit_clerk"], directory["street"]
    refused(actions.hand_over, leaver, leaver, street, by=None, because="本人")
    refused(actions.hand_over, leaver, cast["stranger"], directory["county"], by=None, because="没有可移交")
    refused(actions.hand_over, leaver, cast["system_admin"], street, by=None, because="兼任")
    off = actions.deactivate_user(cast["stranger"], by=None, at=AT)
    refused(actions.hand_over, leaver, off, street, by=None, because="停用")
    forbidden(actions.hand_over, cast["nominator"], leaver, directory["county"], by=leaver)


def test_a_reset_gives_a_new_password_once_and_lifts_a_lock(cast):
    clerk = cast["unit_clerk"]
    for _ in range(5):
        lockout.note_failure(clerk.username, AT)

    password = actions.reset_password(clerk, by=cast["nominator"], at=AT)

    now = User.objects.get(pk=clerk.pk)
    assert now.check_password(password)
    assert not now.check_password(GOOD_PASSWORD)
    assert now.must_change_password
    assert lockout.locked_until(clerk.username, AT) is None
    assert password not in str(list(Event.objects.values()))


def test_others_reset_and_switch_off_nobody(cast):
    for action in (actions.reset_password, actions.deactivate_user, actions.activate_user):
        for who in ("unit_clerk", "section_clerk", "audit_admin", "security_admin", "stranger"):
            forbidden(action, cast["nominator"], by=cast[who])
        forbidden(action, cast["system_admin"], by=cast["nominator"])


def test_a_password_is_changed_by_its_holder(cast):
    user = cast["stranger"]

    changed = actions.change_password(user, old=GOOD_PASSWORD, new="Another-2018-b", by=user, at=AT)

    assert changed.check_password("Another-2018-b")
    assert not changed.must_change_password
    assert changed.password_changed_at == AT
    assert verbs_of(user) == ["change_password"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", "Another-2018-b", "old"),
        (GOOD_PASSWORD, GOOD_PASSWORD, "new"),
        (GOOD_PASSWORD, "Short-1", "new"),
        (GOOD_PASSWORD, "onlylowercase", "new"),
        (GOOD_PASSWORD, "Stranger-1", "new"),
    ],
)
def test_a_weak_or_unproved_new_password_is_refused(cast, old, new, field):
    user, before = cast["stranger"], everything()

    with pytest.raises(ValidationError) as refusal:
        actions.change_password(user, old=old, new=new, by=user, at=AT)

    assert list(refusal.value.message_dict) == [field]
    assert everything() == before


def test_nobody_changes_the_password_of_another(cast):
    forbidden(
        actions.change_password, cast["stranger"], old=GOOD_PASSWORD, new="Another-2018-b", by=cast["system_admin"]
    )


def test_an_account_is_switched_off_and_on_again(cast):
    user = cast["unit_clerk"]

    off = actions.deactivate_user(user, by=cast["system_admin"], at=AT, reason="长期未用")
    refused(actions.deactivate_user, user, by=None, because="已停用")
    assert not off.holds(Role.UNIT_CLERK)
    on = actions.activate_user(user, by=cast["system_admin"], at=AT)

    assert on.holds(Role.UNIT_CLERK)
    refused(actions.activate_user, user, by=None, because="已启用")


def test_contact_is_edited_by_its_holder_and_the_number_stays_out_of_the_history(cast):
    user = cast["unit_clerk"]

    actions.edit_account(user, name="示例丙", phone="13800000000", email="", by=user, at=AT)

    assert User.objects.get(pk=user.pk).phone == "13800000000"
    assert "13800000000" not in str(list(Event.objects.values()))
    forbidden(actions.edit_account, cast["nominator"], name="x", phone="", email="", by=user)
    refused(actions.edit_account, user, name="", phone="", email="", by=user)
