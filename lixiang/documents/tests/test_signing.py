"""Signatures on PDF files: made, checked, tampered with, by certificates that are as they should be or are not."""

import asyncio
import io
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader

from lixiang.documents.signing.adapter import CannotSign, Party, Unreadable, is_good, the_signer
from lixiang.documents.signing.authority import PIN, TestAuthority
from lixiang.documents.signing.certificates import certificate_of
from lixiang.documents.signing.checking import ADDED_TO, ALTERED, UNTRUSTED, signatures_in
from lixiang.documents.signing.seals import Seal, put_on, ready
from lixiang.documents.signing.signer import Pkcs12Signer, sign
from lixiang.documents.tests.signing import COUNTY, DEPARTMENT, STRANGER, install, paper

AT = timezone.make_aware(datetime(2018, 4, 10, 9, 30))
YEAR = timedelta(days=365)


@pytest.fixture
def folder(tmp_path, settings):
    settings.CERTIFICATES = tmp_path / "certificates"
    install(settings.CERTIFICATES, at=AT)
    return settings.CERTIFICATES


@pytest.fixture
def clean():
    return paper(AT)


def signed(pdf: bytes, party: Party = COUNTY, field: str = "nominating", at: datetime = AT) -> bytes:
    return the_signer().sign(pdf, party=party, field=field, reason="签订责任书", at=at)


@pytest.fixture
def both(folder, clean):
    return signed(signed(clean), DEPARTMENT, "department", AT + timedelta(hours=1))


def refused(verb, *things, **words) -> tuple[str, str]:
    with pytest.raises(CannotSign) as refusal:
        verb(*things, **words)
    return refusal.value.code, refusal.value.sentence


# --- signing ---------------------------------------------------------------------------------------------------------
def test_two_parties_sign_one_paper_and_both_signatures_stand(both):
    first, second = signatures_in(both)

    assert (first.field, first.signer, first.at, first.reason) == ("nominating", COUNTY.name, AT, "签订责任书")
    assert (second.field, second.signer, second.at) == ("department", DEPARTMENT.name, AT + timedelta(hours=1))
    assert (first.covers_all, second.covers_all) == (False, True)
    assert is_good((first, second)) and first.is_test
    assert first.verdict == "有效（测试证书，不具有法律效力）"


def test_a_signature_is_appended_and_every_byte_before_it_stays(folder, clean):
    once = signed(clean)

    assert once.startswith(clean) and signed(once, DEPARTMENT, "department").startswith(once)


def test_a_signature_leaves_what_pdf_a_asks_of_the_metadata(folder, clean):
    before, after = (PdfReader(io.BytesIO(pdf)) for pdf in (clean, signed(clean)))

    assert after.metadata == before.metadata
    assert after.xmp_metadata.stream.get_data() == before.xmp_metadata.stream.get_data()
    assert b"part>2<" in after.xmp_metadata.stream.get_data().replace(b"pdfaid:", b"")


def test_the_same_field_is_not_signed_twice(folder, clean):
    assert refused(signed, signed(clean))[0] == "not_signed"


def test_what_is_no_pdf_is_neither_signed_nor_read(folder):
    assert refused(signed, b"not a pdf")[0] == "not_signed"
    with pytest.raises(Unreadable):
        signatures_in(b"not a pdf")


def test_what_nobody_signed_has_no_signatures_and_is_not_good(folder, clean):
    assert signatures_in(clean) == () and not is_good(())


# --- tampering -------------------------------------------------------------------------------------------------------
def is_accepted(pdf: bytes) -> bool:
    try:
        found = signatures_in(pdf)
    except Unreadable:
        return False
    return len(found) == 2 and is_good(found)


def gap_of(pdf: bytes) -> range:
    """Where the last signature itself stands, which no signature can cover."""
    start = pdf.rindex(b"/Contents <") if b"/Contents <" in pdf else pdf.rindex(b"/Contents<")
    opening = pdf.index(b"<", start)
    return range(opening, pdf.index(b">", opening) + 1)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """One signed file for many tries."""
    folder = tmp_path_factory.mktemp("certificates")
    install(folder, at=AT)
    with override_settings(CERTIFICATES=folder):
        yield signed(signed(paper(AT)), DEPARTMENT, "department")


@settings(max_examples=25)
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_found(prepared, share, bit):
    pdf, gap = bytearray(prepared), gap_of(prepared)
    place = int(share * len(pdf))
    pdf[gap.stop if place in gap else place] ^= 1 << bit

    assert is_accepted(prepared) and not is_accepted(bytes(pdf))


