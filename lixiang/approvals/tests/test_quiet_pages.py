"""The pages of decisions not yet announced and of the papers that announce them."""

import pytest

from lixiang.approvals.tests.arranging import approve, decide, nominated, speak

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return answer.content.decode()


def test_the_quiet_list_offers_undoing_to_the_leader_and_publishing_to_the_head(browser, cast, project, morning):
    speak(cast, project, morning)
    decision = decide(cast, project, "approve", morning)

    pages = {
        who: words(browser(who).get("/decisions/")) for who in ("section_clerk", "section_head", "department_leader")
    }

    undo = f"/decisions/{decision.pk}/undo/"
    assert [undo in page for page in pages.values()] == [False, False, True]
    assert ["公布勾选的决定" in page for page in pages.values()] == [False, True, True]
    assert all(str(project) in page for page in pages.values())


def test_undoing_leads_back_to_the_list(browser, cast, project, morning):
    speak(cast, project, morning)
    decision = decide(cast, project, "approve", morning)

    answer = browser("department_leader").post(f"/decisions/{decision.pk}/undo/")

    decision.refresh_from_db()
    assert answer.url == "/decisions/" and decision.undone_at is not None


def test_publishing_leads_to_the_papers_of_the_batch(browser, cast, project, morning):
    speak(cast, project, morning)
    decision = decide(cast, project, "decline", morning, reason="重复。")

    answer = browser("section_head").post("/decisions/publish/", {"pick": [decision.pk]})

    assert answer.url == "/publications/huainan-2018-p1/"
    assert "印发文件" in words(browser("section_head").get(answer.url))


def test_publishing_nothing_is_refused_on_a_page(browser, project):
    answer = browser("section_head").post("/decisions/publish/", {})

    assert answer.status_code == 422 and "请刷新后再公布" in words(answer)


def test_issuing_without_scripts_goes_on_at_each_press(browser, cast, morning, monkeypatch):
    from lixiang.approvals.views import decisions

    approve(cast, nominated(cast, morning), morning)
    monkeypatch.setattr(decisions, "PAPERS_AT_ONCE", 1)
    client, place = browser("section_head"), "/publications/huainan-2018-p1/"

    assert client.post(f"{place}issue/").url == place
    assert "继续印发" in words(client.get(place))
    client.post(f"{place}issue/")
    assert "全部印发" in words(client.get(place))
    assert client.post(f"{place}issue/").status_code == 302


def test_issuing_with_scripts_answers_with_the_papers_alone_and_goes_on_by_itself(browser, cast, morning, monkeypatch):
    from lixiang.approvals.views import decisions

    approve(cast, nominated(cast, morning), morning)
    monkeypatch.setattr(decisions, "PAPERS_AT_ONCE", 1)
    client, place = browser("section_head"), "/publications/huainan-2018-p1/issue/"

    first = words(client.post(place, headers={"HX-Request": "true"}))
    second = words(client.post(place, headers={"HX-Request": "true"}))

    assert first.lstrip().startswith('<div id="papers">') and 'hx-trigger="load"' in first
    assert "全部印发" in second and "hx-trigger" not in second


def test_the_clerk_sees_the_papers_and_issues_none(browser, cast, morning):
    approve(cast, nominated(cast, morning), morning)
    client = browser("section_clerk")

    assert "由科长或部领导印发" in words(client.get("/publications/huainan-2018-p1/"))
    assert client.post("/publications/huainan-2018-p1/issue/").status_code == 403
