"""Around every page: the rooms one may enter, the programme one works in, the switch; paid for only where used."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from lixiang.desk.middleware import ChosenProgramme
from lixiang.desk.queries.furniture import NAVIGATION, furniture_for, lit, navigation_of
from lixiang.messaging.tests.scene import COUNTY
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.programmes.models import Programme
from lixiang.ui.addresses import address
from lixiang.ui.furniture import furniture_of


@pytest.fixture
def next_year(scene) -> Programme:
    """A second programme, still in draft: the section alone sees it."""
    words = {"code": "huainan-2019", "title": "2019年度示例批次", "year": 2019}
    return programmes.clone(scene.cast.programme, **words, by=scene.user(Role.SECTION_CLERK), at=scene.at)


def seen_by(view):
    """A request that went through the middleware to a view."""
    return ChosenProgramme(view)


def request_of(user, session: dict | None = None):
    request = RequestFactory().get("/projects/")
    request.user, request.session = user, session if session is not None else {}
    return request


def test_a_view_that_uses_nothing_of_it_pays_for_nothing(scene, django_assert_num_queries):
    middleware = seen_by(lambda request: HttpResponse("file"))

    with django_assert_num_queries(0):
        assert middleware(request_of(scene.user(Role.NOMINATOR, COUNTY))).content == b"file"


def test_the_furniture_of_a_page_costs_two_queries(scene, django_assert_num_queries):
    user = scene.cast.users[f"nominator.{COUNTY}"]
    user.forget_roles()
    middleware = seen_by(lambda request: HttpResponse(repr(request.furniture.navigation)))

    with django_assert_num_queries(2):  # roles; programmes with the number of unread messages
        middleware(request_of(user))


def test_furniture_says_who_one_is_and_where(scene):
    request = request_of(scene.user(Role.NOMINATOR, COUNTY))
    seen_by(lambda request: HttpResponse())(request)

    furniture = furniture_of(request)
    assert (furniture.user_name, furniture.roles) == ("演练第一县委申报单位经办（示例）", "申报单位经办")
    assert (furniture.organisation, furniture.programme) == ("演练第一县委", scene.cast.programme.title)
    assert [link.label for link in furniture.navigation if link.current] == ["项目"]
    assert furniture.unread == 0


def test_without_a_programme_there_is_none_and_not_an_empty_shell(db, scene):
    Programme.objects.update(status="DRAFT")
    request = request_of(scene.user(Role.NOMINATOR, COUNTY))
    seen_by(lambda request: HttpResponse())(request)

    assert request.programme is None
    assert "还没有批次" in scene.client(Role.NOMINATOR, COUNTY).get("/").content.decode()
    assert "还没有批次" in scene.client(Role.NOMINATOR, COUNTY).get("/dashboard/").content.decode()


def test_a_stranger_sees_the_way_in_and_nothing_else(client, scene):
    html = client.get("/account/login/").content.decode()

    assert "登录" in html
    assert scene.cast.programme.title not in html
    assert "工作台" not in html


@pytest.mark.parametrize(
    ("role", "code", "labels"),
    [
        (
            Role.UNIT_CLERK,
            COUNTY,
            "工作台 日历 项目 公示 责任书 进度 汇报 会议 督导 经费 结项 排名 成果运用 公文 看板 批次",
        ),
        (
            Role.NOMINATOR,
            COUNTY,
            "工作台 日历 项目 推荐名单 公示 责任书 进度 汇报 会议 督导 经费 结项 验收 排名 成果运用 "
            "考核 公文 看板 批次 组织 用户",
        ),
        (
            Role.SECTION_CLERK,
            None,
            "工作台 日历 项目 推荐名单 审核 决定 公示 责任书 进度 汇报 会议 督导 变更 经费 结项 验收 排名 成果运用 "
            "考核 归档 公文 看板 批次 组织 用户",
        ),
        (Role.SYSTEM_ADMIN, None, "工作台 公示 成果运用 组织 用户 运行"),
        (Role.JUDGE, None, "工作台 公示 验收 成果运用"),
        (Role.INSPECTOR, None, "工作台 日历 项目 公示 进度 汇报 会议 督导 经费 结项 成果运用 看板 批次"),
        (Role.FINANCE, None, "工作台 日历 项目 公示 进度 汇报 会议 经费 结项 成果运用 看板 批次"),
    ],
)
def test_each_role_is_shown_the_rooms_it_may_enter_and_they_let_it_in(scene, role, code, labels):
    user, client = scene.user(role, code), scene.client(role, code)

    assert [link.label for link in navigation_of(user)] == labels.split()
    for link in navigation_of(user):
        assert client.get(link.url, follow=True).status_code == 200, link.label


def test_every_room_of_the_navigation_is_in_the_house():
    assert [label for label, route, _ in NAVIGATION if not address(route)] == []


def test_published_programmes_come_before_drafts_and_drafts_are_the_sections(scene, next_year):
    section = request_of(scene.user(Role.SECTION_CLERK))
    seen_by(lambda request: HttpResponse())(section)
    assert [each.ref for each in section.programmes] == ["huainan-2018", "huainan-2019"]
    assert section.programme == scene.cast.programme

    outside = request_of(scene.user(Role.NOMINATOR, COUNTY), {"programme": "huainan-2019"})
    seen_by(lambda request: HttpResponse())(outside)
    assert [each.ref for each in outside.programmes] == ["huainan-2018"]
    assert outside.programme == scene.cast.programme


def test_the_switch_is_kept_and_leads_back_to_the_same_room(scene, next_year):
    client = scene.client(Role.SECTION_CLERK)
    url = address("desk:switch", ref=next_year.ref)

    answer = client.post(url, headers={"Referer": "http://testserver/projects/huainan-2018-0001/?tab=history"})
    assert answer.headers["Location"] == "/projects/"
    assert next_year.title in client.get("/").content.decode()
    assert client.post(url, headers={"Referer": "http://elsewhere.example/x"}).headers["Location"] == "/"
    assert client.get(url).status_code == 405


def test_nobody_switches_to_what_they_cannot_see(scene, next_year):
    client = scene.client(Role.NOMINATOR, COUNTY)

    assert client.post(address("desk:switch", ref=next_year.ref)).status_code == 404


def test_a_refusal_page_has_its_furniture_too(scene):
    project = scene.handed_in(COUNTY)
    client = scene.client(Role.UNIT_CLERK, COUNTY)

    answer = client.post(f"/projects/{project.ref}/discard/")

    assert answer.status_code == 422
    assert "工作台" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "room"),
    [
        ("/projects/p-1/money/", "经费"),
        ("/projects/p-1/money/pdf/", "经费"),
        ("/projects/p-1/progress/print/", "进度"),
        ("/projects/p-1/inspections/", "督导"),
        ("/projects/p-1/changes/", "项目"),  # a nominator has no room of changes, so it is the project's
        ("/projects/p-1/", "项目"),
        ("/projects/", "项目"),
        ("/", "工作台"),
    ],
)
def test_a_page_lights_the_room_that_it_belongs_to(scene, path, room):
    links = lit(navigation_of(scene.user(Role.NOMINATOR, COUNTY)), path)

    assert [link.label for link in links if link.current] == [room]


def test_sample_accounts_are_marked_on_every_page_wherever_their_data_is_started(scene, settings):
    settings.MARK = ""
    user = scene.user(Role.NOMINATOR, COUNTY)
    assert "示例" in furniture_for(user, "/", (), None).mark
    user.is_sample = False
    assert furniture_for(user, "/", (), None).mark == ""
    settings.MARK, user.is_sample = "演练，非正式文件", True
    assert furniture_for(user, "/", (), None).mark == "演练，非正式文件"
