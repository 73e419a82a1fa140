"""Every verb of every stage was decided about: who is told, in words whose placeholders exist."""

import ast
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from lixiang.messaging import rules
from lixiang.messaging.queries import MATTERS
from lixiang.people.roles import Role
from lixiang.programmes.rules.wording import placeholders_in
from lixiang.ui.addresses import address
from tests.architecture.source import called, literal, product

STAGES = {"programmes", "projects", "nominations", "approvals", "agreements", "delivery", "documents", "messaging"}
KNOWN = {"title", "drafting", "nominating", "managing", "by_when", "ground", "because", "leader", "gap", "verdict"}
KNOWN |= {"count", "in_force_from", "until", "number", "milestone"}
KNOWN |= {"time", "place", "responsible"}  # of meetings and tasks
KNOWN |= {"day", "responsible"}
STAGES |= {"funds", "appraisal"}
KNOWN |= {"amount", "tranche"}  # of money
KNOWN |= {"report", "days"}
KNOWN |= {"kinds"}  # of changes
DUE = datetime(2018, 4, 4, 23, 59, 59, tzinfo=rules.SHANGHAI)


def everything_told() -> list[rules.Told]:
    return [told for several in rules.CATALOGUE.values() for told in several]


def recorded_verbs() -> set[str]:
    """The verbs that the stages record or move by, as far as the source names them."""
    calls = [node for source in product() if source.room in STAGES for node in source.nodes(ast.Call)]
    named = {literal(node.args[1]) for node in calls if called(node) in {"record", "move"} and len(node.args) > 1}
    return named - {""}


def test_every_verb_that_a_stage_records_was_decided_about():
    assert recorded_verbs() > {"hand_in", "draw_up", "issue"}
    assert recorded_verbs() - {verb for _, verb in rules.CATALOGUE} == set()


def test_every_row_of_every_table_was_decided_about():
    tables = import_string(settings.TABLES).items()
    rows = {(name.split(".")[1].lower(), row.verb) for name, table in tables for row in table}

    assert rows - set(rules.CATALOGUE) == set()


def test_every_kind_that_is_told_of_is_known():
    assert {kind for (kind, _), told in rules.CATALOGUE.items() if told} <= set(MATTERS)


def test_roles_placeholders_and_pages_of_the_catalogue_exist():
    for told in everything_told():
        assert {role for audience in told.to for role in audience.roles} <= set(Role.values)
        assert set(placeholders_in(told.words)) <= KNOWN, told.words
        without_a_reference = {"desk:worklist", "approvals:decisions", "delivery:inspections"}
        assert address(told.place, **({} if told.place in without_a_reference else {"ref": "x"}))


def test_a_quiet_decision_is_told_to_the_section_alone():
    quiet = [*rules.CATALOGUE["decision", "decide"], *rules.CATALOGUE["decision", "undo"]]

    assert {audience for told in quiet for audience in told.to} == {rules.SECTION}


def test_a_sentence_is_kept_to_the_moves_it_names():
    told = rules.told_of("project", "send_back", "NOMINATED", "RETURNED_BY_DEPARTMENT")

    assert [each.to for each in told] == [(rules.DRAFTERS,), rules.OF_THE_NOMINATOR]
    assert len(rules.told_of("project", "send_back", "WITH_NOMINATOR", "RETURNED_BY_NOMINATOR")) == 1
    assert len(rules.told_of("project", "nominate", "RETURNED_BY_DEPARTMENT", "NOMINATED")) == 2
    assert len(rules.told_of("project", "nominate", "WITH_NOMINATOR", "NOMINATED")) == 1
    assert rules.told_of("user", "reset_password", "", "") == ()


def test_dates_grounds_and_reasons_are_said_where_they_are_known():
    assert rules.by_when(DUE) == "于2018年4月4日23:59前"
    assert rules.by_when(DUE, DUE) == "于2018年4月4日23:59前"
    assert rules.by_when(DUE, DUE + timedelta(seconds=1)) == "抓紧（期限2018年4月4日23:59已过）"
    assert rules.by_when(None, DUE) == rules.by_when(None) == "及时"
    assert (rules.ground("二.3c"), rules.ground("")) == ("（通知二.3c）", "")
    assert (rules.because(" 目标\n不清。"), rules.because("  ")) == ("，理由：目标 不清", "")
    assert rules.because("长" * 200) == f"，理由：{'长' * 120}…"


@pytest.mark.parametrize(
    ("before", "days"),
    [
        (timedelta(days=4), None),
        (timedelta(days=3), 3),
        (timedelta(days=2, hours=1), 3),
        (timedelta(days=1), 1),
        (timedelta(hours=5), 0),
        (timedelta(0), 0),
        (timedelta(seconds=-1), None),
    ],
)
def test_reminders_come_three_days_one_day_and_the_day_itself_before_a_date(before, days):
    assert rules.days_to_remind(DUE, DUE - before) == days
