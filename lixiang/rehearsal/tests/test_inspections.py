"""Inspections in the rehearsal and in the demo: every rule met, every state shown, nothing inconsistent left."""

from datetime import timedelta

import pytest

from lixiang.approvals.tests import arranging
from lixiang.delivery.models import Inspection, Rectification
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.inspection_invariants import INSPECTION_CHECKS
from lixiang.rehearsal.inspections import rehearse_inspections, tell_inspections

pytestmark = pytest.mark.django_db
MET = {
    *("no_projects", "no_inspectors", "own_unit", "not_an_inspector", "nothing_observed", "half_observed"),
    *("lamp_without_reason", "no_visit_day", "visit_in_future", "left_out", "no_scan", "own_record", "not_recorded"),
    *("no_requirement", "no_due_date", "due_before_visit", "foreign_organisation", "no_answer", "no_proof"),
    *("not_later", "unsettled", "reminded_today", "nothing_to_remind", "not_under_way"),
}


@pytest.fixture
def cycle(cast, morning) -> Cycle:
    """Projects of two counties under agreement, one lapsed, on a working morning."""
    made = [*arranging.nominated(cast, morning, 3), *arranging.nominated(cast, morning, 2, county=1)]
    Project.objects.filter(pk__in=[each.pk for each in made]).update(status="ACTIVE", status_since=morning)
    lapsed = arranging.nominated(cast, morning, 1, county=2)[0]
    Project.objects.filter(pk=lapsed.pk).update(status="LAPSED")
    return Cycle(cast, 1, morning, "演练，非正式文件")


def broken() -> list[str]:
    return [what for check in INSPECTION_CHECKS for what in check()]


def test_the_rehearsal_meets_every_rule_and_leaves_nothing_inconsistent(cycle):
    rehearse_inspections(cycle)

    codes = {code for code, _ in cycle.refusals}
    assert codes >= MET
    assert {clause for code, clause in cycle.refusals if code in MET} == {"二.4c"}
    assert set(Inspection.objects.values_list("status", flat=True)) == {"CLOSED", "VISITED", "CANCELLED"}
    assert list(Rectification.objects.values_list("status", flat=True)) == ["CLOSED"]
    assert broken() == [] and cycle.seconds["inspections"] > 0


def test_a_programme_that_uses_none_says_so_and_goes_on(cycle):
    from lixiang.programmes.models import Setting

    Setting.objects.filter(kind="delivery.inspection").delete()
    type(cycle.cast.version).objects.update(pack_hash=unread())
    cycle.cast.version.refresh_from_db()

    rehearse_inspections(cycle)

    assert set(cycle.refusals) == {("step_not_used", "")} and not Inspection.objects.exists()


def test_the_demo_shows_every_state(cycle):
    tell_inspections(cycle)

    shown = set(Inspection.objects.values_list("status", flat=True))
    assert shown == {"PLANNED", "VISITED", "ENTERED", "CLOSED", "CANCELLED"}
    assert set(Rectification.objects.values_list("status", flat=True)) == {"OPEN", "ANSWERED", "CLOSED"}
    assert broken() == []


def test_the_demo_goes_on_without_projects_under_way(cast, morning):
    tell_inspections(Cycle(cast, 1, morning, ""))

    assert not Inspection.objects.exists()


def test_spoiled_rows_are_found(cycle):
    rehearse_inspections(cycle)
    ticket = Rectification.objects.select_related("observation__inspection").get()
    visit = ticket.observation.inspection
    department = cycle.programme.managing_organisation
    Rectification.objects.update(organisation=department, due_on=visit.visited_on - timedelta(days=1))
    Inspection.objects.filter(pk=visit.pk).update(status="ENTERED")
    Inspection.objects.exclude(entered_by=None).update(entered_for=cycle.section)
    from lixiang.history.record import record

    record(ticket, "remind", by=cycle.section, at=cycle.at)

    found = {check.__name__ for check in INSPECTION_CHECKS for _ in check()}
    assert found == {check.__name__ for check in INSPECTION_CHECKS}
