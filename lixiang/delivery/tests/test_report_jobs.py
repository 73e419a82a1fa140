"""What the clock does: makes due reports once, catches up, climbs the ladder rung by rung; a person issues the 通报."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from lixiang.agreements.models import Agreement
from lixiang.delivery.actions import issue_circular, ladder, remind_of_overdue
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.documents.packs import last_reports
from lixiang.delivery.jobs import reports as jobs
from lixiang.delivery.models import CircularNotice, Escalation, Report
from lixiang.delivery.queries import due_reports as queries
from lixiang.delivery.queries.circulars import put_up_in
from lixiang.delivery.tests.report_scene import ReportScene, moment
from lixiang.history.models import Event
from lixiang.history.verify import broken_chains
from lixiang.projects.models import Project
from lixiang.workflow.findings import Refused


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


def made() -> list[tuple[str, date]]:
    return list(Report.objects.order_by("period_from", "schedule").values_list("schedule", "period_from"))


class TestMakingDueReports:
    def test_a_report_is_made_when_its_period_opens_and_not_before(self, scene):
        scene.running()

        assert jobs.make_due_reports(moment(6, 20)) == 0
        assert jobs.make_due_reports(moment(6, 22)) == 1
        report = Report.objects.get()
        assert (report.title, report.due_at.date()) == ("2018年第二季度实施情况汇报", date(2018, 7, 6))

    def test_run_again_it_makes_nothing_more(self, scene):
        scene.running(3)

        assert [jobs.make_due_reports(moment(7, 2)) for _ in range(2)] == [3, 0]
        assert Event.objects.filter(subject_kind="report", verb="ask").count() == 3
        assert list(broken_chains()) == []

    def test_after_a_stop_it_makes_all_that_it_missed(self, scene):
        scene.running()

        jobs.make_due_reports(moment(10, 8))

        assert made() == [
            ("midterm", date(2018, 4, 1)),
            ("quarterly", date(2018, 4, 1)),
            ("quarterly", date(2018, 7, 1)),
        ]

    def test_a_midterm_comes_once(self, scene):
        scene.running()

        jobs.make_due_reports(moment(12, 31, year=2019))

        assert [schedule for schedule, _ in made()].count("midterm") == 1

    @pytest.mark.parametrize("status", ["SUSPENDED", "APPROVED", "LAPSED"])
    def test_a_project_that_does_not_run_is_asked_for_nothing(self, scene, status):
        scene.running()
        Project.objects.update(status=status)

        assert jobs.make_due_reports(moment(7, 2)) == 0

    def test_a_project_that_began_after_a_period_is_not_asked_for_it(self, scene):
        scene.running()
        Agreement.objects.update(in_force_on=date(2018, 7, 1))

        jobs.make_due_reports(moment(10, 8))

        assert ("quarterly", date(2018, 4, 1)) not in made()
        assert ("quarterly", date(2018, 7, 1)) in made()

    def test_the_offices_holidays_count(self, scene, cast):
        from lixiang.programmes.actions import set_day

        scene.running()
        set_day(date(2018, 7, 6), kind="HOLIDAY", by=scene.clerk, at=moment(6, 1))

        jobs.make_due_reports(moment(7, 2))

        assert Report.objects.get().due_at.date() == date(2018, 7, 9)

    def test_a_period_has_one_report_whatever_the_code_says(self, scene):
        report = scene.due()
        report.pk, report.ref = None, "another"
        report._state.adding = True

        with pytest.raises(IntegrityError), transaction.atomic():
            report.save()

    def test_two_thousand_reports_are_made_in_few_statements(self, scene, django_assert_max_num_queries):
        scene.running(2000)

        with django_assert_max_num_queries(250):
            assert jobs.make_due_reports(moment(7, 2)) == 2000
        assert Event.objects.filter(verb="ask").count() == 2000


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_make_each_report_once(cast, morning):
    ReportScene(cast, morning).running(20)
    both = Barrier(2)

    def run(_):
        try:
            both.wait()
            return jobs.make_due_reports(moment(7, 2))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(run, range(2)))

    assert sum(counts) == 20
    assert Report.objects.count() == 20
    assert list(broken_chains()) == []


def rungs() -> list[tuple[int, str]]:
    return list(Escalation.objects.order_by("days").values_list("days", "audience"))


class TestTheLadder:
    def test_each_rung_is_taken_when_it_is_reached_and_once(self, scene):
        scene.due()

        assert [jobs.escalate(moment(7, day)) for day in (6, 7, 8, 9, 9, 13, 21, 30)] == [0, 1, 0, 1, 0, 1, 1, 0]
        assert rungs() == [(1, "clerk"), (3, "nominator"), (7, "nominator_leader"), (15, "circular")]
        told = Event.objects.filter(subject_kind="report").order_by("sequence").values_list("verb", flat=True)
        assert list(told) == ["ask", "remind_overdue", "press_nominator", "press_leader", "put_up"]

    def test_after_a_stop_all_rungs_that_were_reached_are_taken(self, scene):
        scene.due()

        assert jobs.escalate(moment(7, 14)) == 3

    def test_what_was_handed_in_excused_or_belongs_to_a_suspended_project_is_left_alone(self, scene):
        first, second, third = scene.running(3)
        scene.handed_in(scene.due(first))
        actions.excuse(scene.due(second), reason="启动较晚。", by=scene.clerk, at=moment(7, 3))
        Project.objects.filter(pk=third.pk).update(status="SUSPENDED")

        assert jobs.escalate(moment(8, 1)) == 0

    def test_a_return_is_overdue_by_its_own_date(self, scene):
        scene.send_back(scene.handed_in())

        assert jobs.escalate(moment(7, 12)) == 0
        assert jobs.escalate(moment(7, 13)) == 1

    def test_it_goes_on_by_key_over_more_than_a_batch(self, scene):
        scene.running(ladder.BATCH + 5)
        jobs.make_due_reports(moment(7, 2))

        assert jobs.escalate(moment(7, 7)) == ladder.BATCH + 5

    def test_a_person_reminds_once_a_day(self, scene):
        report = scene.due()

        ladder.remind(report, by=scene.clerk, at=moment(7, 5))
        with pytest.raises(Refused):
            ladder.remind(report, by=scene.clerk, at=moment(7, 5, 15))
        with pytest.raises(PermissionDenied):
            ladder.remind(report, by=scene.nominator, at=moment(7, 6))

        assert Report.objects.get().reminders == 1

    def test_what_is_handed_in_needs_no_reminder(self, scene):
        report = scene.handed_in()

        with pytest.raises(Refused) as refusal:
            ladder.remind(report, by=scene.clerk, at=moment(7, 9))
        assert refusal.value.findings[0].code == "nothing_to_remind"

    def test_one_click_reminds_of_all_that_is_overdue(self, scene):
        scene.running(2)
        jobs.make_due_reports(moment(7, 2))
        words = {"by": scene.clerk, "at": moment(7, 9)}

        assert [remind_of_overdue(scene.cast.programme, **words) for _ in range(2)] == [2, 0]
        with pytest.raises(PermissionDenied):
            remind_of_overdue(scene.cast.programme, by=scene.stranger, at=moment(7, 9))

    def test_one_that_a_colleague_reminded_of_meanwhile_keeps_no_other_back(self, scene, monkeypatch):
        scene.running(2)
        jobs.make_due_reports(moment(7, 2))
        first, last = Report.objects.order_by("pk")
        remind = ladder.remind

        def meanwhile(report, **words):
            if report == first:
                remind(last, **words)
            return remind(report, **words)

        monkeypatch.setattr(ladder, "remind", meanwhile)
        assert remind_of_overdue(scene.cast.programme, by=scene.clerk, at=moment(7, 9)) == 1
        assert set(Report.objects.values_list("reminders", flat=True)) == {1}


class TestTheCircular:
    def put_up(self, scene) -> list[Report]:
        scene.running(3)
        jobs.make_due_reports(moment(7, 2))
        jobs.escalate(moment(7, 25))
        return list(put_up_in(scene.cast.programme, moment(7, 25)))

    def test_the_clock_only_puts_up_and_a_person_issues_one_document(self, scene):
        reports = self.put_up(scene)
        assert not CircularNotice.objects.exists()

        words = {"refs": [report.ref for report in reports[:2]], "by": scene.head, "at": moment(7, 26)}
        circular = issue_circular(scene.cast.programme, **words)

        assert (circular.document.kind, circular.document.number is not None) == ("通报", True)
        assert circular.reports.count() == 2
        assert set(circular.document.subjects) == {report.project.ref for report in reports[:2]}
        assert circular.document.addressees.count() == len(scene.cast.nominators)
        assert list(put_up_in(scene.cast.programme, moment(7, 26))) == reports[2:]

    def test_the_same_click_twice_issues_one(self, scene):
        words = {"refs": [each.ref for each in self.put_up(scene)], "by": scene.clerk, "at": moment(7, 26)}
        issue_circular(scene.cast.programme, **words)

        with pytest.raises(Refused):
            issue_circular(scene.cast.programme, **words)

        assert CircularNotice.objects.count() == 1

    def test_what_came_meanwhile_is_not_named(self, scene):
        first, *others = self.put_up(scene)
        scene.written(first, at=moment(7, 26))
        scene.hand_in(first, at=moment(7, 26))

        refs = [report.ref for report in (first, *others)]
        circular = issue_circular(scene.cast.programme, refs=refs, by=scene.head, at=moment(7, 27))

        assert set(circular.reports.values_list("ref", flat=True)) == {report.ref for report in others}

    def test_none_chosen_is_refused_in_other_words_than_none_left_and_with_the_clause(self, scene):
        self.put_up(scene)

        with pytest.raises(Refused) as refused:
            issue_circular(scene.cast.programme, refs=[], by=scene.head, at=moment(7, 26))

        assert [(f.sentence, f.clause) for f in refused.value.findings] == [("请勾选要通报的汇报。", "二.4a")]
        assert not CircularNotice.objects.exists()

    def test_nobody_but_the_section_issues_it(self, scene):
        refs = [report.ref for report in self.put_up(scene)]

        with pytest.raises(PermissionDenied):
            issue_circular(scene.cast.programme, refs=refs, by=scene.nominator, at=moment(7, 26))


class TestForOtherSlices:
    def test_the_oldest_overdue_report_of_each_project(self, scene, django_assert_num_queries):
        late, prompt = scene.running(2)
        jobs.make_due_reports(moment(10, 8))
        for report in Report.objects.filter(project=prompt):
            actions.excuse(report, reason="免报", by=scene.clerk, at=moment(10, 8))

        with django_assert_num_queries(1):
            found = queries.oldest_overdue([late.pk, prompt.pk], moment(10, 9))

        assert {pk: at.date() for pk, at in found.items()} == {late.pk: date(2018, 7, 6)}
        assert queries.oldest_overdue([late.pk], moment(7, 6)) == {}

    def test_reports_on_time_of_those_that_were_due(self, scene):
        (project,) = scene.running()
        scene.handed_in(scene.due(project))
        jobs.make_due_reports(moment(10, 8))

        assert queries.reports_on_time([project.pk], moment(7, 1)) == {}
        assert queries.reports_on_time([project.pk], moment(10, 31)) == {project.pk: (1, 3)}

    def test_the_last_accepted_report(self, scene):
        (project,) = scene.running()
        report = scene.handed_in(scene.due(project))
        assert queries.last_accepted([project.pk]) == {}

        actions.accept(report, by=scene.clerk, at=moment(7, 5))

        assert queries.last_accepted([project.pk]) == {project.pk: report}
        gist = last_reports([project.pk])[project.pk]
        assert gist.period == report.title and gist.parts[0][0] in report.revisions.get().content["labels"].values()
        assert queries.midterm_result(project) == ""
