"""Pure rules of changes: kinds, limits on prolonging, rivals, what the application's rules bring."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.delivery.rules.change_kinds import APPROVAL, FILING, OWN, ChangeKind, Prolongation, hardest
from lixiang.delivery.rules.changes import (
    ChangeView,
    Rival,
    blockers_to_approval,
    blockers_to_drafting,
    blockers_to_effect,
    blockers_to_hand_in,
    brought_by,
    furthest_day,
    prolonging,
)
from lixiang.programmes.rules.working_days import add_months
from lixiang.workflow.findings import Finding, Strictness

LEADER = ChangeKind(clause="二.3d", code="leader", title="变更项目负责人", authority=APPROVAL, opens=("leader_name",))
PROLONG = ChangeKind(clause="二.4d", code="prolong", title="延长完成时间", authority=APPROVAL, opens=("completion_on",))
SUSPEND = ChangeKind(clause="二.3f", code="suspend", title="暂停实施", authority=APPROVAL)
RESUME = replace(SUSPEND, code="resume", title="恢复实施")
TERMINATE = replace(SUSPEND, code="terminate", title="终止项目")
RULE = Prolongation(
    clause="二.4d", apply_before_days=30, at_most_times=1, at_most_months=6, latest_on=date(2019, 6, 30)
)
GOOD = ChangeView(
    kinds=(LEADER,),
    asked=("leader",),
    reason="工作调动。",
    status="ACTIVE",
    status_word="实施中",
    asked_on=date(2018, 10, 8),
    changed=frozenset({"leader_name"}),
    labels={"leader_name": "责任人", "completion_on": "完成时间"},
)
LATER = replace(
    GOOD,
    kinds=(PROLONG,),
    asked=("prolong",),
    changed=frozenset({"completion_on"}),
    completion_on=date(2018, 12, 31),
    proposed_on=date(2019, 3, 31),
    prolongation=RULE,
)


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def test_a_change_that_keeps_every_rule_meets_nothing():
    for blockers in (blockers_to_drafting, blockers_to_hand_in, blockers_to_approval, blockers_to_effect):
        assert blockers(GOOD) == () and blockers(LATER) == ()


@pytest.mark.parametrize(
    ("changed", "code", "clause"),
    [
        ({"asked": ("leader", "money")}, "no_such_change", ""),
        ({"reason": " "}, "reason_required", "二.3d"),
        ({"changed": frozenset()}, "nothing_changed", "二.3d"),
        ({"is_stale": True}, "stale_difference", "二.3d"),
        ({"status": "SUSPENDED", "status_word": "暂停"}, "project_not_under_way", "二.3d"),
        ({"status": "TERMINATED", "status_word": "终止"}, "project_not_under_way", "二.3d"),
        ({"rivals": (Rival(2, frozenset({"leader_name"})),)}, "in_other_change", "二.3d"),
        ({"unsigned": 3}, "supplement_unsigned", "二.3d"),
    ],
)
def test_what_stands_against_a_change_is_said_with_its_clause(changed, code, clause):
    found = blockers_to_hand_in(replace(GOOD, **changed))

    assert [(each.code, each.clause) for each in found] == [(code, clause)]


def test_nothing_is_asked_for_without_a_kind():
    assert codes(blockers_to_drafting(replace(GOOD, kinds=(), asked=()))) == ["no_kind"]


def test_a_rival_that_touches_other_fields_is_none():
    assert blockers_to_hand_in(replace(GOOD, rivals=(Rival(2, frozenset({"team"})),))) == ()


def test_what_moves_the_project_stands_alone_and_waits_for_no_supplement():
    together = replace(GOOD, kinds=(LEADER, SUSPEND), asked=("leader", "suspend"))
    assert "change_alone" in codes(blockers_to_drafting(together))

    alone = replace(GOOD, kinds=(SUSPEND,), asked=("suspend",), changed=frozenset(), unsigned=3)
    assert blockers_to_hand_in(alone) == ()
    rivals = (Rival(2, frozenset({"status"})),)
    assert codes(blockers_to_hand_in(replace(alone, rivals=rivals))) == ["in_other_change"]


@pytest.mark.parametrize(
    ("kind", "status", "stands"),
    [
        (SUSPEND, "ACTIVE", False),
        (SUSPEND, "SUSPENDED", True),
        (RESUME, "SUSPENDED", False),
        (RESUME, "ACTIVE", True),
        (TERMINATE, "ACTIVE", False),
        (TERMINATE, "SUSPENDED", False),
        (TERMINATE, "TERMINATED", True),
        (LEADER, "SUSPENDED", True),
    ],
)
def test_each_kind_needs_its_status_of_the_project(kind, status, stands):
    view = replace(GOOD, kinds=(kind,), asked=(kind.code,), status=status, changed=frozenset(kind.opens))

    assert ("project_not_under_way" in codes(blockers_to_drafting(view))) is stands
    assert ("project_not_under_way" in codes(blockers_to_effect(view))) is stands


# --- prolonging ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"asked_on": date(2018, 12, 1)}, []),
        ({"asked_on": date(2018, 12, 2)}, ["prolongs_late"]),
        ({"prolonged": 1}, ["prolongs_often"]),
        ({"proposed_on": date(2019, 6, 30)}, []),
        ({"proposed_on": date(2019, 7, 1)}, ["prolongs_long"]),
        ({"proposed_on": date(2018, 11, 30), "prolonged": 1}, []),
        ({"prolongation": None, "prolonged": 9, "proposed_on": date(2030, 1, 1)}, []),
    ],
)
def test_prolonging_keeps_its_limits_to_the_day(changed, expected):
    found = list(prolonging(replace(LATER, **changed)))

    assert codes(found) == expected
    assert {finding.clause for finding in found} <= {"二.4d"}


def test_a_soft_limit_only_warns():
    soft = replace(LATER, prolongation=replace(RULE, strictness=Strictness.WARN), prolonged=1)

    assert [each.is_blocking for each in blockers_to_hand_in(soft)] == [False]
    assert blockers_to_approval(soft) == ()


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(1, 24), st.integers(1, 500))
def test_the_furthest_day_is_the_nearest_of_all_limits(day, months, days):
    rule = Prolongation(clause="x", at_most_months=months, at_most_days=days, latest_on=day + timedelta(days=100))

    furthest = furthest_day(rule, day)
    assert day < furthest <= day + timedelta(days=min(days, 100)) and furthest <= add_months(day, months)


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(0, 40))
def test_months_clamp_to_the_last_day(day, months):
    later = add_months(day, months)

    assert later.day <= day.day and (later.day == day.day or (later + timedelta(days=1)).day == 1)
    assert (later.year - day.year) * 12 + later.month - day.month == months


# --- kinds -----------------------------------------------------------------------------------------------------------
def test_a_request_goes_where_its_hardest_kind_goes():
    team, contact = (replace(LEADER, authority=each) for each in (FILING, OWN))

    assert [hardest(kinds) for kinds in ((contact,), (contact, team), (contact, team, LEADER))] == [
        OWN,
        FILING,
        APPROVAL,
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (replace(SUSPEND, authority=OWN), "主管单位审批"),
        (replace(SUSPEND, opens=("title",)), "不修改申报书"),
        (replace(LEADER, opens=()), "opens"),
        (replace(LEADER, authority=FILING, supplement=True), "签订补充协议"),
    ],
)
def test_a_kind_that_makes_no_sense_is_a_fault(kind, words):
    assert any(words in fault for fault in kind.faults())


def test_kinds_say_themselves():
    say = {"leader_name": "责任人", APPROVAL: "主管单位审批"}

    spoken = replace(LEADER, supplement=True).in_words(lambda target, code: say[code])
    assert spoken == "变更项目负责人：主管单位审批，可以修改“责任人”，批准后签订补充协议。"
    assert (
        RULE.in_words(str) == "申请延期应当在完成时间30日前提出，至多延期1次，每次不超过6个月，最迟延至2019年6月30日。"
    )
    assert Prolongation(clause="x").in_words(str) == "申请延期不设限制。"
    assert list(Prolongation(clause="x", at_most_times=-1).faults()) == ["at_most_times 应在0至9999之间"]
    assert list(LEADER.faults()) == list(SUSPEND.faults()) == list(RULE.faults()) == []


def test_only_what_the_change_brings_is_held_against_it():
    old, new = Finding("a", "旧有", field="team"), Finding("b", "新有", field="title")
    own = Finding("a", "本项", field="leader_name")

    assert brought_by((old, own), (old, new, own), frozenset({"leader_name"})) == (new, own)


def test_a_leader_who_goes_and_still_stands_in_the_team_is_asked_about_and_hinders_nothing():
    stays = replace(GOOD, former_leader="示例甲", team=frozenset({"示例甲", "示例乙"}))
    (found,) = blockers_to_hand_in(stays)

    assert (found.code, found.clause, found.strictness) == ("former_leader_in_team", "二.3d", Strictness.WARN)
    assert "“示例甲”" in found.sentence and blockers_to_approval(stays) == ()
    for other in (
        replace(stays, team=frozenset({"示例乙"})),
        replace(stays, changed=frozenset({"completion_on"})),
        replace(stays, former_leader="", team=frozenset({""})),
    ):
        assert "former_leader_in_team" not in codes(blockers_to_hand_in(other))
