"""What each side sees and does on the pages of changes; strangers learn nothing; lists take constant queries."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.delivery.actions import changes
from lixiang.delivery.models import ChangeRequest
from lixiang.delivery.queries import change_pages
from lixiang.delivery.tests.changing import WHY, Changing, words
from lixiang.messaging.tests.scene import COMMITTEE, OTHER_COUNTY
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import scan

pytestmark = pytest.mark.django_db
TAKEN = {"results": [{"kind": "theory", "form": "调研报告一篇"}]}


@pytest.fixture
def head(scene):
    return scene.client(Role.SECTION_HEAD)


def upload(name: str = "补充协议.png") -> ContentFile:
    return ContentFile(scan().read(), name=name)


def test_from_asking_to_the_new_leader_each_side_finds_its_button(scene, unit, head):
    """The whole way on pages: choose, fill in, hand in, agree, draw up, upload, sign, countersign, reply."""
    clerk, nominator = scene.client(Role.SECTION_CLERK), scene.client(Role.NOMINATOR, COMMITTEE)
    own = f"/projects/{scene.ref}/changes/"
    at = f"/changes/{scene.ref}-c1/"

    assert "变更项目负责人" in words(unit.get(own)) and "申请变更" in words(unit.get(own))
    assert unit.post(f"{own}draft/", {"kinds": ["leader"]}).url == at
    assert 'name="leader_name"' in words(unit.get(at)) and 'name="title"' not in words(unit.get(at))
    assert unit.post(f"{at}save/", {"version": 0, "leader_name": "示例乙02", "reason": WHY}).url == at
    assert "示例乙02" in words(unit.get(at)) and "变更前后对照" in words(unit.get(at))
    assert head.get(at).status_code == 404
    assert unit.post(f"{at}attach/", {"file": upload("任免通知.png")}).url == at
    assert unit.post(f"{at}hand-in/", {"seen": 1}).url == at
    assert "同意变更" not in words(unit.get(at)) and f"{at}approve/" in words(head.get(at))
    assert "任免通知.png" in words(head.get(at)) and WHY in words(head.get(at))
    assert head.post(f"{at}approve/", {"reason": "同意。"}).url == at
    paper = clerk.post(f"{at}draw-up/").url
    assert clerk.post(f"{at}reply/").url == at
    assert nominator.post(f"{paper}attach-scan/", {"scan": upload()}).url == paper
    assert f"{paper}sign/" in words(nominator.get(paper)) and f"{paper}countersign/" not in words(clerk.get(paper))
    assert nominator.post(f"{paper}sign/").url == paper
    assert clerk.post(f"{paper}countersign/").url == paper
    assert scene.project.leader_name == "示例乙02"
    shown = words(unit.get(at))
    assert "已生效" in shown and "补充协议（1）" in shown and scene.project.approved_revision.hash in shown
    assert "关于同意变更" in shown


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_papers_of_a_supplement_are_fetched_by_those_who_see_the_project(scene, unit, form):
    supplement = scene.signed_supplement(scene.waiting_supplement())

    assert unit.get(f"/supplements/{supplement.ref}/{form}/").status_code == 200
    page = words(unit.get(f"/supplements/{supplement.ref}/"))
    assert supplement.revision.hash in page and supplement.change.base.hash in page
    number = page.split("/scans/")[1].split("/")[0]
    assert unit.get(f"/supplements/{supplement.ref}/scans/{number}/").status_code == 200
    assert unit.get(f"/supplements/{supplement.ref}/scans/999/").status_code == 404


def test_a_paper_is_returned_and_given_up_on_its_page(scene):
    supplement = scene.signed_supplement(scene.waiting_supplement())
    clerk, at = scene.client(Role.SECTION_CLERK), f"/supplements/{supplement.ref}/"

    assert clerk.post(f"{at}return-scan/", {"reason": "缺页。"}).url == at
    assert "已退回" in words(clerk.get(at))
    empty = scene.client(Role.NOMINATOR, COMMITTEE).post(f"{at}attach-scan/", {})
    assert empty.status_code == 422 and "请选择扫描件" in words(empty)
    assert clerk.post(f"{at}lapse/", {"reason": "不再变更。"}).url == at
    assert "未签失效" in words(clerk.get(at))


def test_an_unsigned_paper_is_reminded_of_on_its_page(scene):
    supplement = scene.waiting_supplement()
    clerk, at = scene.client(Role.SECTION_CLERK), f"/supplements/{supplement.ref}/"

    assert f"{at}remind/" in words(clerk.get(at))
    assert f"{at}remind/" not in words(scene.client(Role.NOMINATOR, COMMITTEE).get(at))
    assert clerk.post(f"{at}remind/").url == at and "已催办" in words(clerk.get(at))
    again = clerk.post(f"{at}remind/")
    assert again.status_code == 422 and "今天已经催办过" in words(again) and "二.3f" in words(again)
    scene.signed_supplement(supplement)
    assert f"{at}remind/" not in words(clerk.get(at))


def test_choosing_nothing_comes_back_with_its_reason(scene, unit):
    for kinds, reason in (([], "请选择变更事项"), (["leader", "suspend"], "单独申请"), (["money"], "请从列出的")):
        answer = unit.post(f"/projects/{scene.ref}/changes/draft/", {"kinds": kinds})
        assert answer.status_code == 422 and reason in words(answer)


def test_what_cannot_be_kept_comes_back_with_everything_typed(scene, unit):
    request = changes.draft(scene.project, ["prolong"], by=scene.unit, at=scene.at)

    sent = {"version": 0, "completion_on": "2019年底", "reason": "工期受汛情影响。"}
    answer = unit.post(f"/changes/{request.ref}/save/", sent)
    assert answer.status_code == 422
    assert all(each in words(answer) for each in ("不是日期", "工期受汛情影响。", "2019年底"))


def test_what_still_stands_against_it_is_shown_before_the_hand_in(scene, unit):
    request = scene.asked("results", **TAKEN, reason="")

    shown = words(unit.get(f"/changes/{request.ref}/"))
    assert "请写明变更的理由" in shown and "请先改正标有“须改正”的事项" in shown
    answer = unit.post(f"/changes/{request.ref}/hand-in/", {"seen": 1})
    assert answer.status_code == 422 and "请写明变更的理由" in words(answer)


def test_filing_acknowledging_and_withdrawing_have_their_buttons(scene, unit):
    filed = scene.asked("team", team=[{"name": "示例甲", "organisation": "", "post": "", "part": ""}])
    clerk = scene.client(Role.SECTION_CLERK)

    assert "提交备案" in words(unit.get(f"/changes/{filed.ref}/"))
    assert unit.post(f"/changes/{filed.ref}/file/", {"seen": 1}).url == f"/changes/{filed.ref}/"
    assert clerk.post(f"/changes/{filed.ref}/acknowledge/").url == f"/changes/{filed.ref}/"
    other = scene.handed_in_change("results", **TAKEN)
    assert unit.post(f"/changes/{other.ref}/withdraw/").url == f"/projects/{scene.ref}/changes/"


def test_sent_back_it_says_why_and_nobody_reads_over_the_shoulder(scene, unit, head):
    request = scene.handed_in_change("results", **TAKEN)
    assert (
        head.post(f"/changes/{request.ref}/send-back/", {"reason": "请附论证意见。"}).url == f"/changes/{request.ref}/"
    )

    mine, theirs = words(unit.get(f"/changes/{request.ref}/")), words(head.get(f"/changes/{request.ref}/"))
    assert "请附论证意见。" in mine and "调研报告一篇" in mine
    assert "申请单位正在修改" in theirs and "调研报告一篇" not in theirs
    assert head.post(f"/changes/{request.ref}/decline/", {"reason": "否"}).status_code == 422


def test_declining_and_giving_up_are_told_on_the_page(scene, unit, head):
    request = scene.handed_in_change("results", **TAKEN)
    assert head.post(f"/changes/{request.ref}/decline/", {"reason": "理由不充分。"}).url == f"/changes/{request.ref}/"
    assert "理由不充分。" in words(unit.get(f"/changes/{request.ref}/"))

    unsigned = scene.approved("leader", leader_name="示例乙02")
    clerk = scene.client(Role.SECTION_CLERK)
    assert "拟制补充协议" in words(clerk.get(f"/changes/{unsigned.ref}/"))
    assert clerk.post(f"/changes/{unsigned.ref}/lapse/", {"reason": "不再变更。"}).url == f"/changes/{unsigned.ref}/"


def test_attachments_are_fetched_and_taken_away(scene, unit):
    request = scene.asked("results", **TAKEN)
    at = f"/changes/{request.ref}/"
    assert unit.post(f"{at}attach/", {}).status_code == 422
    unit.post(f"{at}attach/", {"file": upload("纪要.png")})

    number = words(unit.get(at)).split("/files/")[1].split("/")[0]
    assert unit.get(f"{at}files/{number}/").status_code == 200
    assert unit.post(f"{at}files/{number}/detach/").url == at
    assert unit.get(f"{at}files/999/").status_code == 404


def test_former_names_and_the_empty_list_are_shown(scene, unit):
    assert "还没有变更申请" in words(unit.get(f"/projects/{scene.ref}/changes/"))
    old = scene.project.title
    scene.in_force(scene.waiting_supplement_of("name", title="换了名称的项目"))

    shown = words(unit.get(f"/projects/{scene.ref}/changes/"))
    assert "曾用名称" in shown and old in shown


# --- who sees what ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.UNIT_CLERK, OTHER_COUNTY), (Role.NOMINATOR, OTHER_COUNTY), (Role.JUDGE, None), (Role.SYSTEM_ADMIN, None)],
)
def test_strangers_learn_nothing(scene, role, code):
    supplement = scene.waiting_supplement()
    client = scene.client(role, code)

    places = (
        f"/projects/{scene.ref}/changes/",
        f"/changes/{supplement.change.ref}/",
        f"/supplements/{supplement.ref}/",
    )
    for place in places:
        assert client.get(place).status_code == 404
    assert client.post(f"/changes/{supplement.change.ref}/approve/").status_code == 404
    assert str(scene.project) not in words(client.get("/changes/"))


def test_inspectors_and_finance_read_but_see_no_draft(scene):
    scene.handed_in_change("results", **TAKEN)
    scene.asked("leader", leader_name="示例乙02")

    for role in (Role.INSPECTOR, Role.FINANCE):
        client = scene.client(role)
        assert client.get(f"/changes/{scene.ref}-c1/").status_code == 200
        assert client.get(f"/changes/{scene.ref}-c2/").status_code == 404
        assert client.post(f"/changes/{scene.ref}-c1/approve/").status_code == 403
        assert "申请变更" not in words(client.get(f"/projects/{scene.ref}/changes/"))


# --- lists -----------------------------------------------------------------------------------------------------------
def many(scene: Changing, count: int) -> None:
    """So many handed-in requests; the first is real, the others are its like."""
    if not ChangeRequest.objects.exists():
        scene.handed_in_change("results", **TAKEN)
    first = ChangeRequest.objects.order_by("pk")[0]
    start = ChangeRequest.objects.count() + 1
    for number in range(start, start + count):
        first.pk, first.number, first.ref = None, number, f"{scene.ref}-c{number}"
        first._state.adding = True
        first.save()


def test_lists_and_the_page_take_the_same_queries_at_1_3_and_30_requests(scene, head):
    counts: dict[str, set[int]] = {}
    for more in (0, 2, 27):
        many(scene, more)
        places = ("/changes/", f"/projects/{scene.ref}/changes/", f"/projects/{scene.ref}/?tab=changes")
        for place in (*places, f"/changes/{scene.ref}-c1/"):
            head.get(place)
            with CaptureQueriesContext(connection) as captured:
                assert head.get(place).status_code == 200
            counts.setdefault(place, set()).add(len(captured))

    assert {place: len(found) for place, found in counts.items()} == dict.fromkeys(counts, 1)
    assert max(max(found) for found in counts.values()) <= 22


def test_the_list_of_a_programme_is_paged_by_key_without_gap(scene):
    many(scene, 120)
    seen, after = [], ""
    while True:
        page = change_pages.page_of(scene.head, scene.cast.programme, after=after)
        seen += [line.ref for line in page.lines]
        after = page.next_key
        if not after:
            break

    assert len(seen) == len(set(seen)) == 121
    assert change_pages.page_of(scene.head, scene.cast.programme, after="x-y").lines[0].ref == seen[0]


@pytest.mark.parametrize(("shown", "count"), [("", 1), ("waiting", 1), ("filed", 0), ("in_force", 0), ("nonsense", 1)])
def test_the_list_is_narrowed_by_status_and_by_words(scene, head, shown, count):
    scene.handed_in_change("results", **TAKEN)

    found = change_pages.page_of(scene.head, scene.cast.programme, shown=shown)
    assert len(found.lines) == count
    line = change_pages.page_of(scene.head, scene.cast.programme, words=str(scene.project)[:4]).lines[0]
    assert (line.word, line.holder) == ("待审批", "淮南市委组织部")
    assert change_pages.page_of(scene.head, scene.cast.programme, words="没有").lines == ()
    assert head.get("/changes/", {"shown": shown, "q": "没有"}).status_code == 200


@pytest.mark.parametrize(
    ("arrange", "holder"),
    [
        (lambda s: s.asked("results", **TAKEN), "演练第一工委"),
        (lambda s: s.handed_in_change("contact", contact_name="示例甲"), "演练第一工委"),
        (lambda s: s.handed_in_change("results", **TAKEN), "淮南市委组织部"),
        (lambda s: s.approved("leader", leader_name="示例乙02"), "淮南市委组织部"),
        (lambda s: s.waiting_supplement().change, "演练第一工委"),
        (lambda s: s.signed_supplement(s.waiting_supplement()).change, "淮南市委组织部"),
        (lambda s: s.approved("results", **TAKEN), ""),
    ],
)
def test_the_list_says_who_has_it_now(scene, arrange, holder):
    arrange(scene)

    (line,) = change_pages.lines_of(scene.unit, scene.project)
    assert line.holder == holder
