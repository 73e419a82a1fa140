"""Somebody acts for a person who is away: within the days given, by name in the history, and not a moment longer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from lixiang.history.models import Event
from lixiang.history.record import record
from lixiang.history.verify import broken_chains
from lixiang.people import actions
from lixiang.people.models import Deputation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.people.tests.conftest import AT, account

pytestmark = pytest.mark.django_db
UNTIL = AT + timedelta(days=5)
AWAY = {"until_at": UNTIL, "reason": "外出培训"}


@pytest.fixture
def held(cast) -> RoleHeld:
    """The nominator's role, which is given away for a while."""
    return cast["nominator"].roles.get()


@pytest.fixture
def deputy(cast) -> User:
    return account("colleague", "示例同事")


def everything() -> tuple:
    return (
        list(RoleHeld.objects.order_by("pk").values()),
        list(Deputation.objects.order_by("pk").values()),
        Event.objects.count(),
    )


def refused(held: RoleHeld, deputy: User, because: str, **changes) -> None:
    before = everything()
    with pytest.raises(ValidationError, match=because):
        actions.deputise(held, deputy, **({"by": held.user, "at": AT} | AWAY | changes))
    assert everything() == before


def test_a_deputy_holds_the_role_at_once_and_the_history_says_for_whom(directory, held, deputy):
    actions.deputise(held, deputy, by=held.user, at=AT, **AWAY)

    assert deputy.holds(Role.NOMINATOR, organisation=directory["county"])
    assert held.user.holds(Role.NOMINATOR, organisation=directory["county"])
    assert deputy.signature == "示例同事（代示例申报单位经办）"
    event = record(directory["county"], "edit_organisation", by=deputy, at=AT)
    assert event.by_name == "示例同事（代示例申报单位经办）"
    assert list(broken_chains()) == []


def test_it_ends_on_its_day_even_where_the_job_has_not_run(held, deputy):
    actions.deputise(held, deputy, by=held.user, at=AT, **AWAY)

    fresh = User.objects.get(pk=deputy.pk)
    fresh.asked_at = UNTIL + timedelta(seconds=1)

    assert not fresh.holds(Role.NOMINATOR)
    assert fresh.signature == "示例同事"


def test_the_job_begins_and_ends_what_is_due_once(held, deputy):
    begins = AT + timedelta(days=1)
    made = actions.deputise(held, deputy, by=held.user, at=AT, from_at=begins, **AWAY)
    assert made.state == ("未开始", "waiting")
    assert not User.objects.get(pk=deputy.pk).holds(Role.NOMINATOR)

    assert actions.keep_deputations(by=None, at=begins) == 1
    assert actions.keep_deputations(by=None, at=begins) == 0
    assert User.objects.get(pk=deputy.pk).holds(Role.NOMINATOR)

    assert actions.keep_deputations(by=None, at=UNTIL + timedelta(seconds=1)) == 1
    assert actions.keep_deputations(by=None, at=UNTIL + timedelta(seconds=1)) == 0
    assert not User.objects.get(pk=deputy.pk).holds(Role.NOMINATOR)
    assert Deputation.objects.get().state == ("已结束", "closed")


def test_what_never_began_before_its_last_day_is_ended_without_a_role(held, deputy):
    actions.deputise(held, deputy, by=held.user, at=AT, from_at=AT + timedelta(days=1), **AWAY)

    actions.keep_deputations(by=None, at=UNTIL + timedelta(days=1))

    assert Deputation.objects.get().ended_at is not None
    assert not deputy.roles.exists()


def test_a_deputy_who_got_a_conflicting_role_meanwhile_does_not_begin(directory, held, deputy):
    begins = AT + timedelta(days=1)
    actions.deputise(held, deputy, by=held.user, at=AT, from_at=begins, **AWAY)
    actions.grant_role(deputy, Role.AUDIT_ADMIN, directory["office"], by=None, at=AT)

    actions.keep_deputations(by=None, at=begins)

    assert Deputation.objects.get().ended_at == begins
    assert "兼任" in Event.objects.filter(verb="recall_deputation").get().reason


