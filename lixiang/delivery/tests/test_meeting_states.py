"""The lives of meetings and tasks: every status and every role, in the words of the issue."""

from types import SimpleNamespace

import pytest

from lixiang.delivery.states import meetings, tasks
from lixiang.people.roles import Role

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
OWNERS = (Role.UNIT_CLERK, Role.NOMINATOR, Role.NOMINATOR_LEADER)
OF_MEETINGS = {
    "DRAFT": {"announce", "cancel"},
    "ANNOUNCED": {"correct_notice", "hold", "cancel"},
    "HELD": {"issue_minutes"},
    "MINUTED": {"correct_minutes"},
    "CANCELLED": set(),
}
OF_TASKS_TO_THE_SECTION = {
    "OPEN": {"extend", "cancel"},
    "DONE_REPORTED": {"close", "return_done", "cancel"},
    "CLOSED": set(),
    "CANCELLED": set(),
}
DEPARTMENT, OWNER, ELSEWHERE = 1, 2, 3


def person(role: str | None, at: int):
    return SimpleNamespace(holds=lambda *roles, organisation=None: role in roles and organisation in (None, at))


def thing(status: str):
    return SimpleNamespace(
        status=status, programme=SimpleNamespace(managing_organisation_id=DEPARTMENT), organisation_id=OWNER
    )


def offered(table, status, role, at) -> set[str]:
    return {row.verb for row in table.offered_to(person(role, at), thing(status))}


@pytest.mark.parametrize("status", meetings.Status)
@pytest.mark.parametrize("role", [*Role, None])
def test_a_meeting_offers_its_verbs_to_the_section_alone(status, role):
    expected = OF_MEETINGS[status] if role in SECTION else set()

    assert offered(meetings.TRANSITIONS, status, role, DEPARTMENT) == expected
    assert offered(meetings.TRANSITIONS, status, role, ELSEWHERE) == set()


@pytest.mark.parametrize("status", tasks.Status)
@pytest.mark.parametrize("role", [*Role, None])
def test_a_task_is_reported_by_its_owner_and_closed_by_the_section(status, role):
    of_section = OF_TASKS_TO_THE_SECTION[status] if role in SECTION else set()
    of_owner = {"report_done"} if role in OWNERS and status == "OPEN" else set()

    assert offered(tasks.TRANSITIONS, status, role, DEPARTMENT) == of_section
    assert offered(tasks.TRANSITIONS, status, role, OWNER) == of_owner
    assert offered(tasks.TRANSITIONS, status, role, ELSEWHERE) == set()


@pytest.mark.parametrize("life", [meetings, tasks])
def test_every_status_is_reached_and_left_or_final(life):
    targets = {row.to for row in life.TRANSITIONS} | {next(iter(life.Status))}
    sources = {status for row in life.TRANSITIONS for status in row.from_}

    assert targets == set(life.Status)
    assert set(life.Status) - sources == set(life.TRANSITIONS.finals)
    assert set(life.TONES) == set(life.Status)


def test_what_is_changed_taken_back_or_put_off_says_why():
    def reasoned(table):
        return {row.verb for row in table if row.reason_required}

    assert reasoned(meetings.TRANSITIONS) == {"correct_notice", "correct_minutes", "cancel"}
    assert reasoned(tasks.TRANSITIONS) == {"return_done", "extend", "cancel"}


def test_what_was_minuted_or_closed_is_never_cancelled():
    assert meetings.TRANSITIONS.row("cancel", "MINUTED") is None
    assert meetings.TRANSITIONS.row("cancel", "HELD") is None
    assert tasks.TRANSITIONS.row("cancel", "CLOSED") is None
