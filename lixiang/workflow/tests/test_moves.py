"""A move checks source, person and blockers under a lock, writes status and history together, or changes nothing."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from lixiang.history.models import Event
from lixiang.programmes.models import Programme
from lixiang.programmes.states import Status
from lixiang.workflow.findings import Finding, Refused, Strictness
from lixiang.workflow.moves import locked, move
from lixiang.workflow.table import Row, Table

BLOCK = Finding("blocked", "还不能结束。", "二.4d")
WARN = Finding("warned", "一般不提前结束。", "二.4d", Strictness.WARN)


@dataclass(frozen=True)
class LaterFacts:
    """What only a later stage knows."""

    standing: tuple[Finding, ...] = ()


def may(user, thing):
    return user is not None


def what_stands(own):
    return own or ()


TABLE = Table(
    Row("close", "结束", (Status.PUBLISHED,), Status.CLOSED, may, what_stands, stage="programmes"),
    Row("reopen", "重开", (Status.CLOSED,), Status.PUBLISHED, may, stage="programmes", reason_required=True),
    Row(
        "archive", "归档", (Status.PUBLISHED,), Status.CLOSED, may, lambda own, later: later.standing, needs=LaterFacts
    ),
)


@pytest.fixture
def programme(cast, monkeypatch) -> Programme:
    """The published programme under a small table of the test's own."""
    monkeypatch.setattr(Programme, "transitions", TABLE)
    return Programme.objects.get(pk=cast.programme.pk)


@pytest.fixture
def clerk(cast):
    return cast.user("section_clerk")


def events(programme) -> list[str]:
    return list(Event.objects.filter(subject_kind="programme", subject_id=programme.pk).values_list("verb", flat=True))


def test_a_move_writes_status_moment_changes_and_history_together(programme, clerk, morning):
    at = morning + timedelta(days=1)

    moved = move(programme, "close", by=clerk, at=at, reason="年度工作完成", detail={"n": 1}, title="改后的名称")

    stored = Programme.objects.get(pk=programme.pk)
    assert (moved.status, stored.status, stored.status_since, stored.title) == ("CLOSED", "CLOSED", at, "改后的名称")
    event = Event.objects.get(subject_kind="programme", verb="close")
    assert (event.from_status, event.to_status, event.by, event.at) == ("PUBLISHED", "CLOSED", clerk, at)
    assert (event.reason, event.detail) == ("年度工作完成", {"n": 1})


def test_a_move_is_made_on_the_row_as_it_stands_not_as_it_was_read(programme, clerk, morning):
    stale = Programme.objects.get(pk=programme.pk)
    move(programme, "close", by=clerk, at=morning)

    with pytest.raises(Refused, match="当前状态为“已结束”，不能结束"):
        move(stale, "close", by=clerk, at=morning)
    assert locked(stale).status == "CLOSED"


def test_a_locked_row_may_still_be_named_by_others(programme):
    """SQLite has one writer at a time and no locks of rows."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        locked(programme)

    (sql,) = [each["sql"] for each in asked if "programmes_programme" in each["sql"]]
    assert sql.endswith({"postgresql": "FOR NO KEY UPDATE", "sqlite": "LIMIT 21"}[connection.vendor])


def test_whoever_may_not_is_denied_and_nothing_changes(programme, morning):
    before = events(programme)

    with pytest.raises(PermissionDenied):
        move(programme, "close", by=None, at=morning)

    assert (locked(programme).status, events(programme)) == ("PUBLISHED", before)


def test_a_verb_that_the_table_does_not_know_is_an_error_of_the_program(programme, clerk, morning):
    with pytest.raises(LookupError, match="Programme has no verb explode"):
        move(programme, "explode", by=clerk, at=morning)


@pytest.mark.parametrize("reason", ["", "确有必要"])
def test_a_block_refuses_with_or_without_a_reason(programme, clerk, morning, reason):
    with pytest.raises(Refused) as refused:
        move(programme, "close", by=clerk, at=morning, own=(BLOCK, WARN), reason=reason)

    assert BLOCK in refused.value.findings
    assert (WARN in refused.value.findings) == (not reason)
    assert locked(programme).status == "PUBLISHED"


def test_a_warning_is_overridden_by_a_reason_which_the_history_keeps(programme, clerk, morning):
    move(programme, "close", by=clerk, at=morning, own=(WARN,), reason="确有必要")

    assert Event.objects.get(verb="close").reason == "确有必要"


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_row_that_asks_for_a_reason_refuses_without_one(programme, clerk, morning, reason):
    move(programme, "close", by=clerk, at=morning)

    with pytest.raises(Refused) as refused:
        move(programme, "reopen", by=clerk, at=morning, reason=reason)

    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("reason_required", "reason")]
    assert move(programme, "reopen", by=clerk, at=morning, reason="漏办一项").status == "PUBLISHED"


@pytest.mark.parametrize("facts", [None, BLOCK])
def test_a_row_with_declared_facts_refuses_a_caller_that_does_not_hand_them_over(programme, clerk, morning, facts):
    with pytest.raises(TypeError, match="archive needs LaterFacts"):
        move(programme, "archive", by=clerk, at=morning, facts=facts)


def test_declared_facts_decide_together_with_the_things_own(programme, clerk, morning):
    with pytest.raises(Refused, match="还不能结束"):
        move(programme, "archive", by=clerk, at=morning, facts=LaterFacts((BLOCK,)))

    assert move(programme, "archive", by=clerk, at=morning, facts=LaterFacts()).status == "CLOSED"
