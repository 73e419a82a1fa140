"""The changes of a rehearsal meet every rule, leave nothing inconsistent, and what is spoiled is found."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.tests.changing import Changing
from lixiang.people.actions import rename_organisation
from lixiang.programmes.models import Setting, Version
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project, Revision
from lixiang.rehearsal import changes_invariants as invariants
from lixiang.rehearsal.cast import build_cast
from lixiang.rehearsal.changes import rehearse_changes, tell_changes
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.invariants import check_all
from lixiang.rehearsal.steps import STEPS, up_to

OPENING = timezone.make_aware(datetime(2018, 3, 23, 9, 0))
MET = {
    "reason_required",
    "nothing_changed",
    "prolongs_late",
    "prolongs_long",
    "prolongs_often",
    "in_other_change",
    "stale_difference",
    "supplement_unsigned",
    "project_not_under_way",
}


@pytest.fixture
def under_agreement(db) -> Cycle:
    cycle = Cycle(build_cast(OPENING, is_published=False), 1, OPENING, "演练，非正式文件")
    for name in up_to("agreement"):
        STEPS[name](cycle)
    return cycle


def test_the_rehearsal_meets_every_rule_and_every_invariant_holds(under_agreement):
    rehearse_changes(under_agreement)

    codes = {code for code, clause in under_agreement.refusals if clause}
    assert codes >= MET and ("no_such_change", "") in under_agreement.refusals
    assert {"ACTIVE", "TERMINATED"} <= set(Project.objects.values_list("status", flat=True))
    statuses = set(ChangeRequest.objects.values_list("status", flat=True))
    assert {"IN_EFFECT", "ACKNOWLEDGED", "FILED", "DECLINED", "WITHDRAWN", "LAPSED"} == statuses
    assert {"IN_FORCE", "LAPSED"} == set(SupplementaryAgreement.objects.values_list("status", flat=True))
    assert check_all()[1] == []


def test_the_demo_tells_a_change_of_every_state(under_agreement):
    tell_changes(under_agreement)

    assert {"HANDED_IN", "SENT_BACK"} <= set(ChangeRequest.objects.values_list("status", flat=True))
    assert check_all()[1] == []


def test_a_programme_without_changes_rehearses_none(under_agreement):
    Setting.objects.filter(kind="delivery.change_kind").delete()
    Version.objects.update(pack_hash=unread())

    rehearse_changes(under_agreement)
    assert not ChangeRequest.objects.exists()


@pytest.fixture
def changed(cast, morning) -> Changing:
    """A leader changed with a supplement, then results without one."""
    scene = Changing(cast, morning)
    scene.in_force(scene.waiting_supplement())
    scene.approved("results", results=[{"kind": "theory", "form": "调研报告一篇"}])
    return scene


SPOILED: dict[str, tuple[Callable[[Changing], object], Callable]] = {
    "a paper that was never signed": (
        lambda s: SupplementaryAgreement.objects.update(status="PENDING", in_force_on=None),
        invariants.agreements_rest_on_the_approved_revision,
    ),
    "a revision that no change led to": (
        lambda s: Project.objects.filter(ref=s.ref).update(approved_revision=s.project.revisions.first()),
        invariants.agreements_rest_on_the_approved_revision,
    ),
    "a project without an agreement": (
        lambda s: type(s.project.agreement).objects.update(status="PENDING", in_force_on=None),
        invariants.agreements_rest_on_the_approved_revision,
    ),
    "a change that starts elsewhere": (
        lambda s: ChangeRequest.objects.filter(number=2).update(base=s.project.revisions.first()),
        invariants.changes_form_a_chain,
    ),
    "a project whose columns say something else": (
        lambda s: Project.objects.filter(ref=s.ref).update(leader_name="他人"),
        invariants.applications_equal_the_approved_revision,
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_spoiled_is_found(changed, name):
    spoil, check = SPOILED[name]
    assert list(check()) == []

    spoil(changed)
    assert list(check()) != []


def test_a_title_put_right_after_a_change_is_no_fault(changed):
    Project.objects.filter(ref=changed.ref).update(title="更正后的名称")
    assert list(invariants.applications_equal_the_approved_revision()) != []

    Revision.objects.filter(pk=changed.project.approved_revision_id).update(corrected_title="更正后的名称")

    assert list(invariants.applications_equal_the_approved_revision()) == []


def test_an_organisation_renamed_after_a_change_is_no_fault(changed, morning):
    unit = changed.project.implementing_organisation

    rename_organisation(unit, name="更名后的委员会", short_name="更名后", by=None, at=morning)

    assert list(invariants.applications_equal_the_approved_revision()) == []


def test_a_project_prolonged_too_often_is_found(cast, morning):
    scene = Changing(cast, morning)
    scene.in_force(scene.waiting_supplement_of("prolong", completion_on="2019-01-31"))
    scene.cast.version.settings.filter(kind="delivery.prolongation").update(parameters={"at_most_times": 0})
    Version.objects.update(pack_hash=unread())
    scene.in_force(scene.waiting_supplement_of("prolong", completion_on="2019-02-28"))
    assert list(invariants.prolongations_keep_their_limits()) == []

    scene.cast.version.settings.filter(kind="delivery.prolongation").update(parameters={"at_most_times": 1})
    Version.objects.update(pack_hash=unread())
    assert len(list(invariants.prolongations_keep_their_limits())) == 1
