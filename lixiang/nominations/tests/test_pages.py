"""What the pages of a slate show, to whom, what they do, and that a refusal keeps what was typed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lixiang.nominations import actions
from lixiang.nominations.models import Receipt, Slate
from lixiang.nominations.tests.conftest import ALL, SLATE, text_of
from lixiang.nominations.tests.test_actions import DEADLINE
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.cycle import scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def leader(stage):
    return stage.browser(Role.NOMINATOR_LEADER, "county-1")


def refs_of(slate) -> list[str]:
    return list(slate.entries.values_list("project__ref", flat=True))


# --- who sees what ------------------------------------------------------------------------------------------------


def test_strangers_are_asked_to_log_in(stage, client):
    stage.slate()
    for path in ("/slates/", SLATE, ALL, f"{SLATE}summary.xlsx"):
        assert client.get(path).url.startswith("/account/login/")


@pytest.mark.parametrize(
    ("role", "code"), [(Role.NOMINATOR, "county-2"), (Role.UNIT_CLERK, "county-1"), (Role.JUDGE, None)]
)
def test_who_has_no_part_in_a_slate_does_not_learn_that_it_exists(stage, role, code):
    slate = stage.handed_in("A", "B")
    browser = stage.browser(role, code)

    for path in (
        "",
        "sheet.pdf",
        "summary.xlsx",
        "attachments.zip",
        "receipts/1/",
        "receipts/1/receipt.pdf",
        "sheets/1/",
    ):
        assert browser.get(f"{SLATE}{path}").status_code == 404
    for verb in ("take-up/", "set-aside/", "put-in-order/", "endorse/", "reopen/", "hand-in/"):
        assert browser.post(f"{SLATE}{verb}").status_code == 404
    slate.refresh_from_db()
    assert slate.status == "HANDED_IN"


def test_the_list_of_slates_is_nowhere_for_those_without_one(stage):
    assert stage.browser(Role.JUDGE).get("/slates/").status_code == 404
    assert stage.browser(Role.UNIT_CLERK, "county-1").get("/slates/").status_code == 404


@pytest.mark.parametrize("path", ["", "summary.xlsx", "attachments.zip"])
def test_the_overview_is_for_the_section_alone(nominator, path):
    assert nominator.get(f"{ALL}{path}").status_code == 403


def test_the_section_reads_a_slate_and_changes_nothing(stage, section):
    project = stage.handed_in("A", "B").entries.first().project
    waiting = stage.project()

    text = text_of(section.get(SLATE))

    assert project.title in text and f"/projects/{waiting.ref}/" not in text
    assert "列入名单" not in text and "移出" not in text and "报送推荐名单</button>" not in text
    assert section.post(f"{SLATE}set-aside/", {"project": project.ref}).status_code == 403
    assert section.post(f"{SLATE}hand-in/", {"key": uuid4()}).status_code == 403


# --- the way of a slate -------------------------------------------------------------------------------------------


def test_who_nominates_begins_a_slate_with_one_click(stage, nominator):
    offered = text_of(nominator.get("/slates/"))

    response = nominator.post(f"{ALL}county-1/open/", follow=True)

    assert "开始编制" in offered
    assert response.redirect_chain[-1][0] == SLATE
    assert nominator.get("/slates/").url == SLATE
    assert nominator.post(f"{ALL}county-2/open/").status_code == 404
    assert Slate.objects.count() == 1


def test_the_section_is_led_to_the_overview(section):
    assert section.get("/slates/").url == ALL


def test_a_nominator_without_programme_reads_that_there_is_nothing_to_do(draft_stage):
    assert "没有需要编制的推荐名单" in text_of(draft_stage.browser(Role.NOMINATOR, "county-1").get("/slates/"))


@pytest.fixture
def draft_stage(db, morning):
    from lixiang.nominations.tests.conftest import Stage
    from lixiang.rehearsal.cast import build_cast

    return Stage(build_cast(morning, is_published=False), morning)


def test_projects_are_taken_up_put_in_order_and_set_aside(stage, nominator):
    slate = stage.filled("A", "B")
    waiting = stage.project()

    nominator.post(f"{SLATE}take-up/", {"project": waiting.ref})
    assert refs_of(slate)[2] == waiting.ref
    refs = refs_of(slate)
    nominator.post(f"{SLATE}put-in-order/", {"order": refs, "move": f"{refs[2]}:up"})
    assert refs_of(slate) == [refs[0], refs[2], refs[1]]
    nominator.post(f"{SLATE}put-in-order/", {"order": refs_of(slate), "move": f"{refs[0]}:up"})
    assert refs_of(slate) == [refs[0], refs[2], refs[1]]
    nominator.post(f"{SLATE}set-aside/", {"project": refs[1]})
    assert refs_of(slate) == [refs[0], refs[2]]
    assert nominator.post(f"{SLATE}take-up/", {"project": "nothing"}).status_code == 404


def test_an_order_sent_by_script_answers_with_the_verbs_and_the_time(stage, nominator):
    slate = stage.filled("A", "B")
    refs = refs_of(slate)[::-1]

    response = nominator.post(f"{SLATE}put-in-order/", {"order": refs}, headers={"X-Autosave": "1"})

    text = text_of(response)
    assert (response.status_code, refs_of(slate)) == (200, refs)
    assert text.strip().startswith('<div id="slate-verbs">') and "<html" not in text
    assert text.index(refs[0]) < text.index(refs[1])
    assert len(response.headers["X-Saved"]) == 8


def test_the_page_shows_meter_findings_and_clauses(stage, nominator):
    stage.filled("B")

    text = text_of(nominator.get(SLATE))

    assert "A类 <strong>0/1</strong>" in text and "共 <strong>1/3</strong>" in text
    assert "每个县（区）申报的项目中至少包含1个A类项目，还差1个。" in text
    assert "推荐名单尚未经本单位党组织主要负责同志审签。" in text
    assert "上面还有3项须改正" in text
    assert "每个县（区）申报基层党建创新项目2-3个，其中至少包含1个实践创新项目。" in text


def test_a_slate_goes_from_the_leaders_word_to_its_receipt(stage, nominator, leader):
    slate = stage.filled("A", "B")
    refs = refs_of(slate)

    endorsed = leader.post(f"{SLATE}endorse/", {"how": "account", "refs": refs}, follow=True)
    form = {"key": uuid4(), "refs": refs}
    handed_in = nominator.post(f"{SLATE}hand-in/", form, follow=True)
    again = nominator.post(f"{SLATE}hand-in/", form, follow=True)

    receipt = Receipt.objects.get()
    assert "已审签，推荐名单可以报送。" in text_of(endorsed)
    assert handed_in.redirect_chain == again.redirect_chain == [(f"{SLATE}receipts/1/", 302)]
    assert receipt.number in text_of(handed_in) and receipt.hash in text_of(handed_in)
    assert nominator.get(f"{SLATE}receipts/1/receipt.pdf").content.startswith(b"%PDF")
    assert nominator.get(f"{SLATE}receipts/2/").status_code == 404
    assert nominator.get(f"{SLATE}receipts/2/receipt.pdf").status_code == 404
    assert "重新编制" in text_of(nominator.get(SLATE))


def test_a_slate_is_endorsed_by_the_sheet_that_was_printed_signed_and_scanned(stage, nominator):
    refs = refs_of(stage.filled("A", "B"))
    paper = nominator.get(f"{SLATE}sheet.pdf")
    sheet = scan()
    sheet.name = "推荐表（签字）.png"

    response = nominator.post(f"{SLATE}endorse/", {"refs": refs, "leader_name": "张示例", "sheet": sheet}, follow=True)

    assert paper.content.startswith(b"%PDF")
    assert "张示例于" in text_of(response) and "推荐表（签字）.png" in text_of(response)
    assert nominator.get(f"{SLATE}sheets/1/").headers["Content-Type"] == "image/png"
    assert nominator.get(f"{SLATE}sheets/2/").status_code == 404


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"leader_name": "张示例"}, "请先上传主要负责同志签字的推荐表扫描件。（依据：三.1）"),
        ({"leader_name": ""}, "这个字段是必填项"),
    ],
)
def test_a_refused_endorsement_comes_back_with_what_was_typed(stage, nominator, form, words):
    refs = refs_of(stage.filled("A", "B"))

    response = nominator.post(f"{SLATE}endorse/", {"refs": refs, **form})

    assert response.status_code == 422
    assert (
        words in text_of(response) and f'value="{form["leader_name"]}"' in text_of(response) or not form["leader_name"]
    )


def test_a_late_hand_in_is_told_and_everything_stays(stage, clock):
    slate = stage.endorsed("A", "B")
    clock(DEADLINE + timedelta(seconds=61))
    late = stage.browser(Role.NOMINATOR, "county-1")

    response = late.post(f"{SLATE}hand-in/", {"key": uuid4(), "refs": refs_of(slate)})

    assert response.status_code == 422
    assert "已于2018年4月4日23:59:59截止，不再接收" in text_of(response) and "二.3c" in text_of(response)
    assert not Receipt.objects.exists()


def test_a_hand_in_without_its_key_is_refused(stage, nominator):
    stage.endorsed("A", "B")

    assert nominator.post(f"{SLATE}hand-in/", {}).status_code == 422


def test_a_slate_is_reopened_with_a_reason(stage, nominator):
    stage.handed_in("A", "B")

    assert nominator.post(f"{SLATE}reopen/", {}).status_code == 422
    response = nominator.post(f"{SLATE}reopen/", {"reason": "增报一个"}, follow=True)

    assert "已重新编制；改好后须重新审签、报送。" in text_of(response)
    assert Slate.objects.get().is_open


def test_after_the_deadline_nothing_is_offered_to_be_reopened(stage, clock):
    stage.handed_in("A", "B")
    clock(DEADLINE + timedelta(seconds=61))

    assert "重新编制" not in text_of(stage.browser(Role.NOMINATOR, "county-1").get(SLATE))


@pytest.mark.parametrize(("categories", "is_offered"), [("AB", True), ("ABB", False)])
def test_a_slate_whose_projects_are_under_way_is_reopened_only_for_a_seat_that_is_left(
    stage, nominator, categories, is_offered
):
    stage.handed_in(*categories)
    Project.objects.filter(slate_entry__isnull=False).update(status=Status.ACTIVE)

    assert ("重新编制" in text_of(nominator.get(SLATE))) is is_offered


def test_a_void_endorsement_says_so(stage, nominator):
    slate = stage.endorsed("A", "B", "B")
    clerk = stage.user(Role.NOMINATOR, "county-1")
    actions.pass_over(slate.entries.last().project, reason="甲", by=clerk, at=stage.at)

    assert "名单已有变动，须重新审签" in text_of(nominator.get(SLATE))


@pytest.mark.parametrize("count", [0, 10])
def test_the_page_of_a_slate_asks_a_constant_number_of_queries(stage, nominator, count, django_assert_max_num_queries):
    stage.filled("A", "B")
    for _ in range(count):
        stage.project()
    nominator.get(SLATE)

    with django_assert_max_num_queries(16):
        nominator.get(SLATE)
