"""What people see of a ranking: the section from the first, those who are ranked from 公示 on, nobody else anything."""

import io
import re

import openpyxl
import pytest
from django.test import Client

from lixiang.appraisal.tests.arranging import change_settings, drop_settings
from lixiang.people.models import User
from lixiang.ranking import actions
from lixiang.ranking.documents import publicity_paper
from lixiang.ranking.models import PlaceObjection, Ranking
from lixiang.ranking.queries import pages
from lixiang.ranking.queries.explained import explained
from lixiang.ranking.queries.pages import page_of, sees_of
from lixiang.ranking.rules.verifying import verify
from lixiang.ranking.tests.arranging import scored as arrange
from lixiang.ranking.views import rankings
from lixiang.work.models import Run

STRANGERS = ["nominator.county-2", "unit_clerk.county-2", "judge", "discipline", "system_admin"]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def pages_of(scored, project: int = 0) -> list[str]:
    own = f"/ranking/{scored.ranking.ref}/"
    return [own, f"{own}places/{scored.scene.projects[project].ref}/", f"{own}certificate/"]


def test_the_section_computes_confirms_and_shows_a_ranking(scored):
    clerk, head = browser(scored.clerk), browser(scored.head)
    assert "计算排名" in words(clerk.get("/ranking/"))
    answer = clerk.post(f"/ranking/compute/{scored.cast.programme.ref}/")
    ranking = Ranking.objects.get()
    own = f"/ranking/{ranking.ref}/"
    assert answer.status_code == 302 and answer["Location"] == own

    page = words(clerk.get(own))
    assert "已计算" in page and "第1名" in page and "名次稳定程度" in page and "确认排名" not in page
    assert "确认排名" in words(head.get(own))
    assert clerk.post(f"{own}confirm/").status_code == 403
    assert head.post(f"{own}confirm/").status_code == 302
    assert head.post(f"{own}publish/").status_code == 302
    ranking.refresh_from_db()
    assert ranking.status == "PUBLISHED"
    refused = head.post(f"{own}issue/")
    assert refused.status_code == 422 and "期满后才能印发通报" in words(refused)


def test_past_so_many_sheets_the_page_hands_the_computing_over_and_shows_how_far_it_is(scored, monkeypatch):
    monkeypatch.setattr(rankings, "AT_ONCE", 1)
    clerk = browser(scored.clerk)
    answer = clerk.post(f"/ranking/compute/{scored.cast.programme.ref}/")

    run = Run.objects.get()
    assert answer["Location"] == f"/operations/runs/{run.pk}/" and clerk.get(answer["Location"]).status_code == 200
    assert not Ranking.objects.exists() and "正在后台计算" in words(clerk.get("/ranking/"))
    again = clerk.post(f"/ranking/compute/{scored.cast.programme.ref}/")
    assert again.status_code == 422 and "正在后台计算，请稍后再看" in words(again)


def test_a_ranking_that_is_not_shown_yet_is_the_sections_alone(scored):
    scored.compute().confirm()
    unit = browser(scored.unit())

    for address in pages_of(scored):
        assert unit.get(address).status_code == 404, address
        assert browser(scored.clerk).get(address).status_code == 200, address
    assert "还没有排名" in words(unit.get("/ranking/"))
    assert "还没有公布的排名" in words(unit.get(f"/ranking/project/{scored.project().ref}/"))


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_finds_nothing_at_any_time(scored, name):
    scored.compute().confirm().publish()
    client = browser(scored.cast.users[name])

    for address in pages_of(scored):
        assert client.get(address).status_code == 404, address
    assert client.get(f"{pages_of(scored)[1]}object-to/").status_code == 404
    assert client.get(f"/ranking/project/{scored.project().ref}/").status_code == 404


def test_whoever_is_ranked_sees_the_list_and_their_own_place_down_to_each_sheet(scored):
    scored.compute().confirm().publish()
    client, (own, place, certificate) = browser(scored.unit()), pages_of(scored)

    assert str(scored.scene.projects[2]) in words(client.get(own))
    page = words(client.get(place))
    assert "评委1" in page and "偏低，去掉" in page and "第3名" in page
    assert "评委0（示例）" not in page, "judges have numbers here"
    assert client.get(certificate).status_code == 404, "only with the 通报"
    scored.issue()
    answer = client.get(certificate)
    assert answer.status_code == 200 and verify(b"".join(answer.streaming_content)) == ()


def test_where_the_programme_shows_own_places_alone_the_others_stay_unseen(cast, morning):
    change_settings(cast, "ranking.publicity", shows="own", sheets="none")
    scored = arrange(cast, morning, projects=2)
    scored.compute().confirm().publish()
    theirs = scored.scene.projects[1]
    type(theirs).objects.filter(pk=theirs.pk).update(
        drafting_organisation=cast.organisations["county-2"],
        nominating_organisation=cast.organisations["county-2"],
    )
    client, (own, place, _) = browser(scored.unit()), pages_of(scored)

    page = words(client.get(own))
    assert str(scored.scene.projects[0]) in page and str(theirs) not in page
    assert client.get(pages_of(scored, 1)[1]).status_code == 404
    explained = words(client.get(place))
    assert "逐份评分不公开" in explained and "评委1" not in explained and str(theirs) not in explained


def test_how_scores_were_balanced_is_said_of_judges_by_number(scored):
    change_settings(scored.cast, "ranking.method", standardise="judge", minimum_sample=2)
    scored.compute().confirm().publish()

    def levelling(user) -> list[str]:
        said = explained(scored.place(), sees_of(user, scored.again())).levelling
        return sorted(each.partition("：")[0] for each in said)

    assert levelling(scored.unit()) == ["评委1", "评委2", "评委3"]
    assert levelling(scored.clerk) == [user.name for user in scored.scene.users]


