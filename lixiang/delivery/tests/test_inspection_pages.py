"""What each person sees and does on the pages of inspections and tickets; strangers learn nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lixiang.delivery.actions import inspections as verbs
from lixiang.delivery.models import Inspection, Observation, Rectification
from lixiang.delivery.tests.inspecting import COUNTY, Round, paper, photo
from lixiang.files.models import Claim
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast, morning) -> Round:
    """Now, since pages read the clock."""
    return Round(cast, timezone.now(), morning)


def words(answer) -> str:
    return answer.content.decode()


def place(thing, verb: str = "") -> str:
    room = "inspections" if isinstance(thing, Inspection) else "rectifications"
    return f"/{room}/{thing.ref}/{verb and verb + '/'}"


def part(observation, verb: str) -> str:
    return f"/inspections/{observation.inspection.ref}/observations/{observation.pk}/{verb}/"


# --- plan and list ----------------------------------------------------------------------------------------------------
def test_an_inspector_plans_a_visit_to_one_organisation(visit):
    projects, client = visit.active(2), visit.client(visit.inspector)

    page = words(client.get("/inspections/plan/", {"organisation": COUNTY}))
    assert all(f'value="{project.pk}"' in page for project in projects) and page.count("checked") == 4
    chosen = {"planned_on": visit.day(2), "projects": [projects[0].pk], "inspectors": [visit.inspector.pk]}
    answer = client.post(f"/inspections/plan/?organisation={COUNTY}", {**chosen, "purpose": "台账"})

    inspection = Inspection.objects.get()
    assert answer.url == place(inspection) and inspection.organisation.code == COUNTY and not inspection.is_announced
    assert "台账" in words(client.get(place(inspection))) and "第1次督导" in words(client.get("/inspections/"))


def test_a_plan_that_is_refused_comes_back_with_its_reason(visit):
    (project,) = visit.active()
    of_the_county, client = visit.another_inspector(("unit_clerk", COUNTY)), visit.client(visit.clerk)
    chosen = {"planned_on": visit.day(2), "projects": [project.pk], "inspectors": [of_the_county.pk]}

    answer = client.post("/inspections/plan/", chosen)
    assert answer.status_code == 422 and "应当回避" in words(answer) and "二.4c" in words(answer)
    assert client.post("/inspections/plan/", {"purpose": "台账"}).status_code == 422
    assert Inspection.objects.count() == 0


def test_a_programme_without_the_setting_says_so(visit):
    Setting.objects.filter(kind="delivery.inspection").delete()
    type(visit.cast.version).objects.update(pack_hash=unread())
    client = visit.client(visit.clerk)

    assert "本批次没有设置督导" in words(client.get("/inspections/"))
    assert client.get("/inspections/coverage/").status_code == 200


@pytest.mark.parametrize("who", ["nominator.county-1", "unit_clerk.county-1", "finance", "judge", "system_admin"])
def test_those_who_do_not_inspect_neither_plan_nor_see_the_coverage(visit, who):
    visit.active()
    client = visit.client(visit.cast.users[who])

    for url in ("/inspections/plan/", "/inspections/coverage/"):
        assert client.get(url).status_code == 404
    assert "制定督导计划" not in words(client.get("/inspections/"))


def test_what_is_not_covered_leads_to_a_plan(visit):
    (project,) = visit.active()

    page = words(visit.client(visit.inspector).get("/inspections/coverage/"))
    assert str(project) in page and f"/inspections/plan/?organisation={COUNTY}&amp;project={project.ref}" in page
    visit.visited(project)
    assert str(project) not in words(visit.client(visit.inspector).get("/inspections/coverage/"))
    assert "黄灯" in words(visit.client(visit.cast.user("department_leader")).get("/inspections/coverage/?shown="))


def test_the_plan_is_changed_and_called_off_on_its_page(visit):
    inspection, client = visit.planned(), visit.client(visit.clerk)
    other = visit.another_inspector()

    assert "调整计划" in words(client.get(place(inspection)))
    assert client.post(place(inspection, "replan"), {"planned_on": visit.day(1)}).status_code == 422
    chosen = {"planned_on": visit.day(1), "inspectors": [other.pk], "reason": "调整。"}
    assert client.get(place(inspection, "replan")).status_code == 200
    assert client.post(place(inspection, "replan"), chosen).status_code == 302
    assert client.post(place(inspection, "cancel"), {"reason": ""}).status_code == 422
    assert client.post(place(inspection, "cancel"), {"reason": "防汛。"}).status_code == 302
    assert "防汛。" in words(client.get(place(inspection)))


# --- the visit --------------------------------------------------------------------------------------------------------
def test_the_page_of_a_visit_takes_photos_from_the_camera_and_saves_by_itself(visit):
    inspection = visit.planned(*visit.active(2))

    page = words(visit.client(visit.inspector).get(place(inspection, "visit")))
    assert page.count('capture="environment"') == 2 and page.count('accept="image/*"') == 2
    assert page.count("data-autosave ") == 3 and "提交督导记录" in page and "补录纸质记录" not in page
    assert "补录纸质记录" in words(visit.client(visit.clerk).get(place(inspection, "visit")))
    for user in (visit.unit, visit.stranger):
        assert visit.client(user).get(place(inspection, "visit")).status_code in (403, 404)


def test_what_is_typed_is_saved_with_and_without_scripts(visit):
    inspection, client = visit.planned(), visit.client(visit.inspector)
    observation = visit.seen(inspection)
    typed = {"text": "台账不全。", "lamp": "yellow", "reason": "缺两个月。", "version": "0"}

    silent = client.post(part(observation, "save"), typed, headers={"X-Autosave": "1"})
    assert (silent.status_code, silent["X-Version"]) == (204, "1")
    loud = client.post(part(observation, "save"), {**typed, "lamp": "red", "version": "1"})
    assert loud.url == f"{place(inspection, 'visit')}#part-{observation.pk}"
    head = client.post(place(inspection, "visit/save"), {"place": "会议室", "met": "示例", "version": "0"})
    assert head.status_code == 302
    page = words(client.get(place(inspection, "visit")))
    assert "台账不全。" in page and "会议室" in page and Observation.objects.get().lamp == "red"


def test_a_clash_shows_both_texts_and_keeps_either(visit):
    inspection, client = visit.planned(), visit.client(visit.inspector)
    observation = visit.observed(inspection, by=visit.clerk)
    typed = {"text": "我的。", "version": "0"}

    silent = client.post(part(observation, "save"), typed, headers={"X-Autosave": "1"})
    assert (silent.status_code, silent["X-Version"]) == (409, "1") and "我的。" in words(silent)
    loud = client.post(part(observation, "save"), typed)
    assert loud.status_code == 409 and "我的。" in words(loud) and "制度上墙" in words(loud)
    assert client.post(part(observation, "save"), {**typed, "keep": "theirs"}).status_code == 302
    assert client.post(part(observation, "save"), {**typed, "keep": "mine", "version": "1"}).status_code == 302
    assert Observation.objects.get().text == "我的。"


def test_what_cannot_be_saved_comes_back_with_its_reason(visit):
    inspection, client = visit.planned(), visit.client(visit.inspector)
    observation = visit.seen(inspection)

    wrong = client.post(part(observation, "save"), {"text": "x", "lamp": "blue", "version": "0"})
    assert wrong.status_code == 422 and "请从绿灯、黄灯、红灯中选择" in words(wrong)
    silent = client.post(part(observation, "save"), {"lamp": "blue"}, headers={"X-Autosave": "1"})
    assert silent.status_code == 422 and 'id="notices"' in words(silent)
    long = client.post(part(observation, "save"), {"text": "长" * 5001, "version": "0"})
    assert long.status_code == 422
    visit.observed(inspection)
    verbs.record_visit(inspection, visited_on=visit.today, by=visit.inspector, at=visit.at)
    late = client.post(part(observation, "save"), {"text": "改。", "version": "1"})
    assert late.status_code == 422 and "不能再修改" in words(late)
    assert client.post(f"{place(inspection)}observations/999/save/", {}).status_code == 404


def test_photos_are_uploaded_seen_and_removed(visit):
    inspection, client = visit.planned(), visit.client(visit.inspector)
    observation = visit.seen(inspection)

    assert client.post(part(observation, "attach"), {"photos": [photo(1), photo(200)]}).status_code == 302
    claim = Claim.of(observation).first()
    url = f"{place(inspection)}files/{claim.pk}/"
    assert b"".join(client.get(url).streaming_content) == photo(1).read()
    assert f'src="{url}"' not in words(client.get(place(inspection, "visit"))) and url in words(
        client.get(place(inspection, "visit"))
    )
    assert client.post(f"{url}detach/").status_code == 302 and Claim.of(observation).count() == 1
    assert client.get(url).status_code == client.post(f"{url}detach/").status_code == 404
    wrong = photo()
    wrong.name = "现场.png"
    refused = client.post(part(observation, "attach"), {"photos": [wrong]})
    assert refused.status_code == 422 and "内容与扩展名不符" in words(refused)
    assert client.post(part(observation, "attach"), {}).status_code == 422


def test_the_record_is_handed_in_and_a_day_to_come_is_refused(visit):
    inspection, client = visit.planned(), visit.client(visit.inspector)
    visit.observed(inspection)

    early = client.post(place(inspection, "record-visit"), {"visited_on": visit.day(1)})
    assert early.status_code == 422 and "督导日期还没有到" in words(early) and "制度上墙" in words(early)
    assert client.post(place(inspection, "record-visit"), {"visited_on": "昨天"}).status_code == 422
    done = client.post(place(inspection, "record-visit"), {"visited_on": visit.today})
    assert done.url == place(inspection) and "开具整改单" in words(client.get(place(inspection)))
    assert "开具整改单" not in words(visit.client(visit.unit).get(place(inspection)))


# --- from paper -------------------------------------------------------------------------------------------------------
def test_a_paper_record_is_shown_as_such_and_confirmed_by_the_inspector(visit):
    inspection, section = visit.planned(), visit.client(visit.clerk)
    visit.observed(inspection, by=visit.clerk)
    typed = {"inspector": visit.inspector.pk, "visited_on": visit.today}

    assert section.get(place(inspection, "enter-paper")).status_code == 200
    lacking = section.post(place(inspection, "enter-paper"), typed)
    assert lacking.status_code == 422 and "扫描件" in words(lacking)
    assert section.post(place(inspection, "enter-paper"), {**typed, "scan": paper()}).status_code == 302
    page = words(visit.client(visit.inspector).get(place(inspection)))
    assert f"由{visit.clerk.name}代{visit.inspector.name}于" in page and "尚未经督导员确认" in page
    assert visit.client(visit.unit).get(place(inspection)).status_code == 404
    assert section.post(place(inspection, "confirm")).status_code == 403
    assert visit.client(visit.inspector).post(place(inspection, "confirm")).status_code == 302
    assert "尚未经督导员确认" not in words(visit.client(visit.unit).get(place(inspection)))


def test_the_inspector_disputes_on_the_page(visit):
    inspection = visit.planned()
    visit.observed(inspection, by=visit.clerk)
    visit.entered(inspection)
    client = visit.client(visit.inspector)

    assert client.post(place(inspection, "dispute"), {"reason": ""}).status_code == 422
    assert client.post(place(inspection, "dispute"), {"reason": "亮灯不符。"}).status_code == 302
    assert "补录有异议" in words(visit.client(visit.clerk).get("/inspections/?shown=unconfirmed"))


# --- tickets ----------------------------------------------------------------------------------------------------------
def test_a_ticket_goes_from_the_inspector_to_the_unit_and_back(visit):
    inspection = visit.visited()
    observation, inspector, unit = visit.seen(inspection), visit.client(visit.inspector), visit.client(visit.unit)
    side = observation.project.drafting_organisation_id

    assert f'value="{visit.day(15)}"' in words(inspector.get(part(observation, "rectify")))
    lacking = inspector.post(
        part(observation, "rectify"), {"organisation": side, "requirement": "补齐。", "due_on": ""}
    )
    assert lacking.status_code == 422 and "请填写整改期限" in words(lacking) and "补齐。" in words(lacking)
    typed = {"organisation": side, "requirement": "补齐。", "due_on": visit.day(9)}
    ticket_url = inspector.post(part(observation, "rectify"), typed).url
    ticket = Rectification.objects.get()
    assert ticket_url == place(ticket) and "核查销号" not in words(inspector.get(ticket_url))
    assert "还剩9天" in words(unit.get(ticket_url)) and "报送整改情况" in words(unit.get(ticket_url))
    assert inspector.post(place(ticket, "close")).status_code == 422
    bare = unit.post(place(ticket, "answer"), {"text": "已补齐。"})
    assert bare.status_code == 422 and "请上传整改佐证" in words(bare) and "已补齐。" in words(bare)
    assert unit.post(place(ticket, "answer"), {"text": "已补齐。", "proofs": [photo(), paper()]}).status_code == 302
    proof = Claim.of(ticket).first()
    assert inspector.get(place(ticket, f"files/{proof.pk}")).status_code == 200
    assert inspector.get(place(ticket, "files/999")).status_code == 404
    assert inspector.post(place(ticket, "send-back"), {"reason": "缺三月。"}).status_code == 302
    assert "缺三月。" in words(unit.get(ticket_url)) and "已补齐。" in words(unit.get(ticket_url))
    assert unit.post(place(ticket, "answer"), {"text": "三月已补。"}).status_code == 302
    assert inspector.post(place(ticket, "close")).status_code == 302
    assert "核查销号" in words(unit.get(ticket_url)) and "answer/" not in words(unit.get(ticket_url))
    assert inspector.post(place(inspection, "close")).status_code == 302


def test_a_ticket_is_extended_reminded_and_called_off(visit):
    ticket, client = visit.opened(), visit.client(visit.inspector)

    assert client.get(place(ticket, "extend")).status_code == 200
    assert client.post(place(ticket, "extend"), {"due_on": visit.day(1), "reason": "汛期。"}).status_code == 422
    assert client.post(place(ticket, "extend"), {"due_on": visit.day(40), "reason": "汛期。"}).status_code == 302
    assert client.post(place(ticket, "remind")).status_code == 302
    assert client.post(place(ticket, "remind")).status_code == 422
    assert "已催办1次" in words(client.get("/rectifications/")) and "还剩40天" in words(client.get("/rectifications/"))
    assert client.post(place(ticket, "cancel"), {"reason": "开错。"}).status_code == 302
    assert "已撤销" in words(visit.client(visit.unit).get(place(ticket)))


@pytest.mark.parametrize(("form", "head"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_ticket_is_printed_by_those_who_see_it(visit, form, head):
    ticket = visit.opened()

    assert visit.client(visit.unit).get(place(ticket, form)).content.startswith(head)
    assert visit.client(visit.stranger).get(place(ticket, form)).status_code == 404


def test_tickets_overdue_say_so_and_the_list_goes_out_as_a_workbook(visit):
    early = Round(visit.cast, visit.at - timedelta(days=40), visit.nominated_at)
    ticket = early.opened()
    client = visit.client(visit.unit)

    page = words(client.get("/rectifications/?shown=overdue"))
    assert ticket.ref in page and "已逾期" in page
    assert client.get("/rectifications/xlsx/?shown=overdue")["Content-Type"].endswith("sheet")
    assert "没有符合条件的整改单" in words(client.get("/rectifications/?shown=closed"))
    assert "没有整改单" in words(visit.client(visit.stranger).get("/rectifications/"))


def test_a_project_shows_its_inspections_and_tickets_to_those_who_see_it(visit):
    ticket = visit.opened()
    url = f"/projects/{ticket.project.ref}/inspections/"

    page = words(visit.client(visit.unit).get(url))
    assert "第1次督导" in page and str(ticket) in page and "黄灯" in page
    assert visit.client(visit.stranger).get(url).status_code == 404
    assert visit.client(visit.inspector).get(url).status_code == 200


STRANGERS = ["nominator.county-2", "unit_clerk.county-2", "judge", "discipline", "system_admin"]


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_neither_inspection_nor_ticket(visit, who):
    ticket = visit.opened()
    inspection, client = ticket.observation.inspection, visit.client(visit.cast.users[who])

    for url in (place(inspection), place(ticket), place(ticket, "pdf"), place(inspection, "visit")):
        assert client.get(url).status_code == 404
    for verb in ("answer", "close", "send-back", "extend", "cancel", "remind"):
        assert client.post(place(ticket, verb), {"reason": "x"}).status_code == 404
    for url in ("/inspections/", "/rectifications/"):
        assert ticket.project.title not in words(client.get(url))


def test_the_unit_makes_no_verb_of_the_inspectors(visit):
    ticket, client = visit.opened(), visit.client(visit.unit)
    inspection = ticket.observation.inspection

    for verb in ("close", "send-back", "extend", "cancel", "remind"):
        assert client.post(place(ticket, verb), {"reason": "x"}).status_code == 403
    for verb in ("close", "cancel", "record-visit", "confirm", "replan"):
        assert client.post(place(inspection, verb), {"reason": "x"}).status_code == 403
    assert client.get(part(ticket.observation, "rectify")).status_code == 403
