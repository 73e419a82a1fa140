"""A signature on an agreement says in its place who signed when; on an official document it shows nothing."""

import io
from datetime import datetime, timedelta

import pypdfium2
import pytest
from django.utils import timezone
from pypdf import PdfReader

from lixiang.documents import blocks as b
from lixiang.documents import typst_writer
from lixiang.documents.check import check
from lixiang.documents.signing import visible
from lixiang.documents.signing.adapter import Party, the_signer
from lixiang.documents.signing.checking import signatures_in
from lixiang.documents.tests import samples
from lixiang.documents.tests.signing import COUNTY, DEPARTMENT, install

AT = timezone.make_aware(datetime(2018, 4, 10, 9, 30))
LONG = Party("county-3", "中共示例市某某国家级高新技术产业开发区某某综合保税区工作委员会")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.CERTIFICATES = tmp_path / "certificates"
    install(settings.CERTIFICATES, DEPARTMENT, COUNTY, LONG, at=AT)


def agreement(second: Party = COUNTY, representative: str = "", text: str = "甲乙双方签订本责任书。") -> bytes:
    parties = (b.Party("甲方", DEPARTMENT.name), b.Party("乙方", second.name, representative))
    blocks = (b.Title("项目责任书"), b.Paragraph(text), b.SignatureTable(parties))
    document = b.Document(kind="责任书", title="项目责任书", layout="agreement", mark="", blocks=blocks)
    return typst_writer.render(document, at=AT).pdf


def signed(pdf: bytes, party: Party, word: str, at: datetime = AT) -> bytes:
    return the_signer().sign(pdf, party=party, field=word, reason="签订责任书", at=at, beside=f"{word}（盖章）：")


def shown(pdf: bytes, number: int = 0) -> list[str]:
    """The words of each visible signature of a page, in the order in which they were made."""
    found = []
    for annotation in PdfReader(io.BytesIO(pdf)).pages[number].get("/Annots", ()):
        widget = annotation.get_object()
        if "/AP" in widget:
            left, bottom, right, top = map(float, widget["/Rect"])
            text = flat(pdf, number).get_textpage()
            found.append(text.get_text_bounded(left, bottom, right, top).replace("\r\n", "|").replace(" ", ""))
    return found


def flat(pdf: bytes, number: int) -> pypdfium2.PdfPage:
    """A page with what its fields show drawn into it."""
    file = pypdfium2.PdfDocument(pdf)
    file.init_forms()
    file[number].flatten()
    return file[number]


def test_both_parties_are_named_with_the_moment_and_both_signatures_stand():
    pdf = signed(signed(agreement(), COUNTY, "乙方"), DEPARTMENT, "甲方", AT + timedelta(hours=6))

    assert all(each.is_good for each in signatures_in(pdf)) and len(signatures_in(pdf)) == 2
    assert shown(pdf) == [
        f"电子签名：{COUNTY.name}|签名时间：2018年4月10日09:30|测试证书，不具有法律效力",
        f"电子签名：{DEPARTMENT.name}|签名时间：2018年4月10日15:30|测试证书，不具有法律效力",
    ]


@pytest.mark.parametrize("second", [COUNTY, LONG])
@pytest.mark.parametrize("representative", ["", "张示例"])
def test_it_stands_in_the_room_for_the_seal_and_on_no_word(second, representative):
    pdf = agreement(second, representative)
    for word in ("甲方", "乙方"):
        place = visible.place_of(pdf, f"{word}（盖章）：")

        assert place is not None and place.page == 0
        page = pypdfium2.PdfDocument(pdf)[0]
        assert page.get_textpage().get_text_bounded(*place.box) == ""
        assert place.box[2] <= page.get_width() - 26 / 25.4 * 72 and place.height >= visible.LEAST


def test_words_like_a_partys_in_the_text_do_not_draw_it_away():
    plain, full = agreement(), agreement(text="乙方（盖章）：后生效，签字：有效。")
    first, second = (visible.place_of(pdf, "乙方（盖章）：") for pdf in (plain, full))

    assert first == second


def test_the_layout_is_judged_as_before():
    clean = agreement()
    before, after = (check(pdf) for pdf in (clean, signed(clean, COUNTY, "乙方")))

    assert after == before


def test_an_official_document_shows_no_signature_but_a_seal():
    pdf = typst_writer.render(samples.notice(), at=AT).pdf
    once = the_signer().sign(pdf, party=DEPARTMENT, field="seal", reason="印发公文", at=AT, beside=DEPARTMENT.name)

    assert signatures_in(once)[0].is_good
    assert visible.place_of(pdf, DEPARTMENT.name) is None
    assert all(shown(once, number) == [] for number in range(len(PdfReader(io.BytesIO(once)).pages)))
