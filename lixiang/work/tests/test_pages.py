"""The page of operations is for its two roles alone; a run is seen by who started it, bar and all."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lixiang.work import actions
from lixiang.work.jobs import perform
from lixiang.work.models import Run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("listed")]
PAGE = "/operations/"


def read(client: Client, url: str = PAGE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["system_admin", "section_head"])
def test_operators_see_every_job_with_rhythm_last_and_next_run_and_failures(client_of, who):
    for code in ("note", "stumble"):
        perform.call(actions.start(code, by=None, at=timezone.now()).pk)

    page = read(client_of(who))

    assert all(words in page for words in ("记一行", "每10秒", "完成", "每天08:00", "尚未运行", "ValueError：绊倒了"))
    assert "密" not in page.replace("密码", "").replace("秘密", "").replace("涉密", "")
    assert 'href="/operations/"' in page


@pytest.mark.parametrize("who", ["section_clerk", "department_leader", "nominator.county-1", "audit_admin", "judge"])
def test_nobody_else_learns_that_there_is_such_a_page(client_of, cast, who):
    run = actions.start("note", by=cast.users["section_head"], at=timezone.now())
    client = client_of(who)

    assert [client.get(url).status_code for url in (PAGE, f"{PAGE}runs/{run.pk}/")] == [404, 404]
    assert client.post(f"{PAGE}note/begin/").status_code == 404
    assert PAGE not in client.get("/").content.decode()


def test_a_run_is_seen_by_whoever_started_it_with_bar_and_message(client_of, cast):
    run = actions.start("climb", by=cast.users["section_clerk"], at=timezone.now())
    taken = actions.take(run.pk, worker="w", by=None, at=timezone.now())
    actions.report(taken, done=7, total=20, message="第7步", by=None, at=timezone.now())
    client = client_of("section_clerk")

    page = read(client, f"{PAGE}runs/{run.pk}/")
    assert all(words in page for words in ("爬楼", "运行中", 'value="7"', 'max="20"', "第7步", "every 2s"))
    part = client.get(f"{PAGE}runs/{run.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="state"')
    actions.finish(taken, by=None, at=timezone.now())
    assert "every 2s" not in read(client, f"{PAGE}runs/{run.pk}/")


def test_a_job_is_begun_by_a_button_once(client_of):
    head = client_of("section_head")

    answer = head.post(f"{PAGE}note/begin/")
    assert answer.url == f"{PAGE}runs/{Run.objects.get().pk}/"
    assert head.post(f"{PAGE}note/begin/").status_code == 422
    assert head.post(f"{PAGE}climb/begin/").status_code == 404  # needs words of its own


def test_it_is_said_when_no_worker_works(client_of):
    actions.start("note", by=None, at=timezone.now() - timedelta(minutes=5))

    assert "没有工作进程在运行" in read(client_of("system_admin"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_takes_the_same_queries_for_any_number(client_of, django_assert_num_queries, count):
    at = timezone.now()
    for code in ("climb", "stumble", "note"):
        rows = [
            Run(code=code, created_at=at, due_at=at, finished_at=at, is_failed=code == "stumble") for _ in range(count)
        ]
        Run.objects.bulk_create(rows)
    client = client_of("section_head")
    client.get(PAGE)

    with django_assert_num_queries(11):
        client.get(PAGE)
