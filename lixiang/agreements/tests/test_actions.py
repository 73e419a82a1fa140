"""The verbs of an agreement: effects, history, and refusals that change nothing."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from PIL import Image

from lixiang.agreements import actions
from lixiang.agreements.actions import SIGNED_SCAN
from lixiang.agreements.models import Agreement
from lixiang.agreements.tests.conftest import approved_ones
from lixiang.approvals.tests.arranging import nominated
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def scan() -> ContentFile:
    stream = io.BytesIO()
    Image.new("L", (60, 80), 245).save(stream, "PNG")
    return ContentFile(stream.getvalue())


def refused(verb, *things, **words) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        verb(*things, **words)
    return [(finding.code, finding.clause) for finding in refusal.value.findings]


def attach(agreement, by, at) -> Claim:
    return actions.attach_scan(agreement, scan(), name="责任书（签章）.png", by=by, at=at)


@pytest.fixture
def signed(agreement, sides, morning):
    attach(agreement, sides.nominator, morning)
    return actions.sign(agreement, by=sides.nominator, at=morning)


# --- draw up ---------------------------------------------------------------------------------------------------------
def test_an_agreement_rests_on_the_approved_revision(approved, agreement, morning):
    assert agreement.revision == approved.approved_revision
    assert (agreement.ref, agreement.status, agreement.programme) == (approved.ref, "PENDING", approved.programme)
    assert agreement.sign_by.isoformat() == "2018-04-10T23:59:59+08:00"
    assert [party["word"] for party in agreement.parties] == ["甲方", "乙方"]
    assert agreement.pdf.open().read(5) == b"%PDF-" and agreement.docx.open().read(2) == b"PK"


def test_drawing_up_is_recorded_with_the_hash(approved, agreement):
    event = Event.objects.get(subject_kind="agreement", verb="draw_up")

    assert event.detail["hash"] == approved.approved_revision.hash
    assert event.programme_id == approved.programme_id


def test_drawing_up_again_gives_the_same_agreement(approved, agreement, sides, morning):
    assert actions.draw_up(approved, by=sides.head, at=morning + DAY) == agreement
    assert Event.objects.filter(verb="draw_up").count() == 1


def test_an_agreement_drawn_up_late_gets_its_own_days(approved, sides, morning):
    late = actions.draw_up(approved, by=sides.clerk, at=morning + 40 * DAY)

    assert late.sign_by.isoformat() == "2018-05-20T23:59:59+08:00"


def test_what_is_not_approved_gets_no_agreement(cast, sides, morning):
    project = nominated(cast, morning)[0]

    assert refused(actions.draw_up, project, by=sides.clerk, at=morning) == [("not_approved", "")]
    assert Agreement.objects.count() == 0


def test_a_programme_without_terms_says_so(approved, sides, morning):
    Setting.objects.filter(kind="agreements.terms").delete()
    type(approved.version).objects.update(pack_hash=unread())
    project = Project.objects.get(pk=approved.pk)

    assert refused(actions.draw_up, project, by=sides.clerk, at=morning) == [("no_terms", "")]


def test_only_the_section_draws_up(approved, sides, cast, morning):
    for by in (sides.nominator, sides.leader, sides.unit):
        with pytest.raises(PermissionDenied):
            actions.draw_up(approved, by=by, at=morning)
    with pytest.raises(PermissionDenied):
        actions.draw_up_all(cast.programme, by=sides.nominator, at=morning)


def test_drawing_up_all_goes_on_where_it_stopped(cast, sides, morning):
    projects = approved_ones(cast, morning, 3)

    first = actions.draw_up_all(cast.programme, by=sides.clerk, at=morning, most=2)
    rest = actions.draw_up_all(cast.programme, by=sides.clerk, at=morning)

    assert [each.project for each in (*first, *rest)] == projects
    assert actions.draw_up_all(cast.programme, by=sides.clerk, at=morning) == []


# --- scans and signatures --------------------------------------------------------------------------------------------
def test_signing_without_a_scan_is_refused_with_the_clause(agreement, sides, morning):
    assert refused(actions.sign, agreement, by=sides.nominator, at=morning) == [("no_signed_scan", "二.3f")]
    agreement.refresh_from_db()
    assert agreement.status == "PENDING"


def test_signing_hands_the_agreement_to_the_department(signed, sides, morning):
    assert (signed.status, signed.status_since) == ("SIGNED_BY_NOMINATOR", morning)
    assert Event.objects.get(verb="sign").by == sides.nominator


def test_the_responsible_leader_signs_too(agreement, sides, morning):
    attach(agreement, sides.nominator, morning)

    assert actions.sign(agreement, by=sides.nominator_leader, at=morning).status == "SIGNED_BY_NOMINATOR"


@pytest.mark.parametrize("who", ["clerk", "unit", "stranger"])
def test_nobody_signs_for_the_nominating_side(agreement, sides, morning, who):
    attach(agreement, sides.nominator, morning)

    with pytest.raises(PermissionDenied):
        actions.sign(agreement, by=getattr(sides, who), at=morning)


def test_a_scan_is_claimed_and_recorded(agreement, sides, morning):
    claim = attach(agreement, sides.nominator, morning)

    assert list(Claim.of(agreement, SIGNED_SCAN)) == [claim]
    assert Event.objects.get(verb="attach_scan").detail["sha256"] == claim.file.sha256


def test_the_same_scan_again_is_one_scan(agreement, sides, morning):
    first = attach(agreement, sides.nominator, morning)

    assert attach(agreement, sides.nominator, morning) == first
    assert (Claim.of(agreement).count(), Event.objects.filter(verb="attach_scan").count()) == (1, 1)


def test_a_scan_that_was_sent_back_may_come_again(agreement, sides, morning):
    first = attach(agreement, sides.nominator, morning)
    actions.sign(agreement, by=sides.nominator, at=morning)
    actions.return_scan(agreement, reason="缺页。", by=sides.clerk, at=morning)

    assert attach(agreement, sides.nominator, morning) != first
    assert Claim.of(agreement).count() == 1


def test_a_scan_that_is_no_picture_is_refused_and_changes_nothing(agreement, sides, morning):
    words = {"name": "scan.png", "by": sides.nominator, "at": morning}

    assert refused(actions.attach_scan, agreement, ContentFile(b"text"), **words) == [("unacceptable_file", "")]
    assert (Claim.of(agreement).count(), Event.objects.filter(verb="attach_scan").count()) == (0, 0)


@pytest.mark.parametrize("who", ["unit", "stranger", "leader"])
def test_who_does_not_sign_uploads_nothing(agreement, sides, morning, who):
    with pytest.raises(PermissionDenied):
        attach(agreement, getattr(sides, who), morning)


def test_countersigning_puts_it_in_force_and_starts_the_project(signed, sides, morning):
    agreement = actions.countersign(signed, by=sides.clerk, at=morning + DAY)

    project = Project.objects.get(pk=agreement.project_id)
    assert (agreement.status, agreement.in_force_on.isoformat()) == ("IN_FORCE", "2018-03-27")
    assert project.status == ProjectStatus.ACTIVE
    assert Event.objects.filter(subject_kind="project", verb="start", at=morning + DAY).exists()


def test_countersigning_before_signing_is_refused(agreement, sides, morning):
    assert refused(actions.countersign, agreement, by=sides.clerk, at=morning) == [("not_in_this_status", "")]


def test_a_second_countersignature_is_refused_and_starts_nothing_twice(signed, sides, morning):
    actions.countersign(signed, by=sides.clerk, at=morning)

    assert refused(actions.countersign, signed, by=sides.head, at=morning) == [("not_in_this_status", "")]
    assert Event.objects.filter(verb="start").count() == 1


def test_after_it_is_in_force_nothing_is_uploaded(signed, sides, morning):
    actions.countersign(signed, by=sides.clerk, at=morning)

    with pytest.raises(Refused):
        attach(signed, sides.nominator, morning)


def test_no_implementation_before_the_agreement_is_in_force(approved, sides, morning):
    """二.3f, before it is drawn up, before 乙方 signs and before 甲方 does."""
    words = {"by": sides.clerk, "at": morning}
    assert refused(actions.start, approved, **words) == [("agreement_not_in_force", "二.3f")]
    agreement = actions.draw_up(approved, **words)
    assert refused(actions.start, approved, **words) == [("agreement_not_in_force", "二.3f")]
    attach(agreement, sides.nominator, morning)
    actions.sign(agreement, by=sides.nominator, at=morning)

    assert refused(actions.start, approved, **words) == [("agreement_not_in_force", "二.3f")]
    approved.refresh_from_db()
    assert approved.status == ProjectStatus.APPROVED


def test_a_returned_scan_is_released_and_the_paper_is_with_the_other_side_again(signed, sides, morning):
    agreement = actions.return_scan(signed, reason="缺第2页。", by=sides.clerk, at=morning + DAY)

    assert agreement.status == "PENDING"
    assert not Claim.of(agreement, SIGNED_SCAN).exists()
    assert Claim.objects.get(part=SIGNED_SCAN).released_at == morning + DAY
    assert refused(actions.sign, agreement, by=sides.nominator, at=morning)[0][0] == "no_signed_scan"


def test_a_return_without_a_reason_is_refused_and_keeps_the_scan(signed, sides, morning):
    assert refused(actions.return_scan, signed, reason=" ", by=sides.clerk, at=morning) == [("reason_required", "")]
    assert Claim.of(signed, SIGNED_SCAN).exists()


# --- due -------------------------------------------------------------------------------------------------------------
def test_an_agreement_lapses_only_after_its_day_and_takes_the_approval_along(agreement, sides, morning):
    words = {"reason": "乙方书面放弃。", "by": sides.clerk}
    assert refused(actions.lapse, agreement, at=agreement.sign_by, **words) == [("agreement_not_overdue", "二.3f")]

    lapsed = actions.lapse(agreement, at=agreement.sign_by + timedelta(seconds=1), **words)

    assert (lapsed.status, Project.objects.get(pk=agreement.project_id).status) == ("LAPSED", "LAPSED")
    assert {event.subject_kind for event in Event.objects.filter(verb="lapse")} == {"agreement", "project"}


def test_what_is_in_force_does_not_lapse(signed, sides, morning):
    agreement = actions.countersign(signed, by=sides.clerk, at=morning)

    assert refused(actions.lapse, agreement, reason="x", by=sides.clerk, at=agreement.sign_by + DAY) == [
        ("not_in_this_status", "")
    ]


def test_a_reminder_is_an_event_and_counts(agreement, sides, morning):
    reminded = actions.remind(agreement, by=sides.clerk, at=morning)

    event = Event.objects.get(verb="remind")
    assert (reminded.reminded_at, reminded.reminders) == (morning, 1)
    assert (event.detail["waits_on"], event.detail["overdue"]) == (["乙方签订"], False)
    assert actions.remind(agreement, by=sides.head, at=morning + DAY).reminders == 2


def test_a_second_reminder_on_one_day_is_refused_and_changes_nothing(agreement, sides, morning):
    actions.remind(agreement, by=sides.clerk, at=morning)

    assert refused(actions.remind, agreement, by=sides.clerk, at=morning) == [("reminded_today", "二.3f")]
    assert Event.objects.filter(verb="remind").count() == 1


def test_nobody_is_reminded_of_what_waits_for_the_department(signed, sides, morning):
    assert refused(actions.remind, signed, by=sides.clerk, at=morning) == [("nothing_to_remind", "")]


def test_only_the_section_reminds(agreement, sides, morning):
    for by in (sides.nominator, sides.leader, sides.stranger):
        with pytest.raises(PermissionDenied):
            actions.remind(agreement, by=by, at=morning)
