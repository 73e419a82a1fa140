"""The verbs of a dossier: what they do, what they record, and that a refusal changes nothing."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.closing import actions
from lixiang.closing.models import Dossier, DossierRevision
from lixiang.history.models import Event
from lixiang.projects.rules.content import content_hash
from lixiang.workflow.findings import Refused


def codes(verb, *things, **words) -> set[str]:
    with pytest.raises(Refused) as refused:
        verb(*things, **words)
    return {finding.code for finding in refused.value.findings}


def test_an_empty_dossier_is_refused_with_every_gap_and_its_clause_and_changes_nothing(scene):
    dossier = scene.opened()

    with pytest.raises(Refused) as refused:
        scene.hand_in(dossier, reason="没有了。")
    found = refused.value.findings
    assert {"missing_part", "missing_figure", "missing_evidence", "gap"} <= {each.code for each in found}
    assert {each.clause for each in found} == {"二.4e"}
    fresh = scene.fresh(dossier)
    assert (fresh.status, fresh.project.status, fresh.revisions.count()) == ("DRAFT", "ACTIVE", 0)


def test_handing_in_fixes_a_copy_with_its_hash_and_moves_the_project(scene):
    dossier = scene.filled()

    revision = scene.hand_in(dossier)

    fresh = scene.fresh(dossier)
    assert (fresh.status, fresh.project.status, fresh.is_late) == ("HANDED_IN", "CLOSING", False)
    assert revision.hash == content_hash(revision.content)
    assert revision.receipt_number == f"{dossier.ref}-1".upper()
    event = Event.objects.get(subject_kind="dossier", subject_id=dossier.pk, verb="hand_in")
    assert event.detail["hash"] == revision.hash
    assert Event.objects.filter(subject_kind="project", verb="hand_in_dossier").count() == 1
    with pytest.raises(TypeError):
        revision.save()


def test_the_same_key_again_gives_the_same_receipt(scene):
    dossier, key = scene.filled(), uuid4()

    first, second = scene.hand_in(dossier, key=key), scene.hand_in(dossier, key=key)

    assert first == second
    assert DossierRevision.objects.count() == 1


def test_a_return_opens_the_marked_sections_alone_and_the_project_runs_again(scene):
    dossier = scene.handed_in()

    dossier = scene.send_back(dossier, "written")

    dossier = scene.fresh(dossier)
    assert (dossier.status, dossier.project.status, dossier.open_sections) == ("SENT_BACK", "ACTIVE", ["written"])
    scene.write(dossier, effects="覆盖支部15个。")
    assert codes(scene.write, dossier, "figures") == {"not_open"}
    assert codes(scene.attach, dossier) == {"not_open"}
    scene.hand_in(dossier)
    assert [each.number for each in dossier.revisions.all()] == [1, 2]
    assert scene.again(dossier.project).status == "CLOSING"


def test_a_return_names_sections_a_reason_and_a_day_to_come(scene):
    dossier = scene.handed_in()

    assert codes(scene.send_back, dossier, "nothing") == {"no_section"}
    assert codes(scene.send_back, dossier, due_at=scene.later(days=-1)) == {"due_in_the_past"}
    assert codes(scene.send_back, dossier, reason=" ") == {"reason_required"}
    assert scene.fresh(dossier).status == "HANDED_IN"


def test_acceptance_names_the_revision_and_the_project_goes_on_to_appraisal(scene):
    dossier = scene.handed_in()

    scene.accept(dossier, opinion="材料齐全。")

    fresh = scene.fresh(dossier)
    assert (fresh.status, fresh.project.status) == ("ACCEPTED", "IN_APPRAISAL")
    assert fresh.accepted_revision == dossier.revisions.get(number=1)
    event = Event.objects.get(subject_kind="dossier", subject_id=dossier.pk, verb="accept")
    assert event.reason == "材料齐全。"


def test_only_those_concerned_move_a_dossier(scene):
    dossier = scene.filled()
    for stranger in (scene.stranger, scene.clerk, scene.inspector, scene.leader):
        with pytest.raises(PermissionDenied):
            scene.hand_in(dossier, by=stranger)
    dossier = scene.handed_in(dossier)
    for stranger in (scene.unit, scene.nominator, scene.inspector, scene.stranger):
        with pytest.raises(PermissionDenied):
            scene.accept(dossier, by=stranger)
    with pytest.raises(PermissionDenied):
        scene.send_back(dossier, by=scene.unit)
    assert scene.fresh(dossier).status == "HANDED_IN"


def test_opening_twice_is_opening_once(scene):
    project = scene.complete()

    assert scene.opened(project) == scene.opened(project)
    assert Dossier.objects.count() == 1


def test_a_late_dossier_needs_a_word_and_is_marked(scene):
    dossier = scene.filled()
    late = scene.later(days=31)

    assert codes(scene.hand_in, dossier, at=late) == {"late"}
    revision = scene.hand_in(dossier, at=late, reason="经办人员调整。")
    assert (revision.is_late, revision.reason, scene.fresh(dossier).is_late) == (True, "经办人员调整。", True)
    assert [warning["code"] for warning in revision.warnings] == ["late"]


def test_a_setting_that_blocks_refuses_a_late_dossier_whatever_is_said(scene):
    dossier = scene.filled()
    scene.arrange("closing.hand_in_time", strictness="block")

    assert codes(scene.hand_in, dossier, at=scene.later(days=31), reason="经办人员调整。") == {"late"}
    assert scene.fresh(dossier).status == "DRAFT"


def test_what_a_colleague_saved_since_is_not_handed_in_unseen(scene):
    dossier = scene.filled()
    seen = dict(dossier.saves)
    scene.write(dossier, effects="覆盖支部13个。")

    assert codes(scene.hand_in, dossier, seen=seen) == {"changed_meanwhile"}
    assert (
        actions.hand_in_dossier(
            dossier, key=uuid4(), by=scene.unit, at=scene.at, seen=scene.fresh(dossier).saves
        ).number
        == 1
    )
