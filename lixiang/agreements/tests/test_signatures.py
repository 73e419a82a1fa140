"""Agreements signed electronically: both sides, every refusal, the way back, and what tampering leads to."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.agreements import actions
from lixiang.agreements.models import Agreement
from lixiang.agreements.queries import standing_of_signatures
from lixiang.agreements.tests.test_actions import attach, refused
from lixiang.documents.signing.adapter import the_signer
from lixiang.documents.tests.signing import paper
from lixiang.documents.tests.tampering import content, tamper
from lixiang.files.store import keep
from lixiang.history.models import Event
from lixiang.people.models import LogInFailures
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import PASSWORD

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def agreement(certificates, approved, sides, morning):
    """Drawn up under terms that wish electronic signatures."""
    return actions.draw_up(Project.objects.get(pk=approved.pk), by=sides.clerk, at=morning)


def sign(agreement, sides, at) -> Agreement:
    return actions.sign_electronically(agreement, password=PASSWORD, by=sides.nominator_leader, at=at)


def countersign(agreement, sides, at) -> Agreement:
    return actions.countersign_electronically(agreement, password=PASSWORD, by=sides.head, at=at)


@pytest.fixture
def signed(agreement, sides, morning):
    return sign(agreement, sides, morning + HOUR)


@pytest.fixture
def in_force(signed, sides, morning):
    return countersign(signed, sides, morning + 2 * HOUR)


# --- the way through -------------------------------------------------------------------------------------------------
def test_both_sides_sign_and_the_project_starts(in_force, morning):
    first, second = the_signer().signatures_in(content(in_force.signed_pdf))

    assert (in_force.status, in_force.in_force_on) == ("IN_FORCE", (morning + 2 * HOUR).date())
    assert Project.objects.get(pk=in_force.project_id).status == "ACTIVE"
    assert (first.field, first.at, second.field, second.at) == (
        "nominating",
        morning + HOUR,
        "department",
        morning + 2 * HOUR,
    )
    assert (first.reason, second.reason) == ("乙方签订责任书", "甲方签订责任书")
    assert standing_of_signatures(in_force).is_good


def test_the_original_stays_beside_the_signed_one_which_begins_with_it(in_force):
    assert content(in_force.signed_pdf).startswith(content(in_force.pdf))
    assert the_signer().signatures_in(content(in_force.pdf)) == ()


def test_each_step_is_recorded_with_the_hash_and_the_certificate(signed, sides, morning):
    first = Event.objects.get(verb="sign_electronically")
    assert first.detail["sha256"] == signed.signed_pdf.sha256

    done = countersign(signed, sides, morning)

    second = Event.objects.get(verb="countersign_electronically")
    assert second.detail["sha256"] == done.signed_pdf.sha256 != first.detail["sha256"]
    assert first.detail["signer"] == signed.project.nominating_organisation.name
    assert second.detail["signer"] == signed.programme.managing_organisation.name
    assert first.detail["fingerprint"] != second.detail["fingerprint"] and len(first.detail["fingerprint"]) == 64


# --- who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["nominator", "unit", "clerk", "head", "leader", "stranger"])
def test_only_the_leader_of_the_nominator_signs(agreement, sides, morning, who):
    with pytest.raises(PermissionDenied):
        actions.sign_electronically(agreement, password=PASSWORD, by=getattr(sides, who), at=morning)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.signed_pdf) == ("PENDING", None)


@pytest.mark.parametrize("who", ["nominator", "nominator_leader", "clerk", "leader", "stranger"])
def test_only_the_head_of_the_section_countersigns(signed, sides, morning, who):
    with pytest.raises(PermissionDenied):
        actions.countersign_electronically(signed, password=PASSWORD, by=getattr(sides, who), at=morning)


def test_a_wrong_password_signs_nothing_and_is_counted(agreement, sides, morning):
    words = {"by": sides.nominator_leader, "at": morning}

    assert refused(actions.sign_electronically, agreement, password="guess", **words) == [("wrong_password", "")]
    assert LogInFailures.objects.get(username=sides.nominator_leader.username).count == 1
    assert not Event.objects.filter(verb="sign_electronically").exists()


def test_after_too_many_wrong_passwords_the_right_one_is_not_asked_for(agreement, sides, morning):
    words = {"by": sides.nominator_leader, "at": morning}
    for _ in range(5):
        refused(actions.sign_electronically, agreement, password="guess", **words)

    assert refused(actions.sign_electronically, agreement, password=PASSWORD, **words) == [("wrong_password", "")]


# --- which way -------------------------------------------------------------------------------------------------------
def test_where_both_have_certificates_paper_is_refused_with_the_clause(agreement, sides, morning):
    attach(agreement, sides.nominator, morning)

    assert refused(actions.sign, agreement, by=sides.nominator, at=morning) == [("sign_electronically", "二.3f")]


@pytest.mark.parametrize("code", ["county-1", "department"])
def test_where_one_has_no_certificate_the_paper_is_signed(agreement, certificates, sides, morning, code):
    missing = {
        "county-1": agreement.project.nominating_organisation,
        "department": agreement.programme.managing_organisation,
    }
    (certificates / f"{missing[code].code}.p12").unlink()

    assert refused(sign, agreement, sides, morning) == [("no_certificate", "二.3f")]
    attach(agreement, sides.nominator, morning)
    actions.sign(agreement, by=sides.nominator, at=morning)
    assert refused(countersign, agreement, sides, morning) == [("signed_on_paper", "二.3f")]
    assert actions.countersign(agreement, by=sides.clerk, at=morning).status == "IN_FORCE"


def test_where_the_terms_wish_paper_nobody_signs_electronically(approved, sides, morning):
    agreement = actions.draw_up(approved, by=sides.clerk, at=morning)

    assert refused(sign, agreement, sides, morning) == [("paper_only", "二.3f")]


def test_what_was_signed_electronically_is_not_confirmed_by_paper(signed, sides, morning):
    for verb in (actions.countersign, actions.return_scan):
        reason = {"reason": "缺页。"} if verb is actions.return_scan else {}
        assert refused(verb, signed, by=sides.clerk, at=morning, **reason) == [("signed_electronically", "二.3f")]
    assert refused(attach, signed, sides.nominator, morning) == [("signed_electronically", "二.3f")]


def test_nothing_is_signed_twice(signed, sides, morning):
    assert refused(sign, signed, sides, morning) == [("not_in_this_status", "")]
    countersign(signed, sides, morning)
    assert refused(countersign, signed, sides, morning) == [("not_in_this_status", "")]


def test_before_the_other_side_the_department_does_not_sign(agreement, sides, morning):
    assert refused(countersign, agreement, sides, morning) == [("not_in_this_status", "")]


# --- certificates ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.with_suffix(".pin").write_text("wrong"), "certificate_unreadable"),
        (lambda path: path.with_suffix(".pin").chmod(0o644), "certificate_exposed"),
        (lambda path: path.write_bytes(b"broken"), "certificate_unreadable"),
        (lambda path: (path.parent / "roots" / "test-authority.pem").unlink(), "not_trusted"),
    ],
)
def test_a_certificate_that_cannot_be_used_signs_nothing_and_says_why(
    agreement, certificates, sides, morning, spoil, code
):
    spoil(certificates / f"{agreement.project.nominating_organisation.code}.p12")

    assert refused(sign, agreement, sides, morning) == [(code, "二.3f")]
    agreement.refresh_from_db()
    assert (agreement.status, agreement.signed_pdf) == ("PENDING", None)
    assert not Event.objects.filter(verb="sign_electronically").exists()


def test_an_expired_certificate_signs_nothing(agreement, sides, morning):
    assert refused(sign, agreement, sides, morning + timedelta(days=21 * 365)) == [("certificate_expired", "二.3f")]


# --- the way back ----------------------------------------------------------------------------------------------------
def test_a_returned_signature_is_made_anew_on_the_clean_original(signed, sides, morning):
    before = signed.signed_pdf.sha256

    back = actions.return_signature(signed, reason="请先核对目标值。", by=sides.clerk, at=morning)
    again = sign(back, sides, morning + 3 * HOUR)

    assert (back.status, back.signed_pdf) == ("PENDING", None)
    assert Event.objects.get(verb="return_signature").detail["sha256"] == before
    (only,) = the_signer().signatures_in(content(again.signed_pdf))
    assert (only.at, only.is_good) == (morning + 3 * HOUR, True)


def test_a_return_says_why_and_is_of_a_signature(signed, agreement, sides, morning):
    words = {"by": sides.clerk, "at": morning}
    assert refused(actions.return_signature, signed, reason=" ", **words) == [("reason_required", "")]
    actions.return_signature(signed, reason="请核对。", **words)

    assert refused(actions.return_signature, signed, reason="又退。", **words) == [("not_in_this_status", "")]


def test_an_agreement_signed_by_one_side_can_lapse(signed, sides, morning):
    lapsed = actions.lapse(signed, reason="甲方不签。", by=sides.clerk, at=signed.sign_by + HOUR)

    assert lapsed.status == "LAPSED"


# --- tampering -------------------------------------------------------------------------------------------------------
def test_upon_a_signature_that_was_tampered_with_the_department_does_not_sign(signed, sides, morning):
    tamper(signed.signed_pdf)

    assert refused(countersign, signed, sides, morning)[0][0] in ("not_trusted", "not_signed")
    signed.refresh_from_db()
    assert signed.status == "SIGNED_BY_NOMINATOR"


def test_one_byte_of_what_is_in_force_is_noticed(in_force):
    tamper(in_force.signed_pdf)

    standing = standing_of_signatures(in_force)

    assert not standing.is_good and "校验值" in standing.problem
    assert not any(each.is_intact for each in standing.signatures)


def test_the_signatures_of_another_agreement_are_not_taken_for_its_own(in_force, morning):
    in_force.pdf = keep(io.BytesIO(paper(morning)), media_type="application/pdf", at=morning)

    assert standing_of_signatures(in_force).problem == "签名的不是这份责任书的原文。"


def test_one_signature_is_not_enough_for_what_is_in_force(in_force, signed):
    in_force.signed_pdf = signed.signed_pdf

    assert "缺失" in standing_of_signatures(in_force).problem
