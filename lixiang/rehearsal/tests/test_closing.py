"""The rehearsal and the demo of closing, and that each invariant can be broken."""

import pytest

from lixiang.closing.models import Dossier, DossierRevision, Evidence
from lixiang.closing.tests.scene import ClosingScene
from lixiang.delivery.tests import underway
from lixiang.history.tests.conftest import run_sql
from lixiang.history.verify import broken_chains
from lixiang.rehearsal.closing import rehearse_closing, tell_closing
from lixiang.rehearsal.closing_invariants import (
    CLOSING_CHECKS,
    accepted_dossiers_equal_what_was_handed_in,
    accepted_dossiers_hold_every_required_kind,
    dossier_revisions_equal_their_hash,
    dossier_statuses_equal_the_history,
    projects_stand_where_their_dossiers_do,
)
from lixiang.rehearsal.cycle import Cycle


def broken() -> list[str]:
    return [what for check in CLOSING_CHECKS for what in check()]


@pytest.fixture
def cycle(cast, morning) -> Cycle:
    projects = underway.planned(cast, morning, 3)
    scene = ClosingScene(cast, morning)
    for project in projects:
        scene.complete(project)
    return Cycle(cast, 7, scene.at, "")


def test_the_rehearsal_runs_into_every_rule_and_leaves_everything_whole(cycle):
    rehearse_closing(cycle)

    met = {code for code, _ in cycle.refusals}
    assert met >= {"missing_part", "missing_figure", "missing_evidence", "gap", "late", "not_open", "no_section"}
    assert met >= {"due_in_the_past", "reason_required", "not_in_this_status", "wrong_kind_of_file"}
    assert set(Dossier.objects.values_list("status", "project__status")) == {("ACCEPTED", "IN_APPRAISAL")}
    assert (Dossier.objects.filter(is_late=True).count(), DossierRevision.objects.count()) == (1, 4)
    assert broken() == [] and list(broken_chains()) == []


def test_the_demo_shows_a_dossier_half_written_one_sent_back_and_one_handed_in(cast, morning):
    underway.planned(cast, morning, 3)

    tell_closing(Cycle(cast, 7, morning, ""))

    assert sorted(Dossier.objects.values_list("status", flat=True)) == ["DRAFT", "HANDED_IN", "SENT_BACK"]
    assert broken() == []


@pytest.mark.parametrize(
    ("check", "spoil"),
    [
        (dossier_revisions_equal_their_hash, "UPDATE closing_dossierrevision SET hash = 'x'"),
        (accepted_dossiers_equal_what_was_handed_in, "UPDATE closing_evidence SET words = 'x'"),
        (
            dossier_statuses_equal_the_history,
            "UPDATE closing_dossier SET status = 'SENT_BACK', accepted_revision_id = NULL",
        ),
        (projects_stand_where_their_dossiers_do, "UPDATE projects_project SET status = 'CLOSING'"),
    ],
)
def test_a_spoiled_row_is_found_by_its_check(cast, morning, check, spoil):
    scene = ClosingScene(cast, morning)
    scene.accept(scene.handed_in())
    assert list(check()) == []

    run_sql(spoil)

    assert len(list(check())) == 1


def test_a_dossier_handed_in_while_its_project_runs_is_found(cast, morning):
    scene = ClosingScene(cast, morning)
    scene.handed_in()

    run_sql("UPDATE projects_project SET status = 'ACTIVE'")

    assert len(list(projects_stand_where_their_dossiers_do())) == 1


def test_a_kind_that_is_missing_is_found(cast, morning):
    scene = ClosingScene(cast, morning)
    dossier = scene.accept(scene.handed_in())
    revision = DossierRevision.objects.get(dossier=dossier)
    content = {**revision.content, "evidence": revision.content["evidence"][1:]}

    DossierRevision.objects.filter(pk=revision.pk).update(content=content)

    assert len(list(accepted_dossiers_hold_every_required_kind())) == 1
    assert Evidence.objects.filter(dossier=dossier).count() == 4
