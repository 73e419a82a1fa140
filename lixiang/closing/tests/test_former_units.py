"""What a unit that handed its project over still reads of the dossier: its own hand-ins, nothing that came later."""

from lixiang.closing.queries.files import evidence_to_fetch
from lixiang.closing.queries.pages import dossier_page
from lixiang.closing.tests.test_pages import address, text_of
from lixiang.people.roles import Role
from lixiang.projects.models import FormerUnit, Project


def test_a_former_unit_reads_what_it_handed_in_and_nothing_of_later_hand_ins(scene):
    dossier = scene.handed_in()
    project, former = dossier.project, scene.unit
    FormerUnit.objects.create(project=project, organisation=project.drafting_organisation, until_at=scene.at)
    successor = scene.cast.organisations["county-2"]
    Project.objects.filter(pk=project.pk).update(drafting_organisation=successor)
    scene.at = scene.later(days=2)
    scene.send_back(scene.fresh(dossier), "written", "evidence")
    scene.unit = scene.cast.user(Role.UNIT_CLERK, successor)
    added = scene.attach(scene.fresh(dossier), "report", "后补.pdf")
    scene.hand_in(scene.fresh(dossier))
    fresh = scene.fresh(dossier)

    assert len(dossier_page(scene.unit, fresh, scene.at).revisions) == 2
    page = dossier_page(former, fresh, scene.at)
    assert len(page.revisions) == 1 and page.content == page.revisions[0].content and page.returned is None
    assert {event.verb for event in page.trail} <= {"open_dossier", "attach", "describe", "hand_in"}
    assert evidence_to_fetch(former, fresh, 1) is not None and evidence_to_fetch(former, fresh, added.number) is None
    said = text_of(scene.client(former).get(address(fresh)))
    assert "后补" not in said and "成效没有数字" not in said
