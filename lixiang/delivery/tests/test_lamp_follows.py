"""The lamp of a project is right in the same transaction as the move that concerns it; the job need not come round."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from lixiang.delivery import actions
from lixiang.delivery.actions import changes, rectifications, reports
from lixiang.delivery.jobs.lamps import relight_all
from lixiang.delivery.models import Lamp, Report
from lixiang.delivery.queries import to_relight
from lixiang.delivery.queries.progress_lists import Chosen, listing_of
from lixiang.delivery.tests.changing import Changing
from lixiang.delivery.tests.inspecting import Round
from lixiang.delivery.tests.report_scene import ReportScene, moment
from lixiang.delivery.tests.underway import planned
from lixiang.history.models import Event
from lixiang.people.models import User
from lixiang.projects.models import Project

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def lamp(project: Project) -> tuple[str, str]:
    return Lamp.objects.values_list("colour", "clause").get(project=project)


@pytest.fixture
def visit(cast, morning) -> Round:
    return Round(cast, morning)


@pytest.fixture
def project(visit) -> Project:
    (project,) = planned(visit.cast, visit.at)
    return Project.visible_to(visit.inspector).get(pk=project.pk)


def test_opening_and_closing_a_ticket_shows_in_the_list_at_once(visit, project):
    assert lamp(project) == ("green", "")
    ticket = visit.opened(visit.visited(project))

    (line,) = listing_of(visit.clerk, visit.cast.programme, Chosen(), visit.at).lines
    assert (line.word, line.clause) == ("黄灯", "二.4c")
    assert [each.ref for each in listing_of(visit.clerk, visit.cast.programme, Chosen(lamp="yellow"), visit.at).lines]
    visit.answered(ticket)
    rectifications.close(ticket, by=visit.head, at=visit.at)
    assert lamp(project) == ("green", "")
    assert not to_relight(visit.at).exists() and relight_all(visit.at) == 0


def test_whoever_caused_it_stands_in_the_history_of_the_lamp(visit, project):
    visit.opened(visit.visited(project))

    event = Event.objects.filter(subject_kind="lamp", verb="relight").order_by("-sequence").first()
    assert (event.by, event.to_status) == (visit.inspector, "yellow")


def test_more_time_and_calling_off_a_ticket_mend_the_lamp(visit, project):
    ticket = visit.opened(visit.visited(project), due_on=visit.day(1))
    late = visit.at + 3 * DAY
    relight_all(late)
    assert lamp(project) == ("red", "二.4c")

    rectifications.extend(ticket, due_on=visit.day(30), reason="汛期。", by=visit.clerk, at=late)
    assert lamp(project) == ("yellow", "二.4c")
    rectifications.cancel(ticket, reason="开错。", by=visit.clerk, at=late)
    assert lamp(project) == ("green", "")


def test_the_moves_of_a_task_show_at_once(visit, project):
    owner, answering = project.drafting_organisation, visit.unit
    words = {"title": "补报材料", "organisation": owner, "project": project, "by": visit.clerk, "at": visit.at}
    task = actions.hand_out(project.programme, due_on=visit.day(1), **words)
    late = visit.at + 4 * DAY
    relight_all(late)
    assert lamp(project) == ("yellow", "二.4b")

    actions.report_done(task, note="已补报。", by=answering, at=late)
    assert lamp(project) == ("green", "")
    actions.return_done(task, reason="不全。", by=visit.clerk, at=late)
    assert lamp(project) == ("yellow", "二.4b")
    actions.extend_task(task, due_on=visit.day(20), reason="补充。", by=visit.clerk, at=late)
    assert lamp(project) == ("green", "")


def test_calling_off_an_overdue_task_shows_at_once(visit, project):
    words = {"title": "补报材料", "organisation": project.drafting_organisation, "project": project}
    task = actions.hand_out(project.programme, due_on=visit.day(1), **words, by=visit.clerk, at=visit.at)
    late = visit.at + 4 * DAY
    relight_all(late)

    actions.cancel_task(task, reason="不再需要。", by=visit.clerk, at=late)
    assert lamp(project) == ("green", "")


class TestReports:
    @pytest.fixture
    def scene(self, cast, morning) -> ReportScene:
        return ReportScene(cast, morning)

    @pytest.fixture
    def overdue(self, scene) -> Report:
        """A report of the second quarter that nobody has handed in by the end of July."""
        report = scene.due()
        actions.open_plan(report.project, by=None, at=scene.at)
        actions.mark_news([report.project], by=None, at=moment(7, 30))
        relight_all(moment(7, 30))
        return report

    def of_reports(self, report) -> bool:
        return "汇报" in Lamp.objects.get(project=report.project).reason

    def test_a_late_hand_in_a_return_and_an_excuse_show_at_once(self, scene, overdue):
        assert self.of_reports(overdue)
        scene.written(overdue, moment(7, 30))
        reports.hand_in(overdue, key=uuid4(), by=scene.unit, at=moment(7, 30))
        assert not self.of_reports(overdue)

        scene.send_back(overdue, moment(7, 30, 10), due_at=moment(8, 1))
        assert Lamp.objects.get(project=overdue.project).looked_at == moment(7, 30, 10)
        reports.excuse(overdue, reason="启动较晚。", by=scene.clerk, at=moment(7, 30, 11))
        assert Lamp.objects.get(project=overdue.project).looked_at == moment(7, 30, 11)
        assert not to_relight(moment(7, 30, 12)).exists()

    def test_a_rectification_after_a_check_lights_the_lamp(self, scene, overdue):
        Report.objects.filter(pk=overdue.pk).update(status="HANDED_IN", schedule="midterm")
        report, words = Report.objects.get(pk=overdue.pk), {"by": scene.clerk, "at": moment(7, 30, 10)}
        reports.accept(report, result="rectify", opinion="补台账。", rectify_by=date(2018, 8, 20), **words)

        lamp = Lamp.objects.get(project=report.project)
        assert lamp.looked_at == moment(7, 30, 10) and not self.of_reports(report)
        assert "整改" in lamp.reason or "里程碑" in lamp.reason


def test_resuming_lights_what_fell_due_while_it_stood_still(cast, morning):
    scene = Changing(cast, morning)
    actions.open_plan(scene.project, by=None, at=scene.at)
    scene.suspended()
    later = scene.at + 200 * DAY
    assert relight_all(later) == 0 and lamp(scene.project) == ("green", "")

    asked = scene.asked("resume")
    changes.hand_in(asked, by=scene.unit, at=later)
    changes.approve(asked, by=scene.head, at=later)
    assert lamp(scene.project)[0] != "green"


def test_who_does_not_see_the_project_changes_its_lamp_as_the_clock_does(visit, project):
    stranger: User = visit.stranger
    actions.lamps.follow(project.pk, by=stranger, at=visit.at + 400 * DAY)

    event = Event.objects.filter(subject_kind="lamp", verb="relight").order_by("-sequence").first()
    assert event.by is None and lamp(project)[0] == "red"


def test_a_project_without_a_lamp_or_standing_still_is_left_to_the_job(visit, project):
    Lamp.objects.all().delete()
    actions.lamps.follow(project.pk, by=visit.clerk, at=visit.at)
    actions.lamps.follow(None, by=visit.clerk, at=visit.at)

    assert not Lamp.objects.exists()
