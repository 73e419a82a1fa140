"""The whole cycle runs by public actions alone, meets every rule of the notice, and leaves nothing inconsistent."""

from datetime import datetime

import pytest
from django.utils import timezone

from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import build_cast, shipped_pack
from lixiang.rehearsal.cycle import Cycle, NotRefusedError
from lixiang.rehearsal.directory import invented
from lixiang.rehearsal.invariants import check_all
from lixiang.rehearsal.steps import STEPS, up_to

OPENING = timezone.make_aware(datetime(2018, 3, 23, 9, 0))
MET = {
    "late",
    "over_quota",
    "under_minimum",
    "too_few_A",
    "wrong_applicant",
    "missing_field",
    "not_endorsed",
    "step_not_taken",
    "agreement_not_in_force",
}
# The clauses of the notice that stop somebody on the way to the results, by the table of clauses.
BLOCKING = {"二.1a", "二.2a", "二.2b", "二.3a", "二.3b", "二.3c", "二.3d", "二.3f", "二.5d", "二.5e"}
# The archive is written once, by the command (test_command.py).
TO_THE_RESULTS = up_to("ranking")


@pytest.fixture
def rehearsed(db) -> Cycle:
    cycle = Cycle(build_cast(OPENING, is_published=False), 1, OPENING, "演练，非正式文件")
    for name in TO_THE_RESULTS:
        STEPS[name](cycle)
    return cycle


def test_a_cycle_ends_with_concluded_projects_and_every_rule_met(rehearsed):
    statuses = set(Project.objects.values_list("status", flat=True))
    codes = {code for code, _ in rehearsed.refusals}

    assert {"CONCLUDED", "DECLINED", "LAPSED", "PASSED_OVER"} <= statuses
    assert not {"ACTIVE", "IN_APPRAISAL", "RECTIFYING"} & statuses
    assert codes >= MET
    assert all(clause for code, clause in rehearsed.refusals if code in MET)


@pytest.mark.django_db
def test_every_blocking_clause_is_run_into_in_the_smallest_city_too():
    rows = invented(1, 1, shipped_pack("huainan-2018").about.managing_organisation)
    cycle = Cycle(build_cast(OPENING, rows=rows, is_published=False), 3, OPENING, "")
    for name in TO_THE_RESULTS:
        STEPS[name](cycle)

    assert {clause for _, clause in cycle.refusals} >= BLOCKING
    quota = {(code, clause) for code, clause in cycle.refusals if code in ("over_quota", "under_minimum")}
    assert quota == {(code, clause) for code in ("over_quota", "under_minimum") for clause in ("二.3a", "二.3b")}


def test_after_a_cycle_every_invariant_holds_and_a_spoiled_row_is_found(rehearsed):
    counts, broken = check_all()
    assert broken == []
    assert len(counts) == 64

    closed = Project.objects.filter(status="CONCLUDED").first()
    Project.objects.filter(pk=closed.pk).update(nominating_organisation=rehearsed.cast.organisations["county-2"])
    Project.objects.filter(status="LAPSED").update(approved_revision=None)
    Project.objects.filter(status="DECLINED").update(status="WAITLISTED")

    found = {each.check for each in check_all()[1]}
    assert {"nominated_projects_stand_on_a_receipt", "approvals_name_a_revision", "statuses_equal_the_history"} <= found


def test_a_rule_that_lets_something_through_stops_the_rehearsal(cast, morning):
    cycle = Cycle(cast, 1, morning, "")

    with pytest.raises(NotRefusedError, match="应当拒绝"):
        cycle.is_refused(lambda: cast.user(Role.SECTION_CLERK), "late")


def test_the_same_seed_tells_the_same_story(db):
    from django.db import transaction

    def story() -> list:
        with transaction.atomic():
            cycle = Cycle(build_cast(OPENING, is_published=False), 7, OPENING, "")
            for name in ("publish", "application"):
                STEPS[name](cycle)
            told = list(Project.objects.order_by("number").values_list("title", "category", "contact_phone", "status"))
            transaction.set_rollback(True)
        return told

    assert story() == story()