def test_a_word_changed_after_the_signature_is_called_altered(both, clean):
    place = clean.index(b"/MediaBox") + 1
    changed = both[:place] + b"N" + both[place + 1 :]

    assert {each.problem for each in signatures_in(changed)} == {ALTERED}
    assert not any(each.is_intact for each in signatures_in(changed))


def test_what_is_hidden_in_the_room_behind_a_signature_is_found(both):
    gap = gap_of(both)
    changed = both[: gap.stop - 3] + b"1" + both[gap.stop - 2 :]

    assert [each.is_intact for each in signatures_in(changed)] == [True, False]


@pytest.mark.parametrize("tail", [b"\n", b"%EOF", b"1 0 obj <<>> endobj"])
def test_what_is_added_behind_the_last_signature_is_found(both, tail):
    last = signatures_in(both + tail)[-1]

    assert (last.is_good, last.problem) == (False, ADDED_TO)


def test_a_page_exchanged_by_an_update_is_found(both):
    writer = IncrementalPdfFileWriter(io.BytesIO(both))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)

    assert not any(each.is_intact for each in signatures_in(changed.getvalue()))


# --- trust -----------------------------------------------------------------------------------------------------------
def test_a_certificate_of_an_unknown_authority_is_intact_and_not_trusted(folder, both):
    for root in (folder / "roots").iterdir():
        root.unlink()

    assert {(each.is_intact, each.is_trusted, each.problem) for each in signatures_in(both)} == {
        (True, False, UNTRUSTED)
    }


def test_a_signature_stays_good_when_its_certificate_has_run_out_since(folder, clean):
    """What counts is the moment of signing; a signed agreement does not become invalid with the years."""
    install(folder, at=AT - 9 * YEAR, lasts=YEAR)

    assert is_good(signatures_in(signed(clean, at=AT - 9 * YEAR)))


def test_a_signature_dated_outside_the_life_of_its_certificate_is_not_trusted(folder, clean):
    late = sign(clean, by=certificate_of(COUNTY, at=AT), field="nominating", reason="", at=AT + 9 * YEAR)

    assert [each.is_trusted for each in signatures_in(late)] == [False]


def test_a_broken_root_is_named(folder, both):
    (folder / "roots" / "other.crt").write_bytes(b"nothing")

    assert refused(signatures_in, both) == ("root_unreadable", "根证书other.crt不是证书文件。")


def test_a_root_in_der_is_read_too(folder, both):
    pem = folder / "roots" / "test-authority.pem"
    der = x509.load_pem_x509_certificate(pem.read_bytes()).public_bytes(Encoding.DER)
    pem.with_suffix(".cer").write_bytes(der)
    pem.unlink()

    assert is_good(signatures_in(both))


# --- certificates ----------------------------------------------------------------------------------------------------
def test_an_identity_says_whose_and_until_when_and_nothing_secret(folder):
    identity = the_signer().identity(COUNTY, at=AT)

    assert (identity.name, identity.is_test) == (COUNTY.name, True)
    assert identity.valid_until == AT + timedelta(days=1000)
    assert PIN not in repr(certificate_of(COUNTY, at=AT)) and "pkcs12=" not in repr(certificate_of(COUNTY, at=AT))


def test_who_has_no_certificate_is_told_which_file_is_missing(folder):
    assert not the_signer().has(STRANGER) and the_signer().has(COUNTY)
    assert refused(certificate_of, STRANGER, at=AT) == (
        "no_certificate",
        "中共示例二县委员会没有安装证书（county-2.p12）。",
    )
    (folder / "county-1.pin").unlink()
    assert refused(certificate_of, COUNTY, at=AT)[0] == "no_certificate"


def test_a_code_is_never_a_path(folder):
    wrong = Party("../county-1", COUNTY.name)

    assert refused(certificate_of, wrong, at=AT)[0] == "no_certificate"