def test_it_is_taken_back_by_who_gave_it(held, deputy):
    made = actions.deputise(held, deputy, by=held.user, at=AT, **AWAY)

    actions.recall_deputation(made, by=held.user, at=AT + timedelta(days=1), reason="提前返岗")

    assert not User.objects.get(pk=deputy.pk).holds(Role.NOMINATOR)
    with pytest.raises(ValidationError, match="已经结束"):
        actions.recall_deputation(made, by=held.user, at=AT + timedelta(days=2))


def test_nobody_else_gives_or_takes_back(cast, held, deputy):
    for who in ("section_clerk", "unit_clerk", "stranger"):
        with pytest.raises(PermissionDenied):
            actions.deputise(held, deputy, by=cast[who], at=AT, **AWAY)
    made = actions.deputise(held, deputy, by=cast["security_admin"], at=AT, **AWAY)
    for by in (deputy, cast["stranger"]):
        with pytest.raises(PermissionDenied):
            actions.recall_deputation(made, by=by, at=AT)
    assert actions.recall_deputation(made, by=cast["system_admin"], at=AT).ended_at == AT


def test_what_cannot_be_is_refused_and_changes_nothing(cast, directory, held, deputy):
    refused(held, held.user, "授权给本人")
    refused(held, deputy, "写明授权代办的原因", reason=" ")
    refused(held, deputy, "晚于开始时间", until_at=AT)
    refused(held, deputy, "晚于开始时间", from_at=UNTIL)
    refused(held, cast["system_admin"], "兼任")
    refused(held, actions.deactivate_user(account("gone"), by=None, at=AT), "已停用")
    colleague = account("same")
    actions.grant_role(colleague, Role.NOMINATOR, directory["county"], by=None, at=AT)
    refused(held, colleague, "无须授权")


def test_a_deputy_passes_nothing_on(held, deputy):
    made = actions.deputise(held, deputy, by=held.user, at=AT, **AWAY)

    refused(made.role_held, account("third"), "不能再转授")
    refused(held, deputy, "无须授权")


def test_one_waits_for_the_beginning_once(held, deputy):
    later = {"from_at": AT + timedelta(days=1)}
    actions.deputise(held, deputy, by=held.user, at=AT, **AWAY, **later)

    refused(held, deputy, "已受托代办", **later)


def test_a_person_gives_and_takes_back_on_the_own_account(cast, signed_in, held, deputy):
    browser = signed_in("nominator")
    fields = {"held": held.pk, "deputy": "Colleague", "until_on": "2099-01-31", "reason": "休假"}

    assert browser.post("/account/deputise/", fields).headers["Location"] == "/account/"
    page = browser.get("/account/").content.decode()
    assert "示例同事" in page and "代办中" in page

    made = Deputation.objects.get()
    assert signed_in("unit_clerk").post(f"/account/deputations/{made.pk}/recall/").status_code == 404
    browser.post(f"/account/deputations/{made.pk}/recall/", {"reason": "提前返岗"})
    assert "已结束" in browser.get("/account/").content.decode()


def test_a_refused_form_keeps_what_was_typed(signed_in, held, deputy):
    fields = {"held": held.pk, "deputy": "nobody", "until_on": "2001-01-01", "reason": "休假在外"}

    answer = signed_in("nominator").post("/account/deputise/", fields)

    assert answer.status_code == 422
    assert "没有启用的账号“nobody”" in answer.content.decode()
    assert "休假在外" in answer.content.decode()
    late = signed_in("nominator").post("/account/deputise/", fields | {"deputy": "colleague"})
    assert "代办的截止时间应当晚于开始时间" in late.content.decode()


def test_whoever_has_no_role_has_nothing_to_give(signed_in, cast):
    assert "没有可以授权的角色" in signed_in("stranger").get("/account/deputise/").content.decode()
    assert signed_in("stranger").post("/account/deputise/", {"held": "1"}).status_code == 422
