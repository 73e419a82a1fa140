"""Judges read the accepted dossier beside the sheet: promises, proofs, figures; and nothing of a hidden project."""

import pytest

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, Panel, PanelProject
from lixiang.appraisal.tests.arranging import Scene, judge_user
from lixiang.appraisal.tests.test_pages import browser, words
from lixiang.closing.tests.scene import ClosingScene
from lixiang.people.roles import Role


@pytest.fixture
def scene(cast, morning) -> Scene:
    """One project whose dossier was accepted, two judges who score it."""
    closing = ClosingScene(cast, morning)
    dossier = closing.accept(closing.handed_in())
    project, at = closing.again(dossier.project), closing.at
    by = {"by": cast.user(Role.SECTION_CLERK), "at": at}
    panel = actions.draw_up(cast.programme, title="创新实践组", sheets=2, **by)
    users = [judge_user(cast, name, at) for name in ("甲", "乙")]
    for user in users:
        actions.add_judge(panel, user, **by)
    actions.add_projects(panel, [project], **by)
    found = Panel.objects.select_related("programme", "version").get(pk=panel.pk)
    return Scene(cast, at, [project], users, found).ask().declare_all().assign().open()


def test_the_matrix_the_figures_and_the_evidence_stand_beside_the_sheet(scene):
    client, task = browser(scene.user(0)), scene.task(0, 0)
    own = f"/appraisal/score/{task.ref}/"

    page = words(client.get(own))

    assert "承诺与佐证材料" in page and "目标完成情况" in page and "report.pdf" in page and "结项总结" in page
    assert client.get(f"{own}evidence/1/").status_code == 200
    assert client.get(f"{own}evidence/99/").status_code == 404
    assert browser(scene.cast.users["judge"]).get(f"{own}evidence/1/").status_code == 404


def test_a_sheet_names_the_dossier_that_it_rests_on(scene):
    sheet = scene.score(0, 0)

    revision = PanelProject.objects.get().dossier_revision
    assert revision.dossier.status == "ACCEPTED" and sheet.content["dossier"] == revision.hash


def test_who_keeps_away_reads_no_evidence(scene):
    task = Assignment.objects.select_related("panel").get(judge__user=scene.users[0])
    actions.recuse(task, reason="亲属", by=scene.user(0), at=scene.at)

    assert browser(scene.user(0)).get(f"/appraisal/score/{task.ref}/evidence/1/").status_code == 404


def test_the_record_of_a_project_that_was_carried_out_counts(scene):
    page = words(browser(scene.clerk).get(f"/projects/{scene.projects[0].ref}/appraisal/"))

    assert "里程碑完成" in page and "＝10分" in page