def test_the_list_is_narrowed_by_track_and_words_and_ends_with_its_key(scored, monkeypatch):
    monkeypatch.setattr(pages, "ROWS", 2)
    ranking, best = scored.compute().again(), scored.scene.projects[2]
    asked = (scored.clerk, ranking, sees_of(scored.clerk, ranking))

    first = page_of(*asked)
    rest = page_of(*asked, after=first.next_key)
    assert [line.place for line in (*first.lines, *rest.lines)] == ["1", "2", "3"] and rest.next_key == ""
    assert [line.ref for line in page_of(*asked, words=best.title).lines] == [best.ref]
    assert page_of(*asked, track=best.category, words="没有这个项目").lines == ()


def test_the_list_goes_out_as_a_workbook_with_no_more_than_its_reader_sees(cast, morning):
    change_settings(cast, "ranking.publicity", shows="own", sheets="none")
    scored = arrange(cast, morning, projects=2)
    scored.compute().confirm().publish()
    theirs = scored.scene.projects[1]
    type(theirs).objects.filter(pk=theirs.pk).update(
        drafting_organisation=cast.organisations["county-2"], nominating_organisation=cast.organisations["county-2"]
    )
    own, first = f"{pages_of(scored)[0]}xlsx/", scored.place(0)

    def rows(user):
        content = b"".join(browser(user).get(own).streaming_content)
        return [row[1:9] for row in openpyxl.load_workbook(io.BytesIO(content)).active.values][2:]

    mine = (first.place, first.project.ref.upper(), str(first.project), "演练第一县委")
    assert [row[:4] for row in rows(scored.unit())] == [mine]
    assert len(rows(scored.clerk)) == 2 and rows(scored.clerk)[1][5:] == ("71.6", "71.6", first.grade)
    assert browser(cast.users["judge"]).get(own).status_code == 404


def test_the_publicity_is_a_paper_for_whoever_sees_the_whole_list(scored):
    paper = f"/ranking/{scored.compute().confirm().ranking.ref}/publicity/pdf/"
    clerk, unit = browser(scored.clerk), browser(scored.unit())
    assert clerk.get(paper).status_code == 404 and "公示文稿" not in words(clerk.get(pages_of(scored)[0]))
    scored.publish()

    assert "公示文稿" in words(unit.get(pages_of(scored)[0]))
    assert unit.get(paper).content.startswith(b"%PDF") and clerk.get(paper.replace("pdf", "docx")).content[:2] == b"PK"
    assert browser(scored.cast.users["judge"]).get(paper).status_code == 404
    said = "".join(str(block) for block in publicity_paper(scored.again()).blocks)
    assert str(scored.scene.projects[0]) in said and "公示期自2018年" in said
    drop_settings(scored.cast, "programmes.wording", document="ranking_publicity")
    assert "公示文稿" not in words(clerk.get(pages_of(scored)[0]))
    assert clerk.get(paper).status_code == 422


def test_an_objection_is_raised_on_the_page_and_answered_by_the_section(scored):
    scored.compute().confirm().publish()
    unit, clerk, (own, place, _) = browser(scored.unit()), browser(scored.clerk), pages_of(scored)
    objecting = f"{place}object-to/"
    at = scored.at

    actions.object_to(scored.place(0), text="第一项计分有误。", by=scored.unit(), at=at)
    assert "第一项计分有误" in words(unit.get(own)) and "第一项计分有误" in words(clerk.get(own))
    objection = PlaceObjection.objects.get()
    assert unit.post(f"/ranking/objections/{objection.pk}/dismiss/", {"reason": "无误。"}).status_code == 403
    assert clerk.post(f"/ranking/objections/{objection.pk}/dismiss/", {"reason": "无误。"}).status_code == 302
    assert "无误。" in words(unit.get(own))
    late = unit.post(objecting, {"text": "字" * 30})
    assert late.status_code == 422 and "字" * 30 in late.content.decode(), "what was typed is still there"
    assert clerk.get(objecting).status_code == 404


def test_results_are_made_on_the_page_of_the_project_and_for_all(scored):
    scored.compute().confirm().publish().issue()
    head, project = browser(scored.head), scored.project()
    own = f"/ranking/project/{project.ref}/"

    assert "结项" in words(head.get(own)) and browser(scored.clerk).post(f"{own}conclude/").status_code == 403
    assert head.post(f"{own}conclude/").status_code == 302
    assert "还有2个项目" in words(head.get(f"/ranking/{scored.ranking.ref}/"))
    assert head.post(f"/ranking/{scored.ranking.ref}/settle/").status_code == 302
    assert {scored.project(n).status for n in range(3)} == {"CONCLUDED"}


@pytest.mark.parametrize("projects", [1, 3, 30])
def test_pages_ask_the_same_number_of_queries_however_many_projects(cast, morning, projects, django_assert_num_queries):
    change_settings(cast, "ranking.method", name="mean", drop_high=0, drop_low=0, minimum_sheets=1)
    scored = arrange(cast, morning, projects=projects, judges=1)
    scored.compute().confirm().publish()
    clerk, unit, (own, place, _) = browser(scored.clerk), browser(scored.unit()), pages_of(scored)
    result = f"/ranking/project/{scored.project().ref}/"
    pages = (
        (clerk, "/ranking/", 8),
        (clerk, own, 8),
        (clerk, place, 8),
        (clerk, result, 9),
        (clerk, "/", 12),
        (unit, "/ranking/", 5),
        (unit, own, 7),
        (unit, place, 8),
        (unit, result, 7),
    )
    for client, address, _ in pages:
        client.get(address)

    for client, address, count in pages:
        with django_assert_num_queries(count, info=address):
            client.get(address)
