"""What reports wait for on the worklist, and their place in the dossier and among what was done."""

import pytest

from lixiang.delivery import permissions
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.jobs import reports as jobs
from lixiang.delivery.tests.report_scene import ReportScene, moment
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.worklist import worklist_of


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


def lines(scene, user, at) -> list[str]:
    return [item.words for item in worklist_of(viewpoint(user, scene.cast.programme, at)).items if "汇报" in item.words]


def test_a_unit_finds_what_to_write_until_it_is_handed_in(scene):
    report = scene.due()
    before = lines(scene, scene.unit, moment(7, 2))
    scene.written(report)
    meanwhile = lines(scene, scene.nominator, moment(7, 3))
    scene.hand_in(report)

    assert before == [f"填写并报送“{report.project}”的“{report.title}”"]
    assert meanwhile == [f"填完并报送“{report.project}”的“{report.title}”"]
    assert lines(scene, scene.unit, moment(7, 5)) == []
    assert lines(scene, scene.stranger, moment(7, 5)) == []


def test_the_section_finds_what_to_review_what_is_late_and_what_is_to_be_circulated(scene):
    first, _ = scene.running(2)
    scene.handed_in(scene.due(first))
    jobs.escalate(moment(7, 25))

    assert sorted(lines(scene, scene.clerk, moment(7, 25))) == [
        "1份汇报待审核",
        "1份汇报逾期已久，提请印发通报",
        "1份汇报逾期未报送",
    ]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_worklist_costs_the_same_however_many_reports_wait(scene, count, django_assert_num_queries):
    scene.running(count)
    jobs.make_due_reports(moment(7, 2))
    views = [viewpoint(user, scene.cast.programme, moment(7, 9)) for user in (scene.unit, scene.clerk)]
    for view in views:
        worklist_of(view)

    for view, queries in zip(views, (12, 6), strict=True):
        with django_assert_num_queries(queries):
            worklist_of(view)


def test_the_dossier_lists_the_reports_and_the_done_list_names_them(scene):
    report = scene.handed_in()
    actions.accept(report, by=scene.clerk, at=moment(7, 5))
    client = scene.client(scene.clerk)

    page = client.get(f"/projects/{report.project.ref}/?tab=reports").content.decode()
    done = client.get("/?tab=done").content.decode()

    assert report.title in page and "已接收" in page
    assert f"“{report.project}”{report.title}" in done and "接收汇报" in done


def test_the_leader_of_a_nominator_finds_no_report_to_write(scene):
    """The clerk writes; the leader reads the project, and hears of what is long overdue by the ladder."""
    report = scene.due()

    assert len(lines(scene, scene.nominator, moment(7, 2))) == 1
    assert lines(scene, scene.leader, moment(7, 2)) == []
    assert not permissions.writes_report(scene.leader, report)
