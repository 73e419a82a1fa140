"""Issuing: both files stored, history recorded, nothing changed afterwards; a correction names the old document."""

import hashlib
import io
from datetime import UTC, datetime

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from lixiang.documents import blocks as b
from lixiang.documents.fonts import MissingCharacters
from lixiang.documents.frozen import from_json
from lixiang.documents.issue import issue, render_pair
from lixiang.documents.models import Addressee, NumberSeries, OfficialDocument
from lixiang.documents.receipt import acknowledge
from lixiang.documents.tests.cast import AT, issued, organisation, person, section_clerk, short_notice
from lixiang.documents.tests.pdf_reading import body_text
from lixiang.documents.tests.samples import agreement
from lixiang.files.models import File
from lixiang.history.models import Event
from lixiang.people.roles import Role

pytestmark = pytest.mark.django_db


def test_an_issued_document_has_its_number_printed_both_files_and_its_history():
    county = organisation("county", "中共示例县委")
    document = issued(county, by=section_clerk(), programme_code="huainan-2018")

    assert document.number_text == "示组通字〔2018〕1号"
    assert "示组通字〔2018〕1号" in body_text(document.pdf.open().read())
    assert from_json(document.context).blocks[1] == b.Number("示组通字〔2018〕1号")
    assert [row.name for row in document.addressees.all()] == ["中共示例县委"]
    event = Event.objects.get(subject_kind="officialdocument", subject_id=document.pk)
    assert (event.verb, event.detail["number"], event.detail["sha256"]) == (
        "issue",
        document.number_text,
        document.pdf.sha256,
    )


def test_the_working_copy_names_the_hash_of_the_original():
    document = issued(by=section_clerk())

    original = document.pdf.open().read()
    copy = docx.Document(io.BytesIO(document.docx.open().read()))
    assert hashlib.sha256(original).hexdigest() in copy.sections[0].header.paragraphs[-1].text


def test_the_year_of_the_number_is_that_of_shanghai():
    at = datetime(2018, 12, 31, 16, 30, tzinfo=UTC)

    assert issued(by=section_clerk(), at=at).number_text == "示组通字〔2019〕1号"


def test_a_kind_without_series_takes_no_number():
    document = issue("公示", build=short_notice, by=section_clerk(), at=AT)

    assert (document.number_text, NumberSeries.objects.count()) == ("", 0)


def test_an_unprintable_document_is_refused_before_the_register_is_touched():
    def build(number):
        return b.Document("通知", "示例", (b.Paragraph("示例\U0002b740"),))

    with pytest.raises(MissingCharacters):
        issue("通知", build=build, series="示组通字", by=section_clerk(), at=AT)

    assert (NumberSeries.objects.count(), OfficialDocument.objects.count(), File.objects.count()) == (0, 0, 0)


def test_an_issued_document_is_neither_changed_nor_deleted():
    document = issued(by=section_clerk())
    document.title = "另一个标题"

    for attempt in (
        document.save,
        document.delete,
        lambda: OfficialDocument.objects.update(title="另一个标题"),
        lambda: OfficialDocument.objects.all().delete(),
        lambda: OfficialDocument.objects.bulk_update([document], ["title"]),
    ):
        with pytest.raises(TypeError):
            attempt()
    assert OfficialDocument.objects.get().title == "关于示例事项的通知"


def test_a_correction_is_a_new_document_that_names_the_old():
    clerk = section_clerk()
    old = issued(by=clerk)

    new = issued(by=clerk, corrects=old)

    assert (new.number, new.corrects) == (2, old)
    assert list(old.corrections.all()) == [new]
    assert Event.objects.get(subject_id=new.pk, verb="issue").detail["corrects"] == str(old)


def test_an_installation_for_rehearsal_marks_every_document(settings):
    settings.MARK = b.REHEARSAL_MARK

    document = issued(by=section_clerk())
    pdf, word, _ = render_pair(agreement())

    assert document.mark == b.REHEARSAL_MARK
    for content in (document.docx.open().read(), word):
        assert b.REHEARSAL_MARK in docx.Document(io.BytesIO(content)).sections[0].header.paragraphs[0].text


def test_the_same_organisation_is_addressed_once():
    county = organisation("county", "中共示例县委")

    assert issued(county, county, by=section_clerk()).addressees.count() == 1


def test_a_receipt_says_who_and_when_and_stands_when_signed_again():
    county = organisation("county", "中共示例县委")
    document, first, second = (
        issued(county, by=section_clerk()),
        person("a", Role.NOMINATOR, county),
        person("b", Role.UNIT_CLERK, county),
    )

    acknowledge(document, county, by=first, at=AT)
    acknowledge(document, county, by=second, at=AT.replace(day=21))

    receipt = document.addressees.get()
    assert (receipt.acknowledged_by, receipt.acknowledged_at, receipt.acknowledged_by_name) == (first, AT, "示例a")
    assert Event.objects.filter(subject_id=document.pk, verb="acknowledge").count() == 1


def test_nobody_signs_for_an_organisation_where_he_has_no_role_or_that_was_not_addressed():
    county, other = organisation("county", "中共示例县委"), organisation("other", "中共另一示例县委")
    document = issued(county, by=section_clerk())
    stranger = person("stranger", Role.NOMINATOR, other)

    for place in (county, other):
        with pytest.raises(PermissionDenied):
            acknowledge(document, place, by=stranger, at=AT)
    assert document.addressees.get().acknowledged_at is None


def test_the_database_refuses_a_number_used_twice_half_a_number_and_half_a_receipt():
    document = issued(organisation("county", "中共示例县委"), by=section_clerk())
    again = {
        f.attname: getattr(document, f.attname)
        for f in OfficialDocument._meta.concrete_fields
        if f.attname not in ("id", "ref")
    }

    for change in ({}, {"number": None}, {"series": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OfficialDocument.objects.create(**again | change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Addressee.objects.update(acknowledged_at=AT)
