"""Pages of documents: addressees and the section see them, strangers get 404, a receipt is one click."""

import pytest
from django.urls import reverse

from lixiang.documents import queries
from lixiang.documents.tests.cast import AT, department, issued, organisation, person, section_clerk
from lixiang.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client):
    county, other = organisation("county", "中共示例县委"), organisation("other", "中共另一示例县委")
    clerk = section_clerk()
    document = issued(county, other, by=clerk, programme_code="huainan-2018")
    return {"county": county, "other": other, "clerk": clerk, "document": document, "client": client}


def page_of(scene, user, route="document"):
    scene["client"].force_login(user)
    return scene["client"].get(reverse(f"documents:{route}", args=[scene["document"].ref]))


def test_an_addressee_reads_it_downloads_both_files_and_signs(scene):
    user = person("reader", Role.NOMINATOR, scene["county"])

    text = page_of(scene, user).content.decode()
    assert "关于示例事项的通知" in text and "示组通字〔2018〕1号" in text and "签收" in text
    assert "中共另一示例县委" not in text
    pdf = page_of(scene, user, "pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")
    assert pdf["Content-Disposition"].startswith("attachment")
    assert b"".join(page_of(scene, user, "docx").streaming_content).startswith(b"PK")
    address = reverse("documents:acknowledge", args=[scene["document"].ref])
    answer = scene["client"].post(address, {"organisation": scene["county"].pk}, follow=True)
    assert "已代表中共示例县委签收" in answer.content.decode()
    assert scene["document"].addressees.get(organisation=scene["county"]).acknowledged_by == user


def test_the_section_sees_every_receipt(scene):
    text = page_of(scene, scene["clerk"]).content.decode()

    assert "中共示例县委" in text and "中共另一示例县委" in text and text.count(">未签收<") == 2
    assert "还有2个单位未签收" in text


@pytest.mark.parametrize("route", ["document", "pdf", "docx"])
def test_strangers_and_administrators_get_404(scene, route):
    elsewhere = organisation("elsewhere", "中共第三示例县委")

    for user in (person("stranger", Role.NOMINATOR, elsewhere), person("admin", Role.SYSTEM_ADMIN, scene["county"])):
        assert page_of(scene, user, route).status_code == 404


def test_nobody_signs_for_another_organisation(scene):
    scene["client"].force_login(person("reader", Role.NOMINATOR, scene["county"]))
    address = reverse("documents:acknowledge", args=[scene["document"].ref])

    assert scene["client"].post(address, {"organisation": scene["other"].pk}).status_code == 404
    assert scene["client"].post(address).status_code == 404
    assert scene["client"].get(address).status_code == 405
    assert not scene["document"].addressees.exclude(acknowledged_at=None).exists()


def test_the_list_shows_what_waits_and_to_the_section_the_count_of_receipts(scene):
    user = person("reader", Role.NOMINATOR, scene["county"])
    scene["client"].force_login(user)

    assert "待签收" in scene["client"].get(reverse("documents:list")).content.decode()
    assert queries.unsigned_count(user) == 1
    scene["client"].force_login(scene["clerk"])
    assert "0/2" in scene["client"].get(reverse("documents:list")).content.decode()


def test_an_empty_list_says_what_will_appear(client):
    client.force_login(person("reader", Role.UNIT_CLERK, department()))

    assert "还没有公文" in client.get(reverse("documents:list")).content.decode()


def test_a_corrected_document_leads_to_the_correction(scene):
    new = issued(scene["county"], by=scene["clerk"], corrects=scene["document"])

    assert new.ref in page_of(scene, scene["clerk"]).content.decode()
    scene["document"] = new
    assert "本件所更正或者补充的公文" in page_of(scene, scene["clerk"]).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_questions(scene, django_assert_num_queries, count):
    for _ in range(count):
        issued(scene["county"], by=scene["clerk"])
    reader = person("reader", Role.NOMINATOR, scene["county"])
    assert reader.held_roles and scene["clerk"].held_roles

    with django_assert_num_queries(1):
        assert [row.document.number_text for row in queries.received_by(reader).rows]
    with django_assert_num_queries(1):
        assert [row.number_text for row in queries.issued_to_all(scene["clerk"]).rows]


def test_a_long_list_is_paged_by_key_and_misses_nothing(scene, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for _ in range(4):
        issued(scene["county"], by=scene["clerk"], at=AT)

    seen, before = [], None
    while True:
        found = queries.issued_to_all(scene["clerk"], before=before)
        seen += [row.number for row in found.rows]
        before = found.next_key
        if before is None:
            break
    assert seen == [5, 4, 3, 2, 1]
