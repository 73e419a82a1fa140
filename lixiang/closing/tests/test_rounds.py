"""The first check of the nominator where a programme asks for it, and a further round after a rectification."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.closing import actions
from lixiang.closing.tests.test_actions import codes
from lixiang.closing.tests.test_pages import address, text_of
from lixiang.programmes.models import Setting
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import ResultFacts
from lixiang.workflow.moves import move


def with_first_check(scene) -> None:
    version = scene.cast.version
    last = Setting.objects.filter(version=version).order_by("-order").first()
    words = {
        "kind": "closing.first_check",
        "parameters": {},
        "clause": "二.4e",
        "strictness": "block",
    }
    Setting.objects.create(version=version, order=last.order + 1, **words)
    scene.renew()


def rectifying(scene) -> Project:
    dossier = scene.accept(scene.handed_in())
    project = scene.again(dossier.project)
    words = {"facts": ResultFacts(), "reason": "成效不足。", "by": scene.head, "at": scene.at}
    move(project, "order_rectification", **words)
    return scene.again(project)


def test_without_the_setting_nothing_is_checked_first(scene):
    dossier = scene.filled()

    assert codes(actions.ask_for_check, dossier, by=scene.unit, at=scene.at) == {"no_first_check"}


def test_the_nominator_checks_first_and_hands_in(scene):
    dossier = scene.filled()
    with_first_check(scene)

    assert codes(scene.hand_in, dossier) == {"first_check_missing"}
    actions.ask_for_check(dossier, by=scene.unit, at=scene.at)
    fresh = scene.fresh(dossier)
    assert (fresh.status, fresh.project.status) == ("WITH_NOMINATOR", "ACTIVE")
    with pytest.raises(PermissionDenied):
        scene.hand_in(dossier, by=scene.unit)
    scene.hand_in(dossier, by=scene.nominator)
    assert scene.again(dossier.project).status == "CLOSING"


def test_the_first_check_sends_back_and_the_project_stays_where_it_is(scene):
    dossier = scene.filled()
    with_first_check(scene)
    actions.ask_for_check(dossier, by=scene.unit, at=scene.at)

    scene.send_back(dossier, "results", by=scene.nominator)

    fresh = scene.fresh(dossier)
    assert (fresh.status, fresh.project.status, fresh.open_sections) == ("SENT_BACK", "ACTIVE", ["results"])
    with pytest.raises(PermissionDenied):
        actions.ask_for_check(dossier, by=scene.stranger, at=scene.at)


def test_the_pages_of_the_first_check_offer_each_side_its_step(scene):
    dossier = scene.filled()
    with_first_check(scene)
    unit, nominator = scene.client(scene.unit), scene.client(scene.nominator)

    assert 'value="ask_for_check"' in text_of(unit.get(address(dossier, "hand-in/")))
    sent = {"verb": "ask_for_check", "reason": "材料多，整理费时。"}
    sent["seen"] = ",".join(f"{name}:{count}" for name, count in sorted(scene.fresh(dossier).saves.items()))
    assert unit.post(address(dossier, "hand-in/"), sent).status_code == 302
    assert "初核中" in text_of(unit.get(address(dossier)))
    html = text_of(nominator.get(address(dossier)))
    assert "核对并报送" in html and "初核" in html
    assert 'value="hand_in"' in text_of(nominator.get(address(dossier, "hand-in/")))


def test_a_rectified_project_closes_anew_with_what_stood_before(scene):
    project = rectifying(scene)

    second = scene.opened(project)

    assert (second.round, second.ref) == (2, f"{project.ref}-d2")
    first = project.dossiers.get(round=1)
    assert (second.answers, second.figures) == (first.answers, first.figures)
    assert [str(each) for each in second.evidence.all()] == [str(each) for each in first.evidence.all()]
    assert [str(each) for each in second.results.all()] == [str(each) for each in first.results.all()]
    scene.hand_in(second)
    assert scene.again(project).status == "CLOSING"


def test_what_comes_back_after_a_rectification_goes_back_to_it(scene):
    project = rectifying(scene)
    second = scene.handed_in(scene.opened(project))

    scene.send_back(second, "written")

    assert scene.again(project).status == "RECTIFYING"


def test_the_page_of_a_rectified_project_offers_the_next_round(scene):
    project = rectifying(scene)

    html = text_of(scene.client(scene.unit).get(f"/dossiers/project/{project.ref}/"))
    assert "第1轮结项材料已受理" in html
    answer = scene.client(scene.clerk).get(f"/dossiers/project/{project.ref}/")
    assert answer.headers["Location"] == f"/dossiers/{project.ref}-d1/"


def test_nothing_is_opened_where_a_project_does_not_run(scene):
    project = scene.running()
    Project.objects.filter(pk=project.pk).update(**{"status": "SUSPENDED"})

    assert codes(scene.opened, scene.again(project)) == {"project_may_not_close"}
    with pytest.raises(PermissionDenied):
        actions.open_dossier(project, by=scene.stranger, at=scene.at)


def test_a_programme_without_evidence_closes_nothing(scene):
    project = scene.running()
    Setting.objects.filter(version=scene.cast.version, kind__startswith="closing.").delete()
    scene.renew()

    assert codes(scene.opened, scene.again(project)) == {"no_closing"}