@pytest.mark.parametrize("ending", ["p12", "pin"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_secret_that_others_can_read_is_refused(folder, ending, mode):
    (folder / f"county-1.{ending}").chmod(mode)

    code, sentence = refused(certificate_of, COUNTY, at=AT)

    assert code == "certificate_exposed" and f"chmod 600 county-1.{ending}" in sentence


def test_what_the_test_authority_writes_is_readable_by_its_owner_alone(folder):
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir() if path.is_file()} == {0o600}


def test_a_folder_where_the_file_should_be_is_told(folder):
    (folder / "county-1.pin").unlink()
    (folder / "county-1.pin").mkdir(mode=0o700)

    assert refused(certificate_of, COUNTY, at=AT)[0] == "certificate_unreadable"


def test_a_wrong_password_is_told_without_showing_it(folder):
    (folder / "county-1.pin").write_text("secret-guess")

    code, sentence = refused(certificate_of, COUNTY, at=AT)

    assert code == "certificate_unreadable" and "secret-guess" not in sentence


def test_a_password_may_end_with_a_line(folder):
    (folder / "county-1.pin").write_text(f"{PIN}\n")

    assert certificate_of(COUNTY, at=AT).identity.name == COUNTY.name


def test_a_broken_file_is_told(folder):
    (folder / "county-1.p12").write_bytes(b"nothing")

    assert refused(certificate_of, COUNTY, at=AT)[0] == "certificate_unreadable"


def test_the_certificate_of_another_organisation_is_refused(folder):
    (folder / "county-1.p12").write_bytes(TestAuthority(at=AT).pkcs12_of(STRANGER))

    assert refused(certificate_of, COUNTY, at=AT) == (
        "certificate_of_another",
        "安装的证书属于“中共示例二县委员会”，不是“中共示例一县委员会”的。",
    )


@pytest.mark.parametrize(("at", "code"), [(AT + 9 * YEAR, "certificate_expired"), (AT - YEAR, "certificate_not_yet")])
def test_a_certificate_is_used_only_while_it_holds(folder, at, code):
    assert refused(certificate_of, COUNTY, at=at)[0] == code


def test_a_name_longer_than_a_certificate_keeps_is_still_its_own(folder):
    long = Party("long", "中共示例" * 30)
    TestAuthority(at=AT).install(folder, [long])

    assert certificate_of(long, at=AT).identity.name == long.name[:64]


# --- the adapter -----------------------------------------------------------------------------------------------------
class SealServer(Pkcs12Signer):
    """An adapter of an office: it signs elsewhere, and here remembers that it was asked."""

    asked: list[str] = []

    def sign(self, pdf, *, party, field, reason, at, beside=""):
        self.asked.append(f"{party.code} {field} {beside}")
        return super().sign(pdf, party=party, field=field, reason=reason, at=at)


class Forger(Pkcs12Signer):
    """Returns another paper than the one it was given."""

    def sign(self, pdf, **words):
        return super().sign(paper(AT + YEAR), **words)


class Idler(Pkcs12Signer):
    def sign(self, pdf, **words):
        return pdf


def seal(party: Party = COUNTY) -> Seal:
    return Seal(party, "nominating", "乙方签订", "乙方（盖章）：")


def test_another_signer_is_used_where_the_setting_names_it(folder, clean, settings):
    settings.SIGNER = f"{__name__}.SealServer"

    sealed = put_on(clean, seal(), at=AT)

    assert SealServer.asked == ["county-1 nominating 乙方（盖章）："]
    assert sealed.as_row() == {"signer": COUNTY.name, "fingerprint": sealed.signature.fingerprint}


@pytest.mark.parametrize("name", ["Forger", "Idler"])
def test_a_signer_that_returns_another_paper_is_found_out(folder, clean, settings, name):
    settings.SIGNER = f"{__name__}.{name}"

    assert refused(put_on, clean, seal(), at=AT)[0] == "not_signed"


def test_nothing_goes_out_under_a_certificate_that_the_own_pages_would_not_trust(folder, clean):
    (folder / "roots" / "test-authority.pem").unlink()

    code, sentence = refused(put_on, clean, seal(), at=AT)

    assert code == "not_trusted" and COUNTY.name in sentence


def test_upon_a_broken_signature_nobody_signs(folder, clean):
    once = bytearray(signed(clean))
    once[once.index(b"/MediaBox") + 1] ^= 1

    second = Seal(DEPARTMENT, "department", "甲方签订")
    assert refused(put_on, bytes(once), second, at=AT)[0] in ("not_trusted", "not_signed")


def test_a_seal_is_ready_or_says_why_not(folder):
    assert ready(seal(), at=AT) == seal()
    assert refused(ready, seal(STRANGER), at=AT)[0] == "no_certificate"


def test_a_thread_that_runs_an_event_loop_signs_and_checks_too(folder, clean):
    async def inside() -> list[bool]:
        return [each.is_intact for each in signatures_in(signed(clean))]

    assert asyncio.run(inside()) == [True]
