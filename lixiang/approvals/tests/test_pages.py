"""What each person sees of the review: pages, forms that keep what was typed, strangers who learn nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from lixiang.approvals import actions
from lixiang.approvals.models import Decision, Opinion, Publication
from lixiang.approvals.tests.arranging import DAY, approve, decide, nominated, revise, speak
from lixiang.approvals.tests.test_publicity import scan
from lixiang.projects.models import Project
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db
OUTSIDERS = [
    "nominator.county-1",
    "nominator_leader.county-1",
    "unit_clerk.county-1",
    "judge",
    "discipline",
    "system_admin",
]


def words(answer) -> str:
    return answer.content.decode()


def review(project: Project, verb: str = "") -> str:
    return f"/reviews/{project.ref}/{verb and verb + '/'}"


OPINION = {"step": "first_check", "result": "agree", "text": "同意。", "expected": "0", "revision": "1", "then": "next"}


def test_the_reviewing_page_opens_the_first_project_beside_the_list(browser, cast, morning):
    first, second = nominated(cast, morning, 2)

    page = words(browser("section_clerk").get("/reviews/"))

    assert "初审意见" in page and "拟解决的突出问题" in page
    assert page.count('name="pick"') == 2
    assert f'data-keys="j ArrowRight" href="/reviews/{second.ref}/?step=first_check"' in page


def test_an_open_project_knows_its_neighbours_by_key(browser, cast, morning):
    first, second, third = nominated(cast, morning, 3)

    page = words(browser("section_clerk").get(review(second)))

    assert f'data-keys="k ArrowLeft" href="/reviews/{first.ref}/?step=first_check"' in page
    assert f'data-keys="j ArrowRight" href="/reviews/{third.ref}/?step=first_check"' in page


def test_an_empty_list_says_what_comes_and_leads_on(browser, cast):
    page = words(browser("section_clerk").get("/reviews/"))

    assert "没有符合条件的项目" in page and "?step=all" in page


@pytest.mark.parametrize("place", ["/reviews/", "/decisions/"])
def test_a_section_without_a_programme_is_told_so(browser, cast, project, place):
    Project.objects.filter(pk=project.pk).update(status=Status.WITHDRAWN)
    type(cast.programme).objects.update(managing_organisation=cast.nominators[0])

    assert "还没有可以审核的批次" in words(browser("section_clerk").get(place))


def test_saving_an_opinion_leads_to_the_next_project_of_the_same_list(browser, cast, morning):
    first, second = nominated(cast, morning, 2)
    points = {"points_principle_1": "20", "points_principle_2": ""}

    answer = browser("section_clerk").post(f"{review(first, 'give-opinion')}?category=A", {**OPINION, **points})

    assert answer.url == f"/reviews/{second.ref}/?category=A"
    assert list(Opinion.objects.get().scores.values_list("principle", "points")) == [("principle_1", 20)]


def test_saving_the_last_opinion_leads_back_to_the_list(browser, project):
    answer = browser("section_clerk").post(review(project, "give-opinion"), OPINION)

    assert answer.url == "/reviews/"


def test_saving_alone_stays_on_the_project(browser, project):
    answer = browser("section_clerk").post(review(project, "give-opinion"), {**OPINION, "then": "stay"})

    assert answer.url == review(project)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"result": ""}, "请选择同意或者不同意。"),
        ({"points_principle_1": "26"}, "25"),
        ({"revision": "2"}, "请看过新稿后再提意见"),
    ],
)
def test_a_refused_opinion_comes_back_with_everything_typed(browser, project, changed, sentence):
    answer = browser("section_clerk").post(
        review(project, "give-opinion"), {**OPINION, "text": "写了很久的意见", "points_principle_2": "17", **changed}
    )

    page = words(answer)
    assert (answer.status_code, Opinion.objects.count()) == (422, 0)
    assert sentence in page and "写了很久的意见" in page and 'value="17"' in page


def test_two_clerks_never_write_over_each_other_unseen(browser, project):
    """The second tab rests on no opinion: it is told of the first, its own words stay, saving again replaces."""
    browser("section_clerk").post(review(project, "give-opinion"), OPINION)
    mine = {**OPINION, "text": "我写的意见。"}

    answer = browser("section_clerk").post(review(project, "give-opinion"), mine)
    seen = Opinion.objects.get().pk
    again = browser("section_clerk").post(review(project, "give-opinion"), {**mine, "expected": str(seen)})

    assert answer.status_code == 422
    assert "已先提出意见" in words(answer) and "我写的意见。" in words(answer)
    assert f'name="expected" value="{seen}"' in words(answer)
    assert again.status_code == 302


def test_a_refused_form_shows_the_project_as_it_stands_now(browser, project, clerk, morning):
    client = browser("section_clerk")
    words_of_return = {"sections": ["goals"], "reason": "补充。", "due_at": morning + DAY, "by": clerk, "at": morning}
    actions.send_back(project, **words_of_return)

    answer = client.post(review(project, "give-opinion"), OPINION)

    assert answer.status_code == 422 and "退回修改" in words(answer)


def test_sending_back_names_its_sections_its_reason_and_its_day(browser, project):
    sent = {"sections": ["goals", "schedule"], "reason": "请补充基线。", "due_on": "2099-04-20"}

    answer = browser("section_clerk").post(review(project, "send-back"), sent)

    project.refresh_from_db()
    assert (answer.status_code, project.open_sections) == (302, ["goals", "schedule"])
    assert project.due_at.isoformat() == "2099-04-20T15:59:59+00:00"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"reason": "请补充基线。", "due_on": "2099-04-20"}, "请标明需要修改的部分。"),
        ({"sections": ["goals"], "reason": "请补充基线。", "due_on": "2001-04-20"}, "应当晚于现在"),
        ({"sections": ["nowhere"], "reason": "请补充基线。", "due_on": "2099-04-20"}, "申报书没有所标的部分。"),
    ],
)
def test_a_refused_return_stays_open_with_what_was_typed(browser, project, sent, sentence):
    answer = browser("section_clerk").post(review(project, "send-back"), sent)

    page = words(answer)
    assert answer.status_code == 422 and sentence in page and "请补充基线。" in page
    assert '<details class="panel" id="send-back" open>' in page


def test_the_leader_decides_from_the_dossier(browser, cast, project, morning):
    speak(cast, project, morning)

    answer = browser("department_leader").post(review(project, "decide"), {"verdict": "approve", "then": "stay"})

    assert (answer.url, Decision.objects.get().verdict) == (review(project), "approve")
    assert "已拟定：批准立项" in words(browser("department_leader").get(review(project)))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"verdict": "decline"}, "应当写明理由"),
        ({"verdict": "merge", "reason": "相近。", "merge_into": "no-such"}, "只能并入本批次"),
        ({}, "请选择决定。"),
    ],
)
def test_a_refused_decision_comes_back_with_what_was_typed(browser, cast, project, morning, sent, sentence):
    speak(cast, project, morning)

    answer = browser("department_leader").post(review(project, "decide"), sent)

    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert sentence in words(answer) and sent.get("merge_into", "") in words(answer)


def test_warnings_that_were_overridden_stand_with_their_reason(browser, project):
    finding = {
        "code": "unusual_team_size",
        "sentence": "成员一般为3至7人。",
        "clause": "二.2f",
        "strictness": "warn",
        "field": "team",
    }
    type(project.revision).objects.filter(pk=project.revision_id).update(warnings=[finding], reason="跨部门协作所需。")

    page = words(browser("section_clerk").get(review(project)))

    assert "成员一般为3至7人。" in page and "二.2f" in page and "跨部门协作所需。" in page


def test_void_opinions_stay_visible_after_a_return(browser, cast, project, clerk, morning):
    speak(cast, project, morning, text="上一稿的意见。")
    actions.send_back(project, sections=["goals"], reason="请补充。", due_at=morning + DAY, by=clerk, at=morning)
    later = revise(project, project.revision, 2, measures="一是建立新制度。")
    Project.objects.filter(pk=project.pk).update(status=Status.NOMINATED, revision=later)

    page = words(browser("section_clerk").get(review(project)))

    assert page.count("已失效") == 2 and "上一稿的意见。" in page
    assert "与第1稿的差异" in page and "一是建立新制度。" in page and "请补充。" in page


def test_an_attachment_is_fetched_by_its_hash(browser, cast, project, morning):
    from lixiang.files import store

    upload = scan("座谈会.png")
    claim = store.claim(
        store.accept(upload, name=upload.name, at=morning), project, part="attachments", name=upload.name,
        by=None, at=morning,
    )  # fmt: skip
    client = browser("section_clerk")
    assert client.get(f"{review(project)}attachments/{claim.file.sha256}/").status_code == 404  # nobody handed it in
    named = [{"name": claim.name, "part": "attachments", "sha256": claim.file.sha256, "size": claim.file.size}]
    revision = revise(project, project.revision, 2, attachments=named)
    Project.objects.filter(pk=project.pk).update(revision=revision)

    answer = client.get(f"{review(project)}attachments/{claim.file.sha256}/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert client.get(f"{review(project)}attachments/{'0' * 64}/").status_code == 404
    assert browser("nominator.county-2").get(f"{review(project)}attachments/{claim.file.sha256}/").status_code == 404


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("place", ["/reviews/", "/decisions/"])
def test_outsiders_learn_nothing_of_the_lists(browser, project, who, place):
    assert browser(who).get(place).status_code == 404


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("verb", ["give-opinions", "decide-all"])
def test_outsiders_send_no_batch(browser, project, who, verb):
    assert browser(who).post(f"/reviews/{verb}/", {"pick": [project.ref]}).status_code == 404
    assert browser(who).post("/decisions/publish/", {}).status_code == 404


@pytest.mark.parametrize("verb", ["", "give-opinion", "send-back", "decide"])
def test_strangers_find_no_project_and_its_own_people_may_not_enter(browser, project, verb):
    def status(who):
        client = browser(who)
        return (client.post if verb else client.get)(review(project, verb), {}).status_code

    assert [status(who) for who in ("nominator.county-2", "judge", "system_admin")] == [404, 404, 404]
    assert [status(who) for who in ("nominator.county-1", "unit_clerk.county-1")] == [403, 403]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_find_no_decision_and_no_batch(browser, cast, morning, who):
    first, second = nominated(cast, morning, 2)
    approve(cast, [first], morning)
    speak(cast, second, morning)
    decision = decide(cast, second, "approve", morning)

    assert browser(who).post(f"/decisions/{decision.pk}/undo/").status_code == 404
    assert browser(who).get("/publications/huainan-2018-p1/").status_code == 404
    assert browser(who).post("/publications/huainan-2018-p1/issue/").status_code == 404


@pytest.mark.parametrize("place", ["/reviews/", "/decisions/", "/publicity/"])
def test_who_is_not_logged_in_is_asked_to(db, place):
    assert Client().get(place).url == f"/account/login/?next={place}"


@pytest.mark.parametrize(("count", "most"), [(1, 12), (3, 12), (30, 12)])
def test_the_whole_page_stays_within_twelve_queries(browser, cast, morning, count, most, django_assert_max_num_queries):
    project = nominated(cast, morning, count)[count // 2]
    speak(cast, project, morning, "first_check")
    client = browser("section_clerk")
    client.get("/reviews/")

    for place in ("/reviews/", "/reviews/?step=all", review(project)):
        with django_assert_max_num_queries(most):
            assert client.get(place).status_code == 200


def test_without_a_programme_there_is_nothing_to_show(db, cast):
    type(cast.programme).objects.all().update(status="DRAFT")
    client = Client()
    client.force_login(cast.users["judge"])

    assert "没有公示" in words(client.get("/publicity/"))


def test_every_route_of_the_stage_is_reached_here():
    """A route that no test of these pages names would be proved by nobody."""
    from pathlib import Path

    from lixiang.approvals.urls import urlpatterns

    here = "".join(each.read_text("utf-8") for each in Path(__file__).parent.glob("test_*pages.py"))
    last_words = {str(route.pattern).rstrip("/").split("/")[-1] for route in urlpatterns}
    assert [word for word in sorted(last_words) if not word.startswith("<") and word not in here] == []
    assert Publication and reverse("approvals:list") == "/reviews/"
