"""Whatever is edited, deleted, added or re-ordered in the tables themselves is found, in the chain where it was."""

import json

import pytest

from lixiang.command.main import main
from lixiang.history.chain import START, digest
from lixiang.history.models import Event, Head, Pending
from lixiang.history.tests.conftest import NOON, run_sql, write
from lixiang.history.verify import Broken, broken_chains

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(clerk) -> list[Event]:
    """A chain of three events, and a second chain that stays whole."""
    write(2, "draft", "hand_in", by=clerk)
    return write(1, "draft", "hand_in", "nominate", by=clerk, reason="同意", detail={"hash": "ab"})


def test_whole_chains_are_whole(three):
    assert list(broken_chains()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "approve"),
        ("by_id", None),
        ("by_name", "示例乙"),
        ("at", NOON),
        ("from_status", "DRAFT"),
        ("to_status", "APPROVED"),
        ("reason", "不同意"),
        ("detail", json.dumps({"hash": "cd"})),
        ("programme_id", 2),
    ],
)
def test_an_edit_of_any_field_is_found(three, column, value):
    run_sql(f"UPDATE history_event SET {column} = %s WHERE id = %s", value, three[1].pk)

    assert list(broken_chains()) == [Broken("head", 1, 2, "内容与哈希不符")]


def test_an_edit_with_a_hash_computed_anew_breaks_the_next_link(three):
    event = Event.objects.get(pk=three[1].pk)
    event.verb = "approve"
    forged = digest(event.previous_hash, event.chained_values())
    run_sql("UPDATE history_event SET verb = 'approve', hash = %s WHERE id = %s", forged, event.pk)

    assert list(broken_chains()) == [Broken("head", 1, 3, "与上一条不衔接")]


def test_an_edit_of_the_last_event_with_a_hash_computed_anew_does_not_fit_the_head(three):
    event = Event.objects.get(pk=three[2].pk)
    event.reason = "另作他说"
    forged = digest(event.previous_hash, event.chained_values())
    run_sql("UPDATE history_event SET reason = %s, hash = %s WHERE id = %s", event.reason, forged, event.pk)

    assert list(broken_chains()) == [Broken("head", 1, 3, "末尾与链头不符")]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, Broken("head", 1, 1, "缺少第1条")),
        (1, Broken("head", 1, 2, "缺少第2条")),
        (2, Broken("head", 1, 2, "末尾与链头不符")),
    ],
)
def test_a_deleted_event_is_missed(three, place, expected):
    delete(three[place])

    assert list(broken_chains()) == [expected]


def delete(event: Event) -> None:
    Pending.objects.filter(event=event).delete()
    run_sql("DELETE FROM history_event WHERE id = %s", event.pk)


def test_a_chain_that_vanished_is_missed(three):
    for event in three:
        delete(event)

    assert list(broken_chains()) == [Broken("head", 1, 3, "整条轨迹缺失")]


def test_a_vanished_head_is_missed(three):
    Head.objects.filter(subject_id=1).delete()

    assert list(broken_chains()) == [Broken("head", 1, 3, "末尾与链头不符")]


def test_two_events_that_changed_places_are_found(three):
    first, second, _ = three
    run_sql("UPDATE history_event SET sequence = 9 WHERE id = %s", first.pk)
    run_sql("UPDATE history_event SET sequence = 1 WHERE id = %s", second.pk)
    run_sql("UPDATE history_event SET sequence = 2 WHERE id = %s", first.pk)

    assert list(broken_chains()) == [Broken("head", 1, 1, "与上一条不衔接")]


def test_an_event_that_was_moved_to_another_subject_breaks_both_chains(three):
    run_sql("UPDATE history_event SET subject_id = 2 WHERE id = %s", three[2].pk)

    assert list(broken_chains()) == [
        Broken("head", 1, 2, "末尾与链头不符"),
        Broken("head", 2, 3, "与上一条不衔接"),
    ]


def test_an_event_that_nobody_recorded_is_found(three):
    values = {**Event.objects.get(pk=three[2].pk).chained_values(), "sequence": 4, "verb": "approve"}
    forged = digest(three[2].hash, values)
    Event.objects.bulk_create([Event(**{**values, "at": three[2].at}, previous_hash=three[2].hash, hash=forged)])

    assert list(broken_chains()) == [Broken("head", 1, 4, "末尾与链头不符")]


def test_a_chain_that_begins_with_another_start_is_found(three):
    run_sql("UPDATE history_event SET previous_hash = %s WHERE id = %s", "f" * 64, three[0].pk)

    assert START != "f" * 64
    assert list(broken_chains()) == [Broken("head", 1, 1, "与上一条不衔接")]


def test_the_command_says_that_all_is_whole(three, capsys):
    assert main(["verify-history"]) == 0
    assert capsys.readouterr().out == "办理轨迹完整：2个事项，5条记录。\n"


def test_the_command_names_what_is_broken_and_exits_with_one(three, capsys):
    run_sql("UPDATE history_event SET verb = 'approve' WHERE id = %s", three[1].pk)

    assert main(["verify-history"]) == 1
    assert capsys.readouterr().out == "head 1 第2条：内容与哈希不符\n共1条轨迹被改动，已检查2个事项、5条记录。\n"


def test_the_command_answers_in_json(three, capsys):
    delete(three[2])

    assert main(["verify-history", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "subjects": 2,
        "events": 4,
        "broken": [{"subject_kind": "head", "subject_id": 1, "sequence": 2, "why": "末尾与链头不符"}],
    }
