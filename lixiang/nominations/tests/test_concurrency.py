"""Quota and deadline hold when many act at once: threads with connections of their own on a real database."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from lixiang.files.models import Claim
from lixiang.history.models import Head
from lixiang.history.verify import broken_chains
from lixiang.nominations import actions
from lixiang.nominations.models import Receipt, SlateEntry
from lixiang.nominations.queries import held_seats
from lixiang.nominations.tests.conftest import Stage
from lixiang.nominations.tests.test_actions import scan
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.cast import build_cast
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 50


@pytest.fixture
def stage(transactional_db, morning) -> Stage:
    return Stage(build_cast(morning), morning)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Every call in a thread of its own, all let go together; what each returned, or the refusal it met.

    Anything else that a call raises ends the test: a locked database is no refusal.
    """
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait(timeout=60)
        try:
            return met(call)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def codes_of(results: list[Any]) -> Counter:
    return Counter(f.code for result in results if isinstance(result, Refused) for f in result.findings)


def fresh(user: User) -> User:
    """The account as another request would load it: nothing is shared between threads."""
    return User.objects.get(pk=user.pk)


def test_the_test_runs_on_a_database_that_others_can_open(stage):
    assert connection.vendor == "postgresql" or str(connection.settings_dict["NAME"]) != ":memory:"


def test_fifty_hand_ins_of_competing_slates_never_exceed_a_quota(stage):
    """Two seats are held and one is left; fifty clerks each bring one project more and hand the slate in."""
    slate = stage.handed_in("A", "B")
    more = [stage.project() for _ in range(5)]
    clerk, leader = stage.user(Role.NOMINATOR, "county-1"), stage.user(Role.NOMINATOR_LEADER, "county-1")

    def compete(number: int) -> Callable[[], Any]:
        def call() -> list[Any]:
            by = fresh(clerk)
            return [
                met(lambda: actions.reopen(slate, by=by, at=stage.at, reason="增报")),
                met(lambda: actions.take_up(slate, more[number % 5], by=by, at=stage.at)),
                met(lambda: actions.endorse(slate, by=fresh(leader), at=stage.at)),
                met(lambda: actions.hand_in(slate, key=uuid4(), by=by, at=stage.at)),
                met(lambda: actions.set_aside(slate, more[(number + 1) % 5], by=by, at=stage.at)),
                met(lambda: actions.hand_in(slate, key=uuid4(), by=by, at=stage.at)),
            ]

        return call

    results = [result for each in at_once(*(compete(number) for number in range(AT_ONCE))) for result in each]

    seats = held_seats(slate)
    assert len(seats) in (2, 3)
    assert all(len(receipt.content["projects"]) <= 3 for receipt in Receipt.objects.all())
    assert Receipt.objects.count() == 1 + sum(isinstance(result, Receipt) for result in results)
    assert codes_of(results)
    assert list(broken_chains()) == []


def met(call: Callable[[], Any]) -> Any:
    """What the call returned, or the refusal it met."""
    try:
        return call()
    except Refused as refused:
        return refused


def test_fifty_hand_ins_of_one_endorsed_slate_make_one(stage):
    slate = stage.endorsed("A", "B")
    clerk = stage.user(Role.NOMINATOR, "county-1")

    results = at_once(
        *(lambda: actions.hand_in(slate, key=uuid4(), by=fresh(clerk), at=stage.at) for _ in range(AT_ONCE))
    )

    assert sum(isinstance(result, Receipt) for result in results) == 1
    assert codes_of(results) == {"not_in_this_status": AT_ONCE - 1}
    assert Project.objects.filter(status=Status.NOMINATED).count() == 2


def test_a_double_click_gives_one_receipt(stage):
    slate, key = stage.endorsed("A", "B"), uuid4()
    clerk = stage.user(Role.NOMINATOR, "county-1")

    results = at_once(*(lambda: actions.hand_in(slate, key=key, by=fresh(clerk), at=stage.at) for _ in range(8)))

    assert len({receipt.pk for receipt in results}) == 1
    assert Receipt.objects.count() == 1


