"""What who nominates does with one project: sending back, passing over, withdrawing, nominating again."""

from uuid import uuid4

import pytest

from lixiang.nominations.tests.conftest import SLATE, text_of
from lixiang.nominations.tests.test_project_actions import returned_by_the_department
from lixiang.people.roles import Role
from lixiang.projects.states import Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_project_is_sent_back_by_sections(stage, nominator):
    project = stage.filled("A").entries.first().project
    path = f"/projects/{project.ref}/send-back-to-unit/"

    refused = nominator.post(path, {"reason": "写了很久的意见"})
    done = nominator.post(
        path, {"sections": ["goals"], "reason": "目标不够具体", "due_at": "2018-04-01T18:00"}, follow=True
    )

    assert "目标与措施" in text_of(nominator.get(f"/projects/{stage.project().ref}/send-back-to-unit/"))
    assert refused.status_code == 422
    assert "请勾选需要修改的部分。" in text_of(refused) and "写了很久的意见" in text_of(refused)
    assert done.redirect_chain == [(SLATE, 302)]
    project.refresh_from_db()
    assert (project.status, project.open_sections) == (Status.RETURNED_BY_NOMINATOR, ["goals"])


def test_a_project_is_passed_over_with_a_reason(stage, nominator):
    project = stage.project()
    stage.slate()

    assert nominator.post(f"/projects/{project.ref}/pass-over/", {"reason": ""}).status_code == 422
    nominator.post(f"/projects/{project.ref}/pass-over/", {"reason": "名额有限"})

    project.refresh_from_db()
    assert project.status == Status.PASSED_OVER


def test_a_withdrawal_that_breaks_the_quota_comes_back_with_its_reason(stage, nominator):
    project = stage.handed_in("A", "B").entries.first().project

    response = nominator.post(f"/projects/{project.ref}/withdraw/", {"reason": "写了很久的理由"})

    assert response.status_code == 422
    assert "至少包含1个A类项目" in text_of(response) and "写了很久的理由" in text_of(response)


def test_the_unit_withdraws_and_is_led_to_its_list(stage):
    project, unit = stage.project(), stage.browser(Role.UNIT_CLERK, "county-1")

    response = unit.post(f"/projects/{project.ref}/withdraw/", {"reason": "另有安排"})

    assert response.url == "/projects/"
    assert unit.get(f"/projects/{project.ref}/pass-over/").status_code == 403


def test_a_returned_project_is_nominated_again_from_the_slate(stage, nominator):
    project = returned_by_the_department(stage)
    path = f"/projects/{project.ref}/nominate/"

    assert "重新申报" in text_of(nominator.get(SLATE))
    assert "确认重新申报" in text_of(nominator.get(path))
    response = nominator.post(path, {"key": uuid4()}, follow=True)

    assert f"已重新申报“{project}”。" in text_of(response)
    assert nominator.post(path, {"key": uuid4()}).status_code == 422


@pytest.mark.parametrize("verb", ["send-back-to-unit", "pass-over", "withdraw", "nominate"])
def test_projects_of_others_are_nowhere(stage, verb):
    project = stage.project()
    other = stage.browser(Role.NOMINATOR, "county-2")

    assert other.get(f"/projects/{project.ref}/{verb}/").status_code == 404
