"""Official documents that go out signed: the hash is of the signed original; page and command tell its state."""

import hashlib
import io
import json

import pytest
from django.test import Client
from docx import Document as Word

from lixiang.command.main import main
from lixiang.documents.models import NumberSeries, OfficialDocument
from lixiang.documents.queries import standing_of_document
from lixiang.documents.signing.adapter import Party, the_signer
from lixiang.documents.signing.authority import TestAuthority
from lixiang.documents.tests.signing import paper
from lixiang.documents.tests.tampering import content, tamper
from lixiang.history.models import Event
from lixiang.programmes.documents import issue_opening_notice
from lixiang.programmes.models import Setting, Version
from lixiang.programmes.tests.arranging import unread
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings, cast, morning):
    settings.CERTIFICATES = tmp_path / "certificates"
    TestAuthority(at=morning).install(settings.CERTIFICATES, [Party.of(cast.programme.managing_organisation)])
    return settings.CERTIFICATES


@pytest.fixture
def version(cast):
    """The programme as if its notice wished the opening notice signed."""
    parameters = {"papers": ["opening_notice"], "beside": ""}
    Setting.objects.create(
        version=cast.version,
        kind="programmes.signing",
        parameters=parameters,
        clause="四",
        strictness="block",
        order=999,
    )
    Version.objects.filter(pk=cast.version.pk).update(pack_hash=unread())
    return Version.objects.select_related("programme__managing_organisation").get(pk=cast.version.pk)


@pytest.fixture
def notice(folder, version, cast, morning):
    return issue_opening_notice(version, by=cast.user("section_head"), at=morning)


def page_of(cast, document, who: str = "section_clerk") -> str:
    client = Client()
    client.force_login(cast.users[who])
    return client.get(f"/documents/{document.ref}/").content.decode()


def test_the_signed_original_is_what_the_hash_and_the_working_copy_name(notice, cast, morning):
    pdf = content(notice.pdf)
    (signature,) = the_signer().signatures_in(pdf)

    assert notice.pdf.sha256 == hashlib.sha256(pdf).hexdigest()
    assert (signature.is_good, signature.at) == (True, morning)
    assert notice.signed_by == signature.signer == cast.programme.managing_organisation.name
    words = Word(io.BytesIO(content(notice.docx)))
    shown = "".join(p.text for section in words.sections for p in section.header.paragraphs)
    assert notice.pdf.sha256 in shown.replace("\n", "")
    assert Event.objects.get(verb="issue", subject_id=notice.pk).detail["fingerprint"] == signature.fingerprint


def test_a_programme_that_wishes_nothing_issues_on_paper(folder, cast, morning):
    notice = issue_opening_notice(cast.version, by=cast.user("section_head"), at=morning)

    assert notice.signed_by == "" and standing_of_document(notice) is None
    assert the_signer().signatures_in(content(notice.pdf)) == ()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: [path.unlink() for path in folder.glob("*.p12")], "no_certificate"),
        (lambda folder: [path.write_text("wrong") for path in folder.glob("*.pin")], "certificate_unreadable"),
        (lambda folder: [path.chmod(0o644) for path in folder.glob("*.pin")], "certificate_exposed"),
        (lambda folder: (folder / "roots" / "test-authority.pem").unlink(), "not_trusted"),
    ],
)
def test_what_cannot_be_signed_takes_no_number_and_says_why(folder, version, cast, morning, spoil, code):
    spoil(folder)

    with pytest.raises(Refused) as refusal:
        issue_opening_notice(version, by=cast.user("section_head"), at=morning)

    assert [(each.code, each.clause) for each in refusal.value.findings] == [(code, "四")]
    assert OfficialDocument.objects.count() == NumberSeries.objects.count() == 0


def test_the_page_says_who_signed_when_and_that_it_stands(notice, cast):
    page = page_of(cast, notice)

    assert "电子签名" in page and notice.signed_by in page and "印发公文" in page
    assert "2018年3月26日09:00" in page.replace(" ", "") or "2018-03-26 09:00" in page
    assert "测试证书，不具有法律效力" in page and "核验未通过" not in page


def test_the_addressee_sees_the_verdict_too(notice, cast):
    assert "印发公文" in page_of(cast, notice, "nominator.county-1")


def test_a_document_on_paper_shows_no_panel_of_signatures(folder, cast, morning):
    notice = issue_opening_notice(cast.version, by=cast.user("section_head"), at=morning)

    assert "核验结果" not in page_of(cast, notice)


def test_one_byte_changed_on_the_disk_is_told_on_the_page(notice, cast):
    tamper(notice.pdf)

    page = page_of(cast, notice)

    assert "电子签名核验未通过" in page and "文件与登记的校验值不符" in page


def test_without_a_root_the_page_calls_it_untrusted(notice, cast, folder):
    (folder / "roots" / "test-authority.pem").unlink()

    assert "请勿以此件为准" in page_of(cast, notice)


def test_a_broken_root_is_a_sentence_on_the_page_and_no_failure_of_it(notice, cast, folder):
    (folder / "roots" / "other.crt").write_bytes(b"nothing")

    assert "根证书other.crt不是证书文件" in page_of(cast, notice)


# --- the command -----------------------------------------------------------------------------------------------------
def test_the_command_accepts_what_is_signed_and_names_the_signer(notice, tmp_path, capsys):
    file = tmp_path / "notice.pdf"
    file.write_bytes(content(notice.pdf))

    assert main(["check-signature", str(file)]) == 0
    assert notice.signed_by in (told := capsys.readouterr().out) and "2018-03-26 09:00" in told and "有效" in told
    assert main(["check-signature", str(file), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["signatures"]
    assert (row["field"], row["is_good"], row["is_test"]) == ("seal", True, True)


def test_the_command_refuses_what_was_changed_by_one_byte(notice, tmp_path, capsys):
    tamper(notice.pdf)
    file = tmp_path / "notice.pdf"
    file.write_bytes(content(notice.pdf))

    assert main(["check-signature", str(file)]) == 1
    assert "无效：签名之后内容被改动" in capsys.readouterr().out


def test_the_command_refuses_what_is_unsigned_or_no_pdf_at_all(folder, tmp_path, capsys, morning):
    file = tmp_path / "file.pdf"
    file.write_bytes(paper(morning))
    assert main(["check-signature", str(file)]) == 1
    assert "没有电子签名" in capsys.readouterr().out
    file.write_bytes(b"nothing")
    assert main(["check-signature", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"signatures": [], "error": "文件不是可以读取的 PDF。"}


def test_the_command_tells_wrong_usage_by_its_own_code(tmp_path, capsys):
    assert main(["check-signature", str(tmp_path / "missing.pdf")]) == 2
    assert "打不开文件" in capsys.readouterr().err
