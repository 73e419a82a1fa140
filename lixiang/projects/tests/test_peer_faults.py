"""Faults that other systems showed when they were measured, each provoked here: nothing doubled, lost or undone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import process_time
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lixiang.files.models import Claim, File
from lixiang.people.models import User
from lixiang.programmes.models import Extension
from lixiang.projects import actions, queries
from lixiang.projects.models import Project, Revision
from lixiang.projects.tests.arranging import PDF, clerk_of, drafted, filled, huge_picture, seen_by, upload
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Refused

BASE = "/projects/huainan-2018-0001/"
FORM = f"{BASE}application/"
LATE = timedelta(minutes=5)


def prolong(cast, until, at):
    """The pages read the real clock: put the deadline of the notice at a moment of it."""
    section = cast.user("section_clerk")
    words = {"programme": cast.programme, "step": "nomination", "reason": "示例"}
    Extension.objects.create(until=until, granted_by=section, granted_at=at, **words)


@pytest.fixture
def project(cast, morning):
    return filled(cast, morning, completion_on="2099-12-31")


@pytest.fixture
def clerk(cast, client):
    client.force_login(clerk_of(cast))
    return client


HAND_IN = {"reason": "情况属实。"}


# --- double click ----------------------------------------------------------------------------------------------------
def test_a_double_click_hands_in_once_and_gives_one_receipt(cast, morning, project, clerk):
    prolong(cast, timezone.now() + LATE, morning)
    sent = {"key": str(uuid4()), **HAND_IN}

    answers = [clerk.post(f"{BASE}hand-in/", sent).headers["Location"] for _ in range(2)]

    assert answers == [f"{BASE}receipts/1/"] * 2
    assert Revision.objects.count() == 1


def test_a_double_click_begins_one_project(cast, clerk):
    sent = {"key": str(uuid4())}

    answers = {clerk.post("/projects/draft/", sent).headers["Location"] for _ in range(2)}

    assert answers == {FORM}
    assert Project.objects.count() == 1


def test_a_double_click_attaches_a_file_once(cast, morning, project, clerk):
    for _ in range(2):
        clerk.post(f"{BASE}attach/", {"field": "attachments", "files": [upload()]})

    assert Claim.objects.count() == 1


# --- two tabs --------------------------------------------------------------------------------------------------------
def test_the_second_tab_is_told_that_the_first_handed_in(cast, morning, project, clerk):
    prolong(cast, timezone.now() + LATE, morning)
    first = clerk.post(f"{BASE}hand-in/", {"key": str(uuid4()), **HAND_IN})
    second = clerk.post(f"{BASE}hand-in/", {"key": str(uuid4()), **HAND_IN})

    assert (first.status_code, second.status_code) == (302, 422)
    assert "不能提交" in second.content.decode()
    assert Revision.objects.count() == 1


def test_the_second_tab_does_not_undo_what_the_first_saved(cast, morning, project, clerk):
    clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "第一个窗口"})

    answer = clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "第二个窗口"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "第一个窗口" in page
    assert "第二个窗口" in page
    assert queries.values_of(Project.objects.get())["scope"] == "第一个窗口"


def test_after_a_clash_either_text_can_be_chosen_without_scripts(cast, morning, project, clerk):
    clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "第一个窗口"})
    page = clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "第二个窗口"}).content.decode()
    assert 'name="keep" value="mine"' in page
    assert '<input type="hidden" name="version" value="2">' in page

    clerk.post(f"{FORM}grounds/", {"version": "2", "scope": "第二个窗口", "keep": "theirs"})
    assert queries.values_of(Project.objects.get())["scope"] == "第一个窗口"
    clerk.post(f"{FORM}grounds/", {"version": "2", "scope": "第二个窗口", "keep": "mine"})
    assert queries.values_of(Project.objects.get())["scope"] == "第二个窗口"


# --- two clerks ------------------------------------------------------------------------------------------------------
def second_clerk(cast, morning) -> User:
    other = User.objects.create_user("second.clerk", "示例第二填报员", is_sample=True)
    county = cast.organisations["county-1"]
    other.roles.create(role="unit_clerk", organisation=county, valid_from=morning, granted_at=morning)
    return other


def test_an_autosave_on_a_colleagues_save_shows_both_texts(cast, morning, project, clerk):
    other = second_clerk(cast, morning)
    actions.save_section(project, "grounds", {"scope": "同事的"}, expected=1, by=other, at=morning)

    answer = clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "我的"}, headers={"X-Autosave": "1"})

    page = answer.content.decode()
    assert (answer.status_code, answer.headers["X-Version"]) == (409, "2")
    assert all(words in page for words in ("同事的", "我的", "示例第二填报员", "工作范围或对象"))


def test_clerks_in_different_sections_do_not_wait_for_one_another(cast, morning, project, clerk):
    other = second_clerk(cast, morning)
    actions.save_section(project, "goals", {"measures": "同事的"}, expected=1, by=other, at=morning)

    answer = clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "我的"}, headers={"X-Autosave": "1"})

    values = queries.values_of(Project.objects.get())
    assert (answer.status_code, values["scope"], values["measures"]) == (204, "我的", "同事的")


def test_what_a_colleague_changed_after_the_check_is_not_handed_in(cast, morning, project, clerk):
    prolong(cast, timezone.now() + LATE, morning)
    seen = queries.application_for(clerk_of(cast), seen_by(clerk_of(cast), project), morning).hash
    other = second_clerk(cast, morning)
    actions.save_section(project, "grounds", {"scope": "同事的"}, expected=1, by=other, at=morning)

    answer = clerk.post(f"{BASE}hand-in/", {"key": str(uuid4()), "seen": seen, **HAND_IN})

    assert answer.status_code == 422
    assert "又有人修改了申报书" in answer.content.decode()


# --- the deadline passes while one fills the form --------------------------------------------------------------------
def test_what_arrives_within_the_grace_is_taken(cast, morning, project, clerk):
    prolong(cast, timezone.now() - timedelta(seconds=20), morning)

    assert "仍可接收" in clerk.get(FORM).content.decode()
    assert clerk.post(f"{BASE}hand-in/", {"key": str(uuid4()), **HAND_IN}).status_code == 302


def test_what_comes_too_late_is_refused_with_its_clause_and_the_draft_is_kept(cast, morning, project, clerk):
    prolong(cast, timezone.now() - LATE, morning)

    saved = clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "截止时正在填写"}, headers={"X-Autosave": "1"})
    refused = clerk.post(f"{BASE}hand-in/", {"key": str(uuid4()), **HAND_IN})

    page = refused.content.decode()
    assert (saved.status_code, refused.status_code) == (204, 422)
    assert "已填内容均已保存" in page
    assert "二.3c" in page
    assert queries.values_of(Project.objects.get())["scope"] == "截止时正在填写"
    assert "截止时正在填写" in clerk.get(FORM).content.decode()


def test_a_later_extension_takes_the_draft_after_all(cast, morning, project, clerk):
    key = str(uuid4())
    assert clerk.post(f"{BASE}hand-in/", {"key": key, **HAND_IN}).status_code == 422

    prolong(cast, timezone.now() + LATE, morning)

    assert clerk.post(f"{BASE}hand-in/", {"key": key, **HAND_IN}).status_code == 302


# --- files that are not what they say --------------------------------------------------------------------------------
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", b"plain text"),
        ("图.png", SCRIPT),
        ("图.svg", SCRIPT),
        ("页.html", b"<script>alert(1)</script>"),
        ("页.pdf", b"<html><script>alert(1)</script>"),
        ("文.docx", PDF),
        ("图.jpg", b"\x89PNG\r\n\x1a\n"),
        ("程序.exe", b"MZ\x90"),
    ],
)
def test_a_wrong_content_behind_a_good_name_stays_outside(cast, morning, project, clerk, name, content):
    answer = clerk.post(f"{BASE}attach/", {"field": "attachments", "files": [upload(name, content)]})

    assert answer.status_code == 422
    assert f"“{name}”" in answer.content.decode()
    assert not File.objects.exists()


def test_a_picture_of_144_megapixels_in_17_kilobytes_is_refused_before_it_is_decoded(cast, morning, project, clerk):
    picture = huge_picture()
    assert len(picture) < 20_000
    start = process_time()

    answer = clerk.post(f"{BASE}attach/", {"field": "attachments", "files": [upload("图.png", picture)]})

    assert answer.status_code == 422
    assert "像素过大" in answer.content.decode()
    assert process_time() - start < 5  # of our own work; decoding it took a peer 115 seconds


def test_too_large_a_file_is_refused_with_its_limit(cast, morning, project, clerk, settings):
    settings.UPLOAD_BYTES = 1024

    answer = clerk.post(f"{BASE}attach/", {"field": "attachments", "files": [upload("大.pdf", PDF + b"0" * 2048)]})

    assert answer.status_code == 422
    assert "上限" in answer.content.decode()


def test_nothing_is_ever_shown_in_the_page_but_pdf_and_pictures(cast, morning, project, clerk):
    claim = actions.attach(project, "attachments", upload(), name="示例.pdf", by=clerk_of(cast), at=morning)
    address = f"{BASE}attachments/{claim.pk}/?inline"

    shown = clerk.get(address)
    File.objects.update(media_type="text/html")  # whatever a database may say
    forced = clerk.get(address)

    assert shown.headers["Content-Disposition"].startswith("inline")
    assert forced.headers["Content-Disposition"].startswith("attachment")
    assert {answer.headers["Content-Security-Policy"] for answer in (shown, forced)} == {"sandbox"}


# --- odd characters and addresses ------------------------------------------------------------------------------------
def test_a_post_without_its_token_is_refused(cast, morning, project):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(clerk_of(cast))

    assert guarded.post(f"{FORM}grounds/", {"version": "1", "scope": "x"}).status_code == 403


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "\u0663"])
def test_a_senseless_version_is_a_clash_and_no_error(cast, morning, project, clerk, version):
    answer = clerk.post(f"{FORM}grounds/", {"version": version, "scope": "x"}, headers={"X-Autosave": "1"})

    assert answer.status_code == 409


def test_markup_in_a_text_is_text(cast, morning, project, clerk):
    clerk.post(f"{FORM}grounds/", {"version": "1", "scope": "<script>alert(1)</script>"})

    page = clerk.get(FORM).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


# --- at the same moment ----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_same_moment_hand_in_once(cast, morning):
    project, clerk, key = filled(cast, morning), clerk_of(cast), uuid4()

    def click(_):
        try:
            return actions.hand_in(project, key=key, by=clerk, at=morning).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))

    assert len(set(answers)) == 1
    assert Revision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_moment_lose_nothing(cast, morning):
    project, clerk = drafted(cast, morning), clerk_of(cast)

    def save(place):
        try:
            actions.save_section(project, "grounds", {"scope": str(place)}, expected=0, by=clerk, at=morning)
            return "saved"
        except EditedMeanwhile:
            return "clash"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(save, range(4)))

    assert answers == ["clash", "clash", "clash", "saved"]


@pytest.mark.django_db(transaction=True)
def test_drafts_begun_at_the_same_moment_are_numbered_without_gap(cast, morning):
    county, clerk = cast.organisations["county-1"], clerk_of(cast)
    clerk.organisations_as("unit_clerk")  # the cached roles are shared by the threads

    def begin(place):
        try:
            return actions.draft(cast.programme, organisation=county, by=clerk, at=morning).number
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(begin, range(4)))

    assert numbers == [1, 2, 3, 4]
