"""The life of a project: for every status and every role the exact verbs, as docs/architecture.md tells them."""

import re
from pathlib import Path

import pytest

from lixiang.people.roles import Role
from lixiang.projects.states import ENDED, OPEN_TO_CLERK, SEATED, TONES, TRANSITIONS, Status
from lixiang.projects.tests.people import at_home, elsewhere, project_in

# Written from section 3 of docs/architecture.md, not from the table; who is not named may do nothing.
DECISIONS = {"shortlist", "approve", "waitlist", "merge", "decline"}
EXPECTED: dict[str, dict[str, set[str]]] = {
    "DRAFT": {"unit_clerk": {"hand_in", "discard"}},
    "WITH_NOMINATOR": {
        "unit_clerk": {"withdraw"},
        "nominator": {"send_back", "nominate", "pass_over", "withdraw"},
        "nominator_leader": {"nominate"},
    },
    "RETURNED_BY_NOMINATOR": {
        "unit_clerk": {"hand_in", "withdraw"},
        "nominator": {"extend_return", "withdraw"},
    },
    "NOMINATED": {
        "nominator": {"withdraw"},
        "section_clerk": {"send_back"},
        "section_head": {"send_back", *DECISIONS},
        "department_leader": DECISIONS,
    },
    "RETURNED_BY_DEPARTMENT": {
        "nominator": {"nominate", "withdraw"},
        "nominator_leader": {"nominate"},
        "section_clerk": {"extend_return"},
        "section_head": {"extend_return"},
    },
    "SHORTLISTED": {"section_head": {"approve", "decline"}, "department_leader": {"approve", "decline"}},
    "WAITLISTED": {
        "section_head": {"shortlist", "approve", "decline"},
        "department_leader": {"shortlist", "approve", "decline"},
    },
    "APPROVED": {"section_clerk": {"start", "lapse"}, "section_head": {"start", "lapse"}},
    "ACTIVE": {
        "unit_clerk": {"hand_in_dossier"},
        "nominator": {"hand_in_dossier"},
        "section_head": {"suspend", "terminate"},
        "department_leader": {"suspend", "terminate"},
    },
    "SUSPENDED": {"section_head": {"resume", "terminate"}, "department_leader": {"resume", "terminate"}},
    "CLOSING": {
        "section_clerk": {"send_back_dossier", "send_back_rectified", "accept_dossier"},
        "section_head": {"send_back_dossier", "send_back_rectified", "accept_dossier"},
    },
    "IN_APPRAISAL": {
        "section_head": {"conclude", "order_rectification"},
        "department_leader": {"conclude", "order_rectification"},
    },
    "RECTIFYING": {
        "unit_clerk": {"hand_in_dossier"},
        "nominator": {"hand_in_dossier"},
        "section_head": {"correct_result"},
        "department_leader": {"correct_result"},
    },
    "CONCLUDED": {
        "section_clerk": {"archive"},
        "section_head": {"archive", "annul", "correct_result", "order_rectification"},
        "department_leader": {"annul", "correct_result", "order_rectification"},
    },
}
PAGE = Path(__file__).resolve().parents[3] / "docs" / "architecture.md"


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("status", Status.values)
def test_each_role_is_offered_exactly_its_verbs(status, role):
    offered = TRANSITIONS.offered_to(at_home(role), project_in(status))

    assert {row.verb for row in offered} == EXPECTED.get(status, {}).get(role, set())
    assert len(offered) == len({row.verb for row in offered})


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("status", Status.values)
def test_the_same_role_elsewhere_is_offered_nothing(status, role):
    assert TRANSITIONS.offered_to(elsewhere(role), project_in(status)) == ()


def told_by_the_page() -> dict[str, set[str]]:
    """Status -> the words of the verbs that leave it, from the table of section 3."""
    section = PAGE.read_text().split("## 3.")[1].split("## 4.")[0]
    rows = [line.strip().strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return {
        status: set(re.findall(r"\b[a-z_]+\b", verbs))
        for names, _, verbs in rows
        for status in re.findall(r"[A-Z_]{2,}", names)
    }


@pytest.mark.parametrize("status", [status for status in Status.values if status != Status.DISCARDED])
def test_the_page_of_the_architecture_names_the_same_verbs(status):
    known = {row.verb for row in TRANSITIONS}
    expected = {verb for verbs in EXPECTED.get(status, {}).values() for verb in verbs}

    assert told_by_the_page()[status] & known == expected


def test_every_move_leads_to_a_status_and_says_where_it_comes_from():
    for row in TRANSITIONS:
        assert row.to in Status.values
        assert set(row.from_) <= set(Status.values)
        assert not set(row.from_) & set(ENDED)


def test_every_status_can_be_reached_and_every_end_is_final():
    assert {row.to for row in TRANSITIONS} | {Status.DRAFT} == set(Status.values)
    assert set(TRANSITIONS.finals) == set(ENDED)
    assert {s for s in Status.values if not any(s in row.from_ for row in TRANSITIONS)} == set(ENDED)


def test_a_seat_is_held_from_nomination_until_declined_withdrawn_or_merged():
    free = {"DRAFT", "WITH_NOMINATOR", "RETURNED_BY_NOMINATOR", "DISCARDED", "PASSED_OVER"}

    assert set(SEATED) == set(Status.values) - free - {"DECLINED", "WITHDRAWN", "MERGED"}


def test_the_clerk_writes_in_drafts_and_in_what_came_back():
    assert set(OPEN_TO_CLERK) == {"DRAFT", "RETURNED_BY_NOMINATOR", "RETURNED_BY_DEPARTMENT"}


def test_every_status_has_its_tone():
    assert set(TONES) == set(Status.values)
    assert set(TONES.values()) <= {"neutral", "waiting", "active", "attention", "good", "bad", "closed"}
