"""The rehearsal and the demo of reports, and that each invariant can be broken."""

from dataclasses import replace
from random import Random

import pytest

from lixiang.delivery.models import CircularNotice, Escalation, Report, ReportRevision
from lixiang.delivery.tests.report_scene import ReportScene
from lixiang.history.tests.conftest import run_sql
from lixiang.history.verify import broken_chains
from lixiang.rehearsal.cast import build_cast, shipped_pack
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.reports import rehearse_reports, tell_reports
from lixiang.rehearsal.reports_invariants import (
    REPORT_CHECKS,
    circulars_follow_the_ladder,
    excused_reports_say_why,
    handed_in_reports_have_a_receipt,
    one_report_per_period,
    report_revisions_equal_their_hash,
    report_statuses_equal_the_history,
)


def broken() -> list[str]:
    return [what for check in REPORT_CHECKS for what in check()]


@pytest.fixture
def cycle(cast, morning) -> Cycle:
    ReportScene(cast, morning).running(7)
    return Cycle(cast, 7, morning, "")


def test_the_rehearsal_runs_into_every_rule_and_leaves_everything_whole(cycle):
    rehearse_reports(cycle)

    met = {code for code, _ in cycle.refusals}
    assert met >= {"too_early", "no_such_period", "missing_field", "not_in_this_status", "reason_required"}
    assert met >= {"due_in_the_past", "nothing_to_circulate"}
    assert set(Report.objects.values_list("status", flat=True)) == {"ACCEPTED"}
    assert (CircularNotice.objects.count(), Report.objects.filter(is_late=True).count()) == (1, 1)
    assert Escalation.objects.count() == 4
    assert broken() == [] and list(broken_chains()) == []


def test_a_programme_without_schedule_rehearses_nothing(db, morning):
    pack = shipped_pack("huainan-2018")
    rows = tuple(row for row in pack.settings if row[0] not in ("delivery.report_schedule", "delivery.report_field"))
    cast = build_cast(morning, pack=replace(pack, settings=rows))
    ReportScene(cast, morning).running()

    rehearse_reports(Cycle(cast, 7, morning, ""))

    assert not Report.objects.exists()


def test_the_demo_shows_a_period_in_every_state_and_a_request(cast, morning):
    ReportScene(cast, morning).running(7)
    story = Cycle(cast, 7, morning.replace(month=5), "")

    tell_reports(story)

    assert set(Report.objects.filter(request=None).values_list("status", flat=True)) == {
        "DUE",
        "DRAFT",
        "HANDED_IN",
        "RETURNED",
        "ACCEPTED",
        "EXCUSED",
    }
    assert Report.objects.exclude(request=None).count() == 7
    assert broken() == []


class TestTheInvariants:
    @pytest.fixture
    def told(self, cycle) -> None:
        cycle.at = cycle.at.replace(month=5)
        cycle.rng = Random(1)
        tell_reports(cycle)

    def test_a_status_without_its_move_is_found(self, told):
        Report.objects.filter(status="DUE", request=None).update(status="RETURNED")

        assert len(list(report_statuses_equal_the_history())) == 1

    def test_a_changed_revision_is_found(self, told):
        ReportRevision.objects.filter(pk=ReportRevision.objects.first().pk).update(content={})

        assert len(list(report_revisions_equal_their_hash())) == 1

    def test_a_hand_in_without_receipt_and_a_wrong_mark_are_found(self, told):
        due = Report.objects.filter(status="DUE", request=None)
        due.update(status="HANDED_IN")
        Report.objects.filter(status="ACCEPTED").update(is_late=True)

        assert len(list(handed_in_reports_have_a_receipt())) == 2

    def test_a_circular_out_of_order_is_found(self, cycle):
        rehearse_reports(cycle)
        Escalation.objects.all().delete()

        assert len(list(circulars_follow_the_ladder())) == 1

    def test_an_excuse_without_reason_is_found(self, told):
        run_sql("UPDATE history_event SET reason = '' WHERE verb = 'excuse'")

        assert len(list(excused_reports_say_why())) == 1

    def test_two_reports_of_a_period_are_found(self, told):
        report = Report.objects.filter(request=None).first()
        run_sql("DROP INDEX a_report_one_period")
        report.pk, report.ref = None, "another"
        report._state.adding = True
        report.save()

        assert len(list(one_report_per_period())) == 1
