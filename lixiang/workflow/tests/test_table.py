"""A table answers for each verb and status at most once, and offers each person what that person may do."""

from types import SimpleNamespace

import pytest

from lixiang.workflow.table import Row, Table


def anybody(user, thing):
    return True


def owner(user, thing):
    return user == thing.owner


TABLE = Table(
    Row("hand_in", "提交", ("DRAFT", "RETURNED"), "IN", owner),
    Row("send_back", "退回", ("IN",), "RETURNED", anybody),
    Row("send_back", "再次退回", ("DONE",), "IN", anybody),
    finals=("GONE",),
)


@pytest.mark.parametrize(
    ("user", "status", "verbs"),
    [
        ("甲", "DRAFT", ["提交"]),
        ("乙", "DRAFT", []),
        ("乙", "IN", ["退回"]),
        ("甲", "DONE", ["再次退回"]),
        ("甲", "GONE", []),
    ],
)
def test_each_person_is_offered_what_the_rows_say(user, status, verbs):
    thing = SimpleNamespace(status=status, owner="甲")

    assert [row.label for row in TABLE.offered_to(user, thing)] == verbs


def test_a_verb_may_stand_in_several_rows_of_different_sources():
    assert TABLE.row("send_back", "IN").to == "RETURNED"
    assert TABLE.row("send_back", "DONE").to == "IN"
    assert TABLE.row("send_back", "DRAFT") is None
    assert len(list(TABLE)) == 3


def test_two_rows_that_answer_for_the_same_verb_and_status_are_an_error():
    with pytest.raises(ValueError, match="same verb and status"):
        Table(Row("go", "去", ("A",), "B", anybody), Row("go", "去", ("A", "B"), "C", anybody))


def test_the_diagram_names_every_status_and_every_move():
    drawn = TABLE.as_mermaid({"DRAFT": "草稿", "IN": "已提交"})

    assert drawn.splitlines()[:3] == ["stateDiagram-v2", "    DRAFT: 草稿", "    IN: 已提交"]
    assert "    RETURNED --> IN: hand_in" in drawn
