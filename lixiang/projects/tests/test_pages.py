"""The list of projects, the hand-in and the files of one; strangers get 404, a refusal keeps what was typed."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.files.models import Claim
from lixiang.programmes.models import Programme
from lixiang.projects import actions
from lixiang.projects.models import Project
from lixiang.projects.tests.arranging import clerk_of, drafted, filled, handed_in, upload

FORM = "/projects/huainan-2018-0001/application/"
BASE = "/projects/huainan-2018-0001/"


def text(response) -> str:
    return response.content.decode()


# --- the list --------------------------------------------------------------------------------------------------------
def test_an_empty_list_says_what_will_stand_there(cast, browse):
    assert "填报新项目" in text(browse().get("/projects/"))
    page = text(browse("section_clerk").get("/projects/"))
    assert "各单位提交的项目会列在这里" in page
    assert "填报新项目" not in page


def test_a_person_without_rights_learns_nothing(cast, morning, browse):
    filled(cast, morning)

    page = text(browse("unit_clerk.county-2").get("/projects/"))

    assert "示例项目" not in page


def test_the_list_shows_ref_title_people_and_status_in_words(cast, morning, browse):
    filled(cast, morning)

    page = text(browse().get("/projects/"))

    for words in ("HUAINAN-2018-0001", "示例项目：社区党建联席会议", "A 创新实践", "示例甲", "草稿", "演练第一县委"):
        assert words in page
    assert f'href="{FORM}"' in page


def test_a_list_narrowed_to_nothing_offers_the_whole(cast, browse):
    page = text(browse().get("/projects/?q=没有&category=A&status=DRAFT&topic=12&order=newest"))

    assert "没有符合条件的项目" in page
    assert 'value="没有"' in page


def test_only_the_section_narrows_by_organisation(cast, browse):
    assert 'name="organisation"' in text(browse("section_clerk").get("/projects/?organisation=county-1"))
    assert "申报单位名称" not in text(browse().get("/projects/"))


@pytest.mark.parametrize("query", ["q=%EF%BF%BE", "after=nonsense", "topic=999999", "size=abc", "order=x", "before=-1"])
def test_a_senseless_address_shows_a_list(cast, browse, query):
    assert browse().get(f"/projects/?{query}").status_code == 200


def test_long_lists_have_neighbours(cast, morning, browse):
    for _ in range(11):
        drafted(cast, morning)

    first = text(browse().get("/projects/?size=10"))
    second = text(browse().get("/projects/?size=10&after=10"))

    assert 'href="/projects/?size=10&amp;after=10"' in first
    assert 'href="/projects/?size=10&amp;before=11"' in second


def test_without_a_programme_the_list_says_so(cast, browse):
    Programme.objects.update(status="DRAFT")

    assert "还没有批次" in text(browse().get("/projects/"))


def test_pages_are_behind_the_log_in(client, cast, morning):
    drafted(cast, morning)

    for address in ("/projects/", FORM, f"{BASE}form.pdf", f"{BASE}hand-in/"):
        assert client.get(address).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("username", ["unit_clerk.county-2", "nominator.county-2", "section_clerk", "judge"])
@pytest.mark.parametrize(
    "path", ["application/", "findings/", "hand-in/", "form.pdf", "form.docx", "revisions/1/", "receipts/1/"]
)
def test_a_stranger_does_not_find_a_draft(cast, morning, browse, username, path):
    drafted(cast, morning)

    assert browse(username).get(BASE + path).status_code == 404


@pytest.mark.parametrize("path", ["application/grounds/", "discard/", "attach/", "scans/unit/", "hand-in/"])
def test_a_stranger_writes_to_no_draft(cast, morning, browse, path):
    drafted(cast, morning)

    sent = {"files": upload()}
    assert browse("unit_clerk.county-2").post(BASE + path, sent).status_code == 404
    assert browse("nominator.county-1").post(BASE + path, {"files": upload()}).status_code in (403, 404)


# --- hand in ---------------------------------------------------------------------------------------------------------
def test_what_is_handed_in_gets_a_receipt(cast, morning, browse, open_still):
    filled(cast, morning, completion_on="2099-12-31")
    page = text(browse().get(f"{BASE}hand-in/"))
    hidden = dict(re.findall(r'type="hidden" name="(key|seen)" value="([^"]+)"', page))

    response = browse().post(f"{BASE}hand-in/", {**hidden, "reason": "确有需要。"})

    assert set(hidden) == {"key", "seen"}

    assert response.headers["Location"] == f"{BASE}receipts/1/"
    receipt = text(browse().get(f"{BASE}receipts/1/"))
    revision = Project.objects.get().revision
    assert revision.receipt_number in receipt
    assert revision.hash in receipt
    assert revision.reason == "确有需要。"


def test_a_refused_hand_in_tells_every_reason_and_keeps_the_words(cast, morning, browse, open_still):
    filled(cast, morning, title="", completion_on="2099-12-31")
    key = uuid4()

    response = browse().post(f"{BASE}hand-in/", {"key": str(key), "reason": "我的理由"})

    assert response.status_code == 422
    assert "“项目名称”尚未填写" in text(response)
    assert "我的理由" in text(response)
    assert str(key) in text(response)
    assert f"{FORM}#id_title" in text(response)


def test_a_hand_in_without_its_key_is_asked_to_load_the_page_anew(cast, morning, browse, open_still):
    filled(cast, morning)

    for key in ("", "nonsense"):
        response = browse().post(f"{BASE}hand-in/", {"key": key})
        assert response.status_code == 422
        assert "请刷新后再提交" in text(response)


def test_what_was_handed_in_has_no_button_any_more(cast, morning, browse):
    handed_in(cast, morning)

    page = text(browse().get(f"{BASE}hand-in/"))

    assert "提交申报书</button>" not in page
    assert "等待推荐" in page


# --- files -----------------------------------------------------------------------------------------------------------
def test_several_files_come_in_at_once_and_go_out_again(cast, morning, browse):
    drafted(cast, morning)
    files = {"field": "attachments", "files": [upload("一.pdf"), upload("二.pdf", b"%PDF-1.5\n%%EOF")]}

    assert browse().post(f"{BASE}attach/", files).headers["Location"] == f"{FORM}#files-attachments"

    claim = Claim.objects.get(name="一.pdf")
    response = browse().get(f"{BASE}attachments/{claim.pk}/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert browse().post(f"{BASE}attachments/{claim.pk}/detach/").status_code == 302
    assert browse().get(f"{BASE}attachments/{claim.pk}/").status_code == 404


def test_the_form_says_before_what_may_come_in(cast, morning, browse):
    drafted(cast, morning)

    assert "单个不超过20MB" in text(browse().get(FORM))


@pytest.mark.parametrize("path", ["attach/", "scans/unit/"])
def test_no_file_is_told_beside_the_place(cast, morning, browse, path):
    handed_in(cast, morning) if path == "scans/unit/" else drafted(cast, morning)

    response = browse().post(BASE + path, {"field": "attachments"})

    assert response.status_code == 422
    assert "请先选择文件" in text(response)


def test_a_scan_is_attached_after_the_hand_in(cast, morning, browse):
    handed_in(cast, morning)

    assert browse().post(f"{BASE}scans/unit/", {"files": upload("盖章.pdf")}).headers["Location"] == f"{FORM}#scans"
    assert "盖章.pdf" in text(browse("nominator.county-1").get(FORM))
    assert browse("nominator.county-1").post(f"{BASE}scans/unit/", {"files": upload()}).status_code == 403


@pytest.mark.parametrize("number", [999, 10**30])
def test_a_file_that_is_none_is_not_found(cast, morning, browse, number):
    drafted(cast, morning)

    assert browse().get(f"{BASE}attachments/{number}/").status_code == 404
    assert browse().post(f"{BASE}attachments/{number}/detach/").status_code == 404


def test_a_file_of_another_project_is_not_found(cast, morning, browse):
    theirs = drafted(cast, morning, "county-2")
    clerk = clerk_of(cast, "county-2")
    claim = actions.attach(theirs, "attachments", upload(), name="示例.pdf", by=clerk, at=morning)
    drafted(cast, morning)

    for ref in ("huainan-2018-0001", "huainan-2018-0002"):
        assert browse().get(f"/projects/{ref}/attachments/{claim.pk}/").status_code == 404


@pytest.mark.parametrize("username", ["unit_clerk.county-1", "section_clerk"])
def test_the_list_costs_as_many_queries_at_one_three_and_thirty_rows(cast, morning, browse, username):
    counts = set()
    for rows in (1, 2, 27):
        for _ in range(rows):
            project = drafted(cast, morning)
            Project.objects.filter(pk=project.pk).update(nominated_at=morning)
        browse(username).get("/projects/")  # what stands in the session is written once
        with CaptureQueriesContext(connection) as seen:
            browse(username).get("/projects/")
        counts.add(len(seen))

    assert len(counts) == 1
    assert counts.pop() <= 12
