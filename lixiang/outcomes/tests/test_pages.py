"""The pages of the archive: what the section reads and starts, and that strangers learn of nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.delivery.tests.report_scene import ReportScene
from lixiang.outcomes.models import Archive
from lixiang.outcomes.tests.arranging import DECEMBER, archived, begun, concluded, finished
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.work.jobs import perform
from lixiang.work.models import Run

QUERIES, QUERIES_OF_ONE = 8, 7
STRANGERS = ("unit_clerk.county-1", "nominator.county-1", "nominator.county-2", "inspector", "finance", "judge")


def words(answer) -> str:
    return answer.content.decode()


def test_the_list_says_what_will_stand_there_and_what_would_go_in(client_of, cast, morning):
    concluded(cast, ReportScene(cast, morning).running(2)[0])

    html = words(client_of("section_clerk").get("/archives/"))

    assert "还没有归档包" in html and "1个已结项的项目" in html and "全部归档" in html
    assert "30年，非密" in html and "二.4e" in html


def test_a_project_is_archived_from_its_own_page_and_the_dossier_offers_it(client_of, cast, morning):
    project = concluded(cast, ReportScene(cast, morning).running()[0])
    client = client_of("section_clerk")

    assert f"/projects/{project.ref}/archive/" in words(client.get(f"/projects/{project.ref}/"))
    assert "保管期限和密级" in words(client.get(f"/projects/{project.ref}/archive/"))
    answer = client.post(f"/projects/{project.ref}/archive/", follow=True)

    assert "项目已归档" in words(answer)
    assert Project.objects.get(pk=project.pk).status == Status.ARCHIVED


def test_all_are_archived_at_a_click(client_of, cast, morning):
    concluded(cast, ReportScene(cast, morning).running()[0])

    answer = client_of("section_head").post(f"/archives/programmes/{cast.programme.ref}/archive-all/", follow=True)

    assert "已归档1个项目。" in words(answer) and "1个已办结的项目" in words(answer)


def test_it_is_begun_watched_and_downloaded(client_of, cast, morning):
    archived(cast, morning)
    client = client_of("section_clerk")

    html = words(client.post(f"/archives/programmes/{cast.programme.ref}/begin-archive/", follow=True))
    assert "等待后台作业" in html and "hx-trigger" in html and "下载归档包" not in html
    made = Archive.objects.get()
    assert client.get(f"/archives/{made.ref}/download/").status_code == 404
    perform.func(Run.objects.get().pk)

    html = words(client.get(f"/archives/{made.ref}/"))
    made.refresh_from_db()
    assert "已完成，逐个文件核验无误" in html and made.file.sha256 in html and "hx-trigger" not in html
    answer = client.get(f"/archives/{made.ref}/download/")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert "attachment" in answer["Content-Disposition"] and answer["Content-Type"] == "application/zip"
    assert made.file.sha256[:12] in words(client.get("/archives/"))


def test_one_that_stopped_says_why_and_is_gone_on_with(client_of, cast, morning):
    archived(cast, morning)
    made = begun(cast)
    Run.objects.update(finished_at=DECEMBER, is_failed=True, failure="Damaged：存储中的文件缺失")
    client = client_of("section_head")

    html = words(client.get(f"/archives/{made.ref}/"))
    assert "制作中断" in html and "存储中的文件缺失" in html
    assert "已继续制作" in words(client.post(f"/archives/{made.ref}/go-on/", follow=True))
    assert Run.objects.filter(finished_at=None).count() == 1


def test_a_refusal_is_said_in_words(client_of, cast, morning):
    concluded(cast, ReportScene(cast, morning).running()[0])

    answer = client_of("section_clerk").post(f"/archives/programmes/{cast.programme.ref}/begin-archive/")

    assert answer.status_code == 422 and "还没有可以归档的项目" in words(answer)


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_learn_of_nothing(client_of, cast, morning, who):
    project = archived(cast, morning)[0]
    made = finished(cast)
    client = client_of(who)
    programme = f"/archives/programmes/{cast.programme.ref}"

    for url in ("/archives/", f"/archives/{made.ref}/", f"/archives/{made.ref}/download/"):
        assert client.get(url).status_code == 404, url
    for url in (f"{programme}/begin-archive/", f"{programme}/archive-all/", f"/archives/{made.ref}/go-on/"):
        assert client.post(url).status_code == 404, url
    assert client.get(f"/projects/{project.ref}/archive/").status_code == 404
    assert client.post(f"/projects/{project.ref}/archive/").status_code == 404
    assert "/archives/" not in words(client.get("/"))


def test_the_leader_of_the_department_reads_and_makes_nothing(client_of, cast, morning):
    archived(cast, morning)
    made = finished(cast)
    client = client_of("department_leader")

    assert client.get(f"/archives/{made.ref}/download/").status_code == 200
    html = words(client.get("/archives/"))
    assert "制作归档包</button>" not in html
    assert client.post(f"/archives/programmes/{cast.programme.ref}/begin-archive/").status_code == 403


def likes_of(made: Archive, count: int) -> None:
    for number in range(2, count + 1):
        Archive.objects.create(
            ref=f"{made.programme.ref}-archive-{number}",
            number=number,
            programme=made.programme,
            terms=made.terms,
            begun_at=made.begun_at,
            begun_by=made.begun_by,
            begun_by_name=made.begun_by_name,
            projects=1,
            left_out=0,
            file=made.file,
            finished_at=made.finished_at,
        )


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_asks_a_constant_number_of_queries(client_of, cast, morning, count):
    archived(cast, morning)
    likes_of(finished(cast), count)
    client = client_of("section_clerk")
    client.get("/archives/")

    with CaptureQueriesContext(connection) as asked:
        html = words(client.get("/archives/"))
    assert html.count("已完成并核验") == count
    assert len(asked) == QUERIES, [query["sql"][:80] for query in asked]


def test_pages_of_the_list_are_turned_by_number(client_of, cast, morning):
    archived(cast, morning)
    likes_of(finished(cast), 31)
    client = client_of("section_clerk")

    first = words(client.get("/archives/"))
    assert "第31版" in first and "第1版<" not in first and "?before=2" in first
    second = words(client.get("/archives/?before=2"))
    assert "第1版" in second and "第2版" not in second
    assert "第31版" in words(client.get("/archives/?before=x"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_of_an_archive_asks_a_constant_number_of_queries(client_of, cast, morning, count):
    archived(cast, morning, count)
    made = begun(cast)
    client = client_of("section_clerk")
    client.get(f"/archives/{made.ref}/")

    with CaptureQueriesContext(connection) as asked:
        html = words(client.get(f"/archives/{made.ref}/"))
    assert f"0/{count}" in html
    assert len(asked) == QUERIES_OF_ONE, [query["sql"][:80] for query in asked]
