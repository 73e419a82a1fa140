"""A cycle whose papers and agreements are signed by the test authority, and what the checks say when one is touched."""

from argparse import Namespace
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage

from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import ELECTRONIC, Terms
from lixiang.documents.models import OfficialDocument
from lixiang.files.models import File
from lixiang.programmes.rules.kinds import Pack
from lixiang.programmes.rules.signing import Signing
from lixiang.rehearsal.cast import shipped_pack
from lixiang.rehearsal.run import rehearse
from lixiang.rehearsal.signatures import (
    electronic_agreements_are_signed_by_their_parties,
    signed_documents_are_intact,
    wishes_signatures,
)

pytestmark = pytest.mark.django_db


def electronic() -> Pack:
    """The shipped notice as an office would set it that signs electronically."""
    pack = shipped_pack("huainan-2018")
    rows = [(kind, replace(row, signing=ELECTRONIC) if isinstance(row, Terms) else row) for kind, row in pack.settings]
    signing = Signing(clause="二.3e", papers=("opening_notice", "approval_list", "reply", "decline"))
    return replace(pack, settings=(*rows, ("programmes.signing", signing)))


def spoil(file: File) -> None:
    with file.open() as stream:
        changed = bytearray(stream.read())
    changed[changed.index(b"/MediaBox") + 1] ^= 1
    default_storage.delete(file.path)
    with default_storage.open(file.path, "wb") as stream:
        stream.write(bytes(changed))


@pytest.fixture
def summary(db, tmp_path, settings):
    settings.CERTIFICATES, settings.MARK = tmp_path / "certificates", "演练，非正式文件"
    arguments = Namespace(counties=2, committees=1, seed=1, until="agreement")
    return rehearse(electronic(), arguments, tmp_path)


def test_a_cycle_signed_electronically_holds_runs_into_its_rules_and_notices_one_byte(summary):
    """One rehearsal for three claims: it takes long."""
    assert summary["invariants"]["broken"] == []
    met = {refusal["code"] for refusal in summary["refusals"]}
    assert met >= {"sign_electronically", "signed_electronically", "no_certificate"}
    agreements = Agreement.objects.filter(status="IN_FORCE")
    signed, on_paper = agreements.exclude(signed_pdf=None), agreements.filter(signed_pdf=None)
    assert signed.exists() and on_paper.exists()
    assert not OfficialDocument.objects.filter(signed_by="").exists()

    spoil(signed.first().signed_pdf)
    spoil(OfficialDocument.objects.last().pdf)

    assert [what for what in electronic_agreements_are_signed_by_their_parties() if signed.first().ref in what]
    assert len(list(electronic_agreements_are_signed_by_their_parties())) == 1
    assert len(list(signed_documents_are_intact())) == 1


def test_the_shipped_notice_stays_with_paper():
    assert not wishes_signatures(shipped_pack("huainan-2018")) and wishes_signatures(electronic())