def test_all_counties_hand_in_at_once_and_none_is_lost(stage):
    codes = ["county-1", "county-2", "committee-1", "committee-2"]
    slates = [stage.endorsed(*("AB" if code.startswith("county") else "B"), code=code) for code in codes]
    clerks = [stage.user(Role.NOMINATOR, code) for code in codes]

    results = at_once(
        *(
            lambda slate=slate, clerk=clerk: actions.hand_in(slate, key=uuid4(), by=fresh(clerk), at=stage.at)
            for slate, clerk in zip(slates, clerks, strict=True)
        )
    )

    assert all(isinstance(result, Receipt) for result in results)
    assert Project.objects.filter(status=Status.NOMINATED).count() == 6


def test_two_clerks_take_up_the_same_project_once(stage):
    slate, project = stage.slate(), stage.project()
    clerk = stage.user(Role.NOMINATOR, "county-1")

    entries = at_once(*(lambda: actions.take_up(slate, project, by=fresh(clerk), at=stage.at) for _ in range(8)))

    assert len({entry.pk for entry in entries}) == 1
    assert SlateEntry.objects.count() == 1
    slate.refresh_from_db()
    assert slate.edition == 1


def test_projects_taken_up_at_once_all_find_a_place_of_their_own(stage):
    slate, projects = stage.slate(), [stage.project() for _ in range(6)]
    clerk = stage.user(Role.NOMINATOR, "county-1")

    at_once(*(lambda p=project: actions.take_up(slate, p, by=fresh(clerk), at=stage.at) for project in projects))

    assert sorted(slate.entries.values_list("order", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_two_withdrawals_at_once_never_fall_below_the_least(stage):
    slate = stage.handed_in("A", "B", "B")
    clerk = stage.user(Role.NOMINATOR, "county-1")
    of_b = [entry.project for entry in slate.entries.select_related("project")][1:]

    results = at_once(
        *(lambda p=project: actions.withdraw(p, reason="条件变化", by=fresh(clerk), at=stage.at) for project in of_b)
    )

    assert codes_of(results) == {"under_minimum": 1}
    assert len(held_seats(slate)) == 2


def test_the_unit_withdraws_while_the_nominator_hands_in_and_only_one_of_them_wins(stage):
    slate = stage.endorsed("A", "B")
    project = slate.entries.last().project
    unit, clerk = stage.user(Role.UNIT_CLERK, "county-1"), stage.user(Role.NOMINATOR, "county-1")

    at_once(
        lambda: actions.hand_in(slate, key=uuid4(), by=fresh(clerk), at=stage.at),
        lambda: _withdraw(project, unit, stage),
    )

    project.refresh_from_db()
    slate.refresh_from_db()
    was_handed_in = Receipt.objects.exists()
    assert project.status == (Status.NOMINATED if was_handed_in else Status.WITHDRAWN)
    assert len(held_seats(slate)) == (2 if was_handed_in else 0)


def _withdraw(project: Project, unit: User, stage: Stage) -> Any:
    """A unit may not withdraw what was nominated meanwhile: for the unit that is the end of its right."""
    try:
        return actions.withdraw(project, reason="另有安排", by=fresh(unit), at=stage.at)
    except PermissionDenied:
        return None


def test_an_extension_and_a_late_hand_in_at_once_leave_no_half_slate(stage):
    slate = stage.endorsed("A", "B")
    clerk, section = stage.user(Role.NOMINATOR, "county-1"), stage.user(Role.SECTION_CLERK)
    late = stage.at.replace(month=4, day=5)

    at_once(
        lambda: actions.hand_in(slate, key=uuid4(), by=fresh(clerk), at=late),
        lambda: programmes.extend(
            stage.cast.programme,
            step="nomination",
            until=late + timedelta(days=1),
            reason="申请",
            by=fresh(section),
            at=late,
        ),
    )

    nominated = Project.objects.filter(status=Status.NOMINATED).count()
    assert nominated == (2 if Receipt.objects.exists() else 0)
    assert Head.objects.filter(subject_kind="slate").count() == 1


def test_a_sheet_that_is_sent_twice_at_once_is_one_sheet(stage):
    slate, clerk = stage.filled("A", "B"), stage.user(Role.NOMINATOR, "county-1")

    def send() -> Any:
        return actions.attach_sheet(slate, scan(), name="推荐表.png", by=fresh(clerk), at=stage.at)

    assert len(set(at_once(send, send, send))) == Claim.of(slate).count() == 1
