"""The form of an application: how it begins, saves and comes back, what it says is missing, who only reads it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lixiang.projects.models import Project
from lixiang.projects.tests.arranging import clerk_of, drafted, filled, handed_in
from lixiang.workflow.moves import move

FORM = "/projects/huainan-2018-0001/application/"
BASE = "/projects/huainan-2018-0001/"
AUTOSAVE = {"X-Autosave": "1"}


def text(response) -> str:
    return response.content.decode()


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
