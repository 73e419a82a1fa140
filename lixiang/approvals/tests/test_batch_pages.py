"""Opinions and decisions on all projects that are picked, and what a refused batch keeps."""

import re

import pytest

from lixiang.approvals.models import Decision, Opinion
from lixiang.approvals.tests.arranging import decide, nominated, speak

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return answer.content.decode()


def test_an_opinion_on_the_projects_that_are_picked(browser, cast, morning):
    picked = nominated(cast, morning, 3)[:2]
    sent = {"pick": [project.ref for project in picked], "step": "first_check", "result": "agree", "text": "同意。"}

    answer = browser("section_clerk").post("/reviews/give-opinions/?step=all", sent)

    assert (answer.url, Opinion.objects.count()) == ("/reviews/?step=all", 2)


def test_the_batch_begins_with_agreement_so_that_words_alone_are_to_be_chosen(browser, cast, morning):
    nominated(cast, morning)

    batch = browser("section_clerk").get("/reviews/").content.decode().split("batch-text")[0]

    assert re.findall(r'name="result" value="(\w+)"( checked)?', batch) == [("agree", " checked"), ("disagree", "")]


def test_a_refused_batch_keeps_ticks_and_words(browser, cast, morning):
    project = nominated(cast, morning)[0]
    sent = {"pick": [project.ref], "step": "first_check", "text": "批量意见的文字"}

    answer = browser("section_clerk").post("/reviews/give-opinions/", sent)

    page = words(answer)
    assert answer.status_code == 422 and "批量意见的文字" in page
    assert f'value="{project.ref}" aria-label="选择 {project}" checked' in page


def test_a_decision_on_the_projects_that_are_picked(browser, cast, morning):
    first, second = nominated(cast, morning, 2)
    speak(cast, first, morning)
    sent = {"pick": [first.ref, second.ref], "verdict": "approve", "reason": ""}
    client = browser("department_leader")

    refused = client.post("/reviews/decide-all/?step=all", sent)
    speak(cast, second, morning)
    answer = client.post("/reviews/decide-all/?step=all", sent)

    assert refused.status_code == 422 and f"“{second}”" in words(refused).replace("&#34;", '"')
    assert (answer.status_code, Decision.objects.count()) == (302, 2)


def test_nothing_is_put_on_show_where_the_notice_knows_no_publicity(browser, project):
    page = words(browser("department_leader").get("/reviews/?step=all"))

    assert 'value="waitlist"' in page and 'value="shortlist"' not in page


@pytest.mark.parametrize(("verdict", "tone"), [("approve", "good"), ("decline", "bad"), ("waitlist", "waiting")])
def test_a_quiet_decision_looks_like_what_it_will_be(browser, cast, project, morning, verdict, tone):
    speak(cast, project, morning)
    decide(cast, project, verdict, morning, reason="理由")

    assert f'<span class="status status-{tone}">' in words(browser("department_leader").get("/decisions/"))


@pytest.mark.parametrize("verb", ["give-opinions", "decide-all"])
def test_a_batch_of_nothing_is_refused(browser, project, verb):
    sent = {"step": "first_check", "result": "agree", "text": "同意。", "verdict": "approve"}
    who = "section_clerk" if verb == "give-opinions" else "department_leader"

    answer = browser(who).post(f"/reviews/{verb}/", sent)

    assert answer.status_code == 422 and "请先勾选项目" in words(answer)
