"""What each side sees and does on the pages of agreements; strangers learn nothing."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from lixiang.agreements import actions, views
from lixiang.agreements.models import Agreement
from lixiang.agreements.tests.conftest import approved_ones
from lixiang.agreements.tests.test_actions import attach, scan
from lixiang.files.models import Claim
from lixiang.projects.models import Project

pytestmark = pytest.mark.django_db
STRANGERS = ["nominator.county-2", "unit_clerk.county-2", "judge", "discipline", "system_admin"]


@pytest.fixture
def fresh(approved, sides):
    """Drawn up now, since pages read the clock: it is not overdue."""
    return actions.draw_up(approved, by=sides.clerk, at=timezone.now())


def words(answer) -> str:
    return answer.content.decode()


def place(agreement, verb: str = "") -> str:
    return f"/agreements/{agreement.ref}/{verb and verb + '/'}"


def upload() -> ContentFile:
    return ContentFile(scan().read(), name="责任书（签章）.png")


def test_from_drawing_up_to_the_start_each_side_finds_its_button(client_of, approved):
    """The whole way on pages: draw up, upload, sign, countersign."""
    section, nominator = client_of("section_clerk"), client_of("nominator.county-1")
    at = f"/agreements/{approved.ref}/"

    assert "拟制责任书" in words(section.get(at)) and f"{at}draw-up/" not in words(nominator.get(at))
    assert section.post(f"{at}draw-up/").url == at
    assert "请打印责任书，签字盖章后上传扫描件" in words(nominator.get(at))
    assert nominator.post(f"{at}attach-scan/", {"scan": upload()}).url == at
    assert f"{at}sign/" in words(nominator.get(at)) and f"{at}countersign/" not in words(section.get(at))
    assert nominator.post(f"{at}sign/").url == at
    assert f"{at}countersign/" in words(section.get(at)) and f"{at}sign/" not in words(nominator.get(at))
    assert section.post(f"{at}countersign/").url == at
    assert "已生效" in words(nominator.get(at))
    assert Project.objects.get(pk=approved.pk).status == "ACTIVE"


def test_the_page_shows_hash_parties_papers_and_trail(client_of, fresh):
    page = words(client_of("unit_clerk.county-1").get(place(fresh)))

    assert fresh.revision.hash in page and "中共淮南市委组织部" in page
    assert f"{place(fresh)}pdf/" in page and f"{place(fresh)}docx/" in page and "拟制责任书" in page
    assert "attach-scan" not in page and "remind" not in page


@pytest.mark.parametrize(("form", "head"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_papers_are_fetched_by_those_who_see_the_project(client_of, fresh, form, head):
    answer = client_of("nominator.county-1").get(place(fresh, form))

    assert b"".join(answer.streaming_content).startswith(head)


def test_a_file_that_is_no_scan_comes_back_with_its_reason(client_of, fresh):
    wrong = ContentFile(b"no picture", name="scan.png")

    answer = client_of("nominator.county-1").post(place(fresh, "attach-scan"), {"scan": wrong})

    assert answer.status_code == 422 and "内容与扩展名不符" in words(answer)
    assert client_of("nominator.county-1").post(place(fresh, "attach-scan"), {}).status_code == 422


def test_signing_without_a_scan_is_told_with_its_clause(client_of, fresh):
    answer = client_of("nominator.county-1").post(place(fresh, "sign"))

    assert answer.status_code == 422 and "请先上传" in words(answer) and "二.3f" in words(answer)


def test_starting_before_it_is_in_force_is_told_with_its_clause(client_of, fresh):
    answer = client_of("section_clerk").post(place(fresh, "start"))

    assert answer.status_code == 422 and "不得启动实施" in words(answer) and "二.3f" in words(answer)


def test_a_scan_is_seen_by_both_sides_and_returned_with_a_reason(client_of, fresh, sides):
    claim = attach(fresh, sides.nominator, timezone.now())
    actions.sign(fresh, by=sides.nominator, at=timezone.now())
    section = client_of("section_clerk")

    assert section.get(place(fresh, f"scans/{claim.pk}")).status_code == 200
    assert section.get(place(fresh, f"scans/{claim.pk + 1}")).status_code == 404
    assert section.post(place(fresh, "return-scan"), {"reason": ""}).status_code == 422
    assert section.post(place(fresh, "return-scan"), {"reason": "缺第2页。"}).status_code == 302
    page = words(client_of("nominator.county-1").get(place(fresh)))
    assert "缺第2页。" in page and "已退回" in page


def test_reminding_is_offered_to_the_section_while_the_other_side_has_it(client_of, fresh, sides):
    section = client_of("section_clerk")

    assert f"{place(fresh)}remind/" in words(section.get(place(fresh)))
    on_a_list = {"Referer": "http://testserver/waiting/?kind=agreement"}
    assert section.post(place(fresh, "remind"), headers=on_a_list).headers["Location"] == on_a_list["Referer"]
    assert section.post(place(fresh, "remind")).status_code == 422
    assert "已催办1次" in words(section.get("/agreements/"))
    assert "还剩" in words(section.get("/agreements/"))


def test_lapsing_is_offered_once_it_is_overdue(client_of, approved, sides, morning):
    overdue = actions.draw_up(approved, by=sides.clerk, at=morning)
    section = client_of("section_clerk")

    assert "已逾期" in words(section.get("/agreements/?shown=overdue"))
    assert f"{place(overdue)}lapse/" in words(section.get(place(overdue)))
    assert section.post(place(overdue, "lapse"), {"reason": "乙方放弃。"}).status_code == 302
    assert Project.objects.get(pk=approved.pk).status == "LAPSED"


def test_lapsing_before_its_day_is_not_offered(client_of, fresh):
    assert f"{place(fresh)}lapse/" not in words(client_of("section_clerk").get(place(fresh)))


def test_all_that_is_missing_is_drawn_up_some_at_a_time(client_of, cast, morning, monkeypatch):
    approved_ones(cast, morning, 3)
    monkeypatch.setattr(views.lists, "AT_ONCE", 2)
    section = client_of("section_clerk")

    assert "3个已立项项目还没有责任书" in words(section.get("/agreements/"))
    first = words(section.post("/agreements/draw-up-all/", headers={"HX-Request": "true"}))
    assert first.lstrip().startswith('<div id="draw-up-all"') and 'hx-trigger="load"' in first and "2/3" in first
    last = section.post("/agreements/draw-up-all/", headers={"HX-Request": "true"})
    assert (last.status_code, last["HX-Redirect"]) == (204, "/agreements/")
    assert Agreement.objects.count() == 3
    assert section.post("/agreements/draw-up-all/").url == "/agreements/"


def test_without_scripts_the_page_says_how_many_are_left_to_draw_up(client_of, cast, morning, monkeypatch):
    approved_ones(cast, morning, 3)
    monkeypatch.setattr(views.lists, "AT_ONCE", 2)
    section = client_of("section_clerk")

    first = words(section.post("/agreements/draw-up-all/", follow=True))
    last = words(section.post("/agreements/draw-up-all/", follow=True))

    assert "已拟制2份责任书，还有1份，请再点“全部拟制”。" in first
    assert "责任书已全部拟制，请通知各乙方打印签订。" in last


def test_only_the_section_is_offered_drawing_up(client_of, approved):
    assert "还没有责任书，按" not in words(client_of("nominator.county-1").get("/agreements/"))
    assert client_of("nominator.county-1").post("/agreements/draw-up-all/").status_code == 403
    assert client_of("nominator.county-1").post(f"/agreements/{approved.ref}/draw-up/").status_code == 403


@pytest.mark.parametrize("verb", ["sign", "countersign", "return-scan", "lapse", "remind", "start", "attach-scan"])
def test_who_sees_an_agreement_and_may_not_is_kept_out(client_of, fresh, verb):
    who = "section_clerk" if verb == "sign" else "unit_clerk.county-1"

    assert client_of(who).post(place(fresh, verb)).status_code == 403


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_nothing(client_of, fresh, sides, who):
    claim = attach(fresh, sides.nominator, timezone.now())
    client = client_of(who)

    for verb in ("", "pdf", "docx", f"scans/{claim.pk}"):
        assert client.get(place(fresh, verb)).status_code == 404
    for verb in ("draw-up", "attach-scan", "sign", "return-scan", "countersign", "lapse", "remind", "start"):
        assert client.post(place(fresh, verb)).status_code == 404
    assert fresh.project.title not in words(client.get("/agreements/"))
    assert Claim.of(fresh).count() == 1


def test_the_lists_say_what_will_stand_there(client_of, cast):
    assert "还没有责任书" in words(client_of("nominator.county-1").get("/agreements/"))
    assert "没有符合条件的责任书" in words(client_of("nominator.county-1").get("/agreements/?shown=overdue&q=x"))


def test_without_a_programme_there_is_nothing_to_show_or_draw_up(client_of, cast):
    type(cast.programme).objects.all().update(status="DRAFT")

    assert "还没有责任书" in words(client_of("judge").get("/agreements/"))
    assert client_of("judge").post("/agreements/draw-up-all/").status_code == 404


def test_who_is_not_logged_in_is_asked_to(db):
    assert Client().get("/agreements/").url == "/account/login/?next=/agreements/"


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_list_stays_within_twelve_queries(client_of, cast, sides, morning, count, django_assert_max_num_queries):
    for project in approved_ones(cast, morning, count):
        actions.draw_up(project, by=sides.clerk, at=morning)
    client = client_of("section_clerk")
    client.get("/agreements/")

    with django_assert_max_num_queries(10):
        assert words(client.get("/agreements/")).count("<tr>") == count + 1
    with django_assert_max_num_queries(10):
        client.get(f"/agreements/{project.ref}/")
