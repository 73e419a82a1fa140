"""Figures by organisation, category, status and topic: each leads to exactly its rows, and each sees its own scope."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.approvals.tests.arranging import nominated
from lixiang.desk.queries.dashboard import dashboard_of
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, OTHER_COUNTY
from lixiang.people.roles import Role
from lixiang.projects.models import Project


@pytest.fixture
def board(scene):
    def of(role, code=None):
        return dashboard_of(scene.user(role, code), scene.cast.programme, scene.cast.version)

    return of


def test_the_section_counts_what_was_nominated_and_no_draft_of_anybody(scene, board):
    scene.draft(COUNTY)
    scene.handed_in(OTHER_COUNTY)
    scene.nominated(COMMITTEE, "A", "B")

    found = board(Role.SECTION_CLERK)

    assert (found.scope, found.is_whole) == ("全部申报单位", True)
    assert found.categories == ("A 创新实践", "B 理论研究")
    assert found.by_organisation == [("演练第一工委", (1, 1), "/projects/?organisation=committee-1")]
    assert [(label, values) for label, values, _ in found.by_category] == [("A 创新实践", (1,)), ("B 理论研究", (1,))]
    assert found.by_status == [("已申报", (2,), "/projects/?status=NOMINATED")]
    assert [figure.value for figure in found.figures] == [2, 2, 0, 0, 0, 0, 0, 0, 0, 0]


def test_a_county_counts_its_own_and_is_told_nothing_of_the_others(scene, board):
    scene.draft(COUNTY)
    scene.nominated(COMMITTEE)

    found = board(Role.NOMINATOR, COUNTY)

    assert (found.scope, found.is_whole) == ("本单位", False)
    assert [label for label, _, _ in found.by_organisation] == ["演练第一县委"]
    assert found.by_status == [("草稿", (1,), "/projects/?status=DRAFT")]
    assert (found.unclaimed, found.crowded) == ((), ())


def test_a_quiet_decision_moves_no_figure(scene, board):
    (project,) = scene.nominated(COMMITTEE)
    before = board(Role.NOMINATOR, COMMITTEE)

    scene.decide(project)

    assert board(Role.NOMINATOR, COMMITTEE) == before


def test_topics_that_nobody_or_many_took_are_named_to_the_section(scene, board):
    projects = nominated(scene.cast, scene.at, 9)
    topics = list(scene.cast.programme.topics.order_by("number")[:3])
    for topic, several in zip(topics, (projects[:5], projects[5:6], projects[6:7]), strict=True):
        Project.objects.filter(pk__in=[project.pk for project in several]).update(topic=topic)
    Project.objects.filter(pk__in=[project.pk for project in projects[7:]]).update(topic=None)

    found = board(Role.SECTION_CLERK)

    assert [(topic.number, topic.count) for topic in found.crowded] == [(1, 5)]
    assert len(found.unclaimed) == 29
    assert found.free_topics == 2
    assert found.by_topic[0] == ("1.探索党员分类管理", (5,), "/projects/?topic=1")


def test_a_long_title_stands_in_full_on_the_chart(scene, board):
    (project,) = nominated(scene.cast, scene.at)
    topic = scene.cast.programme.topics.get(number=21)
    Project.objects.filter(pk=project.pk).update(topic=topic)

    ((label, _, _),) = board(Role.SECTION_CLERK).by_topic
    assert label == "21.发挥行业系统作用，推进民办学校、民办医院、律师、会计师等社会组织党建工作的措施办法"


@pytest.mark.parametrize(("role", "code"), [(Role.SECTION_CLERK, None), (Role.NOMINATOR, COMMITTEE)])
def test_every_figure_leads_to_as_many_rows_as_it_says(scene, role, code):
    scene.nominated(COMMITTEE, "A", "B")
    returned = scene.nominated("committee-2")[0]
    scene.send_back(returned, scene.later(days=5))
    client = scene.client(role, code)
    html = client.get("/dashboard/").content.decode()

    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)">[^<]*</a></th>((?:<td[^>]*>(?:<a[^>]*>)?\d+(?:</a>)?</td>)+)', html
    )
    tiles = re.findall(
        r'<a href="([^"]+)">\s*<span class="tile-label">[^<]*</span>\s*<span class="tile-value">(\d+)', html
    )
    cells = re.findall(r'<td[^>]*><a href="([^"]+)">(\d+)</a></td>', html)
    parts = re.findall(r'<a href="([^"]+)" aria-label="[^"]* (\d+)">\s*<title>', html)
    assert rows and cells and set(cells) <= set(parts)
    assert len(tiles) == 10
    for url, values in [*rows, *tiles, *parts]:
        expected = int(values) if values.isdigit() else sum(map(int, re.findall(r">(\d+)<", values)))
        listed = client.get(unescape(url)).content.decode()
        assert len(set(re.findall(r'href="/projects/(huainan-2018-\d{4})/', listed))) == expected, url


def test_the_wall_shows_the_same_without_header_and_renews_itself(scene):
    scene.nominated(COMMITTEE)
    html = scene.client(Role.SECTION_CLERK).get("/dashboard/wall/").content.decode()

    assert 'http-equiv="refresh" content="300"' in html
    assert "退出全屏" in html
    assert "主导航" not in html


def test_an_empty_programme_says_what_will_appear(scene):
    html = scene.client(Role.SECTION_CLERK).get("/dashboard/").content.decode()

    assert "还没有可统计的项目" in html


@pytest.mark.parametrize("role", ["judge", "system_admin", "discipline"])
def test_whoever_has_no_part_in_the_business_sees_no_figures(scene, role):
    assert scene.client(role).get("/dashboard/").status_code == 404
    assert scene.client(role).get("/dashboard/wall/").status_code == 404


def test_the_page_takes_the_same_few_queries_for_any_number_of_projects(scene):
    client, counts = scene.client(Role.SECTION_CLERK), set()
    for many in (1, 2, 27):
        nominated(scene.cast, scene.at, many, county=many % 2)
        client.get("/dashboard/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/dashboard/")
        counts.add(len(captured))

    assert counts == {9}
