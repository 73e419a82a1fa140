"""What each person sees on the pages of this stage; strangers get 404, a refusal keeps what was typed."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lixiang.files.models import Claim
from lixiang.programmes.models import Extension, Programme
from lixiang.projects import actions
from lixiang.projects.models import Project
from lixiang.projects.tests.arranging import clerk_of, drafted, filled, handed_in, upload
from lixiang.workflow.moves import move

FORM = "/projects/huainan-2018-0001/application/"
BASE = "/projects/huainan-2018-0001/"
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def open_still(cast, morning):
    """The pages read the real clock: the notice of 2018 is prolonged into tomorrow."""
    section = cast.user("section_clerk")
    until = timezone.now() + timedelta(days=1)
    words = {"programme": cast.programme, "step": "nomination", "reason": "示例"}
    return Extension.objects.create(until=until, granted_by=section, granted_at=morning, **words)


@pytest.fixture
def browse(client, cast):
    """Log in as somebody of the cast and give back the client."""

    def log_in(username: str = "unit_clerk.county-1"):
        client.force_login(cast.users[username])
        return client

    return log_in


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


# --- begin -----------------------------------------------------------------------------------------------------------
def test_a_clerk_begins_a_project_and_stands_before_its_form(cast, browse, open_still):
    response = browse().post("/projects/draft/", {"key": str(uuid4())})

    assert response.headers["Location"] == FORM
    assert "还有15处须补充或改正" in text(browse().get(FORM))


def test_a_clerk_of_two_units_says_for_which(cast, morning, browse):
    clerk = clerk_of(cast)
    clerk.roles.create(
        role="unit_clerk", organisation=cast.organisations["county-2"], valid_from=morning, granted_at=morning
    )

    assert 'name="organisation"' in text(browse().get("/projects/"))
    assert browse().post("/projects/draft/").status_code == 422
    assert browse().post("/projects/draft/", {"organisation": "county-2"}).status_code == 302
    assert Project.objects.get().drafting_organisation == cast.organisations["county-2"]


def test_nobody_else_begins_a_project(cast, browse):
    assert browse("section_clerk").post("/projects/draft/").status_code == 404


# --- the form --------------------------------------------------------------------------------------------------------
def test_the_form_works_without_scripts(cast, morning, browse):
    drafted(cast, morning)

    response = browse().post(f"{FORM}grounds/", {"version": "0", "background": "示例背景"})

    assert response.headers["Location"] == f"{FORM}#section-grounds"
    page = text(browse().get(FORM))
    assert "示例背景" in page
    assert "已于" in page


def test_rows_come_back_without_those_marked_as_deleted(cast, morning, browse):
    drafted(cast, morning)
    rows = {"goals-TOTAL_FORMS": "3", "goals-0-indicator": "留", "goals-1-indicator": "删", "goals-1-DELETE": "on"}

    browse().post(f"{FORM}goals/", {"version": "0", **rows, "goals-2-indicator": "也留"})

    page = text(browse().get(FORM))
    assert 'name="goals-1-indicator" value="也留"' in page
    assert 'value="删"' not in page
    assert 'name="goals-2-indicator"' in page  # blank rows for pages without scripts


@pytest.mark.parametrize("total", ["", "abc", "-1", "99999999999999999999", "٣"])
def test_a_senseless_number_of_rows_is_none(cast, morning, browse, total):
    drafted(cast, morning)

    browse().post(f"{FORM}goals/", {"version": "0", "goals-TOTAL_FORMS": total, "goals-0-indicator": "甲"})

    assert Project.objects.get().goals.count() == 0


def test_an_autosave_answers_with_version_and_time_alone(cast, morning, browse):
    drafted(cast, morning)

    response = browse().post(f"{FORM}grounds/", {"version": "0", "scope": "甲"}, headers=AUTOSAVE)

    assert (response.status_code, response.headers["X-Version"], response.content) == (204, "1", b"")
    assert len(response.headers["X-Saved"]) == 8


def test_a_refused_autosave_marks_the_field(cast, morning, browse):
    drafted(cast, morning)

    response = browse().post(f"{FORM}basics/", {"version": "0", "title": "长" * 201}, headers=AUTOSAVE)

    assert response.status_code == 422
    assert 'id="findings-title"' in text(response)
    assert "最多能保存200字" in text(response)


def test_an_autosave_into_a_closed_section_says_so_loudly(cast, morning, browse):
    handed_in(cast, morning)

    response = browse().post(f"{FORM}basics/", {"version": "1", "title": "迟"}, headers=AUTOSAVE)

    assert response.status_code == 422
    assert 'id="notices"' in text(response)
    assert "此部分不能修改" in text(response)


def test_a_refused_save_keeps_what_was_typed_on_the_page(cast, morning, browse):
    drafted(cast, morning)

    response = browse().post(f"{FORM}basics/", {"version": "0", "title": "长" * 201, "leader_name": "示例甲"})

    assert response.status_code == 422
    assert "长" * 201 in text(response)
    assert 'value="示例甲"' in text(response)
    assert "没有保存成功" in text(response)
    assert Project.objects.get().leader_name == ""


def test_findings_stand_beside_their_fields_and_the_missing_on_top(cast, morning, browse):
    filled(cast, morning, title="长" * 41, measures="", category="Z", leader_post="总干事")

    page = text(browse().get(FORM))

    beside = page.split('id="findings-title"')[1].split("</div>")[0]
    assert "不超过40字" in beside
    assert '<a href="#id_measures">主要措施</a>' in page
    assert "二.3d" in beside
    assert '<option value="Z" selected>' in page  # a value from elsewhere stays visible


def test_htmx_asks_for_the_findings_alone(cast, morning, browse):
    filled(cast, morning, title="长" * 41)

    part = text(browse().get(f"{BASE}findings/", headers={"HX-Request": "true"}))
    whole = text(browse().get(f"{BASE}findings/"))

    assert part.lstrip().startswith('<div id="check-list"')
    assert 'id="findings-id_attachments"' in part
    assert "<!doctype html>" in whole


def test_a_faultless_form_says_that_it_can_be_handed_in(cast, morning, browse):
    filled(cast, morning, completion_on="2099-12-31")

    page = text(browse().get(f"{BASE}findings/", headers={"HX-Request": "true"}))

    assert "原则上不晚于2018年12月31日" in page
    assert page.count("齐备") == 6


def test_the_catalogue_and_the_own_organisations_can_be_searched(cast, morning, browse):
    drafted(cast, morning)

    page = text(browse().get(FORM))

    assert page.count("<datalist") == 2
    assert '<option value="12.抓党建促脱贫攻坚">' in page
    assert '<option value="中共演练第一县示例镇委员会">' in page
    assert "中共演练第二县" not in page


def test_a_return_shows_its_reason_and_locks_what_was_not_marked(cast, morning, browse):
    project = handed_in(cast, morning).project
    due_at = timezone.now() + timedelta(days=1)
    nominator = cast.user("nominator", "county-1")
    move(project, "send_back", by=nominator, at=morning, reason="请细化目标", open_sections=["goals"], due_at=due_at)

    page = text(browse().get(FORM))

    assert "请细化目标" in page
    assert "本次可以修改：“目标与措施”" in page
    assert 'id="form-goals"' in page
    assert 'id="form-basics"' not in page
    assert "已锁定" in page


def test_a_nominator_reads_the_form_and_writes_nothing(cast, morning, browse):
    handed_in(cast, morning)

    page = text(browse("nominator.county-1").get(FORM))

    assert "示例项目：社区党建联席会议" in page
    assert "data-autosave" not in page
    assert "HUAINAN-2018-0001-1" in page


def test_the_sheet_can_be_fetched_alone_for_the_dossier(cast, morning, browse):
    handed_in(cast, morning)

    part = text(browse("nominator.county-1").get(FORM, headers={"HX-Request": "true"}))

    assert "<!doctype" not in part
    assert "示例背景" in part


def test_a_draft_is_discarded_and_a_second_time_is_not_found(cast, morning, browse):
    drafted(cast, morning)

    assert browse().post(f"{BASE}discard/").headers["Location"] == "/projects/"
    assert browse().post(f"{BASE}discard/").status_code == 404
    assert "已删除草稿" in text(browse().get("/projects/"))


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
