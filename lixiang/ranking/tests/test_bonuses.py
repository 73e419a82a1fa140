"""Additions beside the sheets: entered with a document, counted when a ranking is computed, withdrawn with a reason."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from lixiang.history.models import Event
from lixiang.people.models import User
from lixiang.ranking import actions
from lixiang.ranking.models import GivenBonus
from lixiang.ranking.queries.bonuses import ROWS, bonuses_in
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.rules.bonuses import Typed, blockers_to_entering
from lixiang.ranking.rules.kinds import ConditionalBonus
from lixiang.ranking.rules.reading import read
from lixiang.ranking.rules.verifying import verify
from lixiang.ranking.tests.arranging import with_bonus
from lixiang.workflow.findings import Refused

AWARD = ConditionalBonus(clause="二.5e", code="award", title="获上级表彰", at_most=5_000)
TYPED = {"bonus": "award", "points": 3_000, "document": "示例组通字〔2018〕3号", "reason": "获市级表彰。"}


@pytest.fixture
def rewarded(scored):
    """The notice gives points for an award."""
    with_bonus(scored.cast)
    return scored


def enter(scored, project: int = 0, **words: Any) -> GivenBonus:
    return scored.bonus(project, **words)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("changed", "status", "stands", "codes"),
    [
        ({}, "IN_APPRAISAL", False, []),
        ({}, "ACTIVE", False, ["not_closing"]),
        ({}, "ARCHIVED", False, ["not_closing"]),
        ({}, "CONCLUDED", True, ["entered_already"]),
        ({"points": None}, "CLOSING", False, ["no_points"]),
        ({"points": 0}, "CLOSING", False, ["no_points"]),
        ({"points": 10_000_001}, "CLOSING", False, ["no_points"]),
        ({"document": "", "reason": ""}, "RECTIFYING", False, ["no_document", "reason_required"]),
    ],
)
def test_an_addition_stands_once_for_a_closing_project_with_points_document_and_reason(changed, status, stands, codes):
    found = tuple(blockers_to_entering(Typed(**TYPED | changed), AWARD, status, stands=stands))

    assert [each.code for each in found] == codes and {each.clause for each in found} <= {"二.5e"}


def test_an_addition_that_the_notice_does_not_know_is_none():
    assert [each.code for each in blockers_to_entering(Typed(**TYPED), None, "CLOSING", stands=False)] == [
        "no_such_bonus"
    ]


def test_an_addition_counts_stands_in_the_explanation_and_in_the_certificate(rewarded):
    before = rewarded.compute().place(0).total
    enter(rewarded)
    place = rewarded.compute().place(0)
    certificate = certificate_of(rewarded.again())

    assert place.total == before + 3_000
    assert place.workings["bonuses"] == ["获上级表彰：依据示例组通字〔2018〕3号，申请3分，计3分（全部计入）。"]
    with certificate.file.open() as stream:
        content = stream.read()
    assert verify(content) == ()
    assert [(each.bonus, each.points) for each in read(content).certificate.bonuses] == [("award", 3_000)]


def test_what_is_past_the_most_is_kept_as_asked_and_counts_as_capped(rewarded):
    before = rewarded.compute().place(0).total
    enter(rewarded, points=8_000)

    assert rewarded.compute().place(0).total == before + 5_000
    assert "申请8分，计5分" in rewarded.place(0).workings["bonuses"][0]


@pytest.mark.parametrize("late", ["entered", "withdrawn"])
def test_what_changed_after_computing_is_not_confirmed(rewarded, late):
    given = enter(rewarded) if late == "withdrawn" else None
    rewarded.compute()
    if given:
        actions.withdraw_bonus(given, reason="文件有误。", by=rewarded.clerk, at=rewarded.at)
    else:
        enter(rewarded)

    with pytest.raises(Refused) as refused:
        rewarded.confirm()
    assert [finding.code for finding in refused.value.findings] == ["outdated"]


def test_an_addition_is_withdrawn_with_a_reason_and_can_be_entered_anew(rewarded):
    given = enter(rewarded)
    for reason, code in ((" ", "reason_required"), ("字" * 1001, "too_long")):
        with pytest.raises(Refused) as refused:
            actions.withdraw_bonus(given, reason=reason, by=rewarded.clerk, at=rewarded.at)
        assert [finding.code for finding in refused.value.findings] == [code]
    actions.withdraw_bonus(given, reason="文件有误。", by=rewarded.clerk, at=rewarded.at)
    with pytest.raises(Refused) as refused:
        actions.withdraw_bonus(given, reason="文件有误。", by=rewarded.clerk, at=rewarded.at)

    assert [finding.code for finding in refused.value.findings] == ["withdrawn"]
    assert enter(rewarded, points=1_000).withdrawn_at is None and GivenBonus.objects.count() == 2
    verbs = Event.objects.filter(subject_kind="givenbonus").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["enter_bonus", "withdraw_bonus", "enter_bonus"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"document": "字" * 201}, "too_long"),
        ({"reason": "字" * 1001}, "too_long"),
        ({"bonus": "other"}, "no_such_bonus"),
    ],
)
def test_what_is_refused_changes_nothing(rewarded, changed, code):
    with pytest.raises(Refused) as refused:
        enter(rewarded, **changed)
    assert [finding.code for finding in refused.value.findings] == [code] and not GivenBonus.objects.exists()


def test_only_the_section_enters_and_withdraws(rewarded):
    given = enter(rewarded)
    for by in (rewarded.unit(0), rewarded.cast.users["judge"]):
        with pytest.raises(PermissionDenied):
            enter(rewarded, project=1, by=by)
        with pytest.raises(PermissionDenied):
            actions.withdraw_bonus(given, reason="有误。", by=by, at=rewarded.at)
    assert GivenBonus.objects.filter(withdrawn_at=None).count() == 1


def test_the_section_enters_reads_and_withdraws_on_the_pages_and_units_see_nothing_of_it(rewarded):
    clerk, unit = browser(rewarded.clerk), browser(rewarded.unit(0))
    own = f"/ranking/project/{rewarded.project(0).ref}/"
    listed = f"/ranking/bonuses/{rewarded.cast.programme.ref}/"
    wrong = clerk.post(f"{own}enter-bonus/", TYPED | {"points": "三分"})
    assert wrong.status_code == 422 and "示例组通字〔2018〕3号" in wrong.content.decode(), "what was typed stays"
    nothing = clerk.post(f"{own}enter-bonus/", TYPED | {"points": "3", "document": ""})
    assert nothing.status_code == 422 and "请写明依据的文件名称和文号" in nothing.content.decode()
    assert clerk.post(f"{own}enter-bonus/", TYPED | {"points": "3"}).status_code == 302

    for address in (own, listed):
        assert "示例组通字〔2018〕3号" in clerk.get(address).content.decode(), address
    assert listed in clerk.get("/ranking/").content.decode()
    assert "示例组通字〔2018〕3号" not in unit.get(own).content.decode()
    withdrawing = f"/ranking/given-bonuses/{GivenBonus.objects.get().pk}/withdraw-bonus/"
    assert [unit.get(f"{own}enter-bonus/").status_code, unit.get(listed).status_code] == [403, 403]
    assert unit.post(withdrawing, {"reason": "有误。"}).status_code == 404
    assert clerk.post(withdrawing, {"reason": "有误。"}).status_code == 302
    assert "已撤销登记：有误" in clerk.get(own).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_asks_the_same_queries_however_many_there_are(rewarded, rows, django_assert_num_queries):
    given = enter(rewarded)
    base = {name: getattr(given, name) for name in ("project", "programme", "points", "reason", "by", "by_name")}
    more = [GivenBonus(**base, bonus=f"other-{n}", entered_at=rewarded.at) for n in range(rows - 1)]
    GivenBonus.objects.bulk_create(more)
    clerk, listed = browser(rewarded.clerk), f"/ranking/bonuses/{rewarded.cast.programme.ref}/"
    clerk.get(listed)

    with django_assert_num_queries(7):
        clerk.get(listed)


def test_the_list_goes_on_by_key(rewarded):
    given = enter(rewarded)
    base = {name: getattr(given, name) for name in ("project", "programme", "points", "reason", "by", "by_name")}
    more = [GivenBonus(**base, bonus=f"other-{n}", entered_at=rewarded.at) for n in range(ROWS)]
    GivenBonus.objects.bulk_create(more)
    about = (rewarded.clerk, rewarded.cast.programme, [AWARD])

    first = bonuses_in(*about)
    second = bonuses_in(*about, after=first.next_key)
    assert (len(first.rows), len(second.rows), second.next_key) == (ROWS, 1, "")
