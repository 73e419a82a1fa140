"""What each side sees and does on the pages of progress; strangers learn nothing."""

import io
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from lixiang.delivery import actions, queries
from lixiang.delivery.actions.milestones import EVIDENCE
from lixiang.delivery.jobs.lamps import relight_all
from lixiang.delivery.models import Lamp, Plan, PlannedMilestone
from lixiang.delivery.queries.progress import gap_words
from lixiang.delivery.tests import underway
from lixiang.delivery.tests.underway import done, goals_of, lamp_of, milestones_of
from lixiang.files.models import Claim
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.rehearsal.cycle import scan
from lixiang.ui.written import chinese_date

pytestmark = pytest.mark.django_db
STRANGERS = ["nominator.county-2", "unit_clerk.county-2", "judge", "discipline", "system_admin"]
DAY = timedelta(days=1)


def words(answer) -> str:
    return answer.content.decode()


def sheet(project) -> str:
    return f"/projects/{project.ref}/progress/"


def photo(name: str = "照片.png") -> ContentFile:
    return ContentFile(scan().read(), name=name)


# --- one project -----------------------------------------------------------------------------------------------------
def test_the_clerk_reads_what_is_next_by_when_on_what_ground_and_reports_it(client_of, project, milestone):
    clerk = client_of("unit_clerk.county-1")

    text = words(clerk.get(sheet(project)))

    assert "下一步" in text and milestone.title in text and "三.2" in text
    assert "序时进度" in text and "完成进度" in text and "<svg" in text and "style=" not in text
    assert f"/milestones/{milestone.ref}/complete/" in text
    today = timezone.localdate().isoformat()
    said = {"done_on": today, "participants": "35", "note": "开了动员会。", "evidence": [photo(), photo("照片二.png")]}
    assert clerk.post(f"/milestones/{milestone.ref}/complete/", said).url == sheet(project)
    after = words(clerk.get(sheet(project)))
    assert (
        "完成" in after
        and "开了动员会。" in after
        and "照片.png" in after
        and '<td data-label="参与党员（人次）" class="cell-narrow">35</td>' in after
    )
    assert Claim.of(milestone, EVIDENCE).count() == 1


def test_a_refused_report_comes_back_with_reasons_and_what_was_typed(client_of, milestone):
    tomorrow = (timezone.localdate() + DAY).isoformat()
    clerk = client_of("unit_clerk.county-1")

    answer = clerk.post(f"/milestones/{milestone.ref}/complete/", {"done_on": tomorrow, "note": "做完了。"})

    text = words(answer)
    assert answer.status_code == 422
    assert "日期不能晚于今天。（依据：三.2）" in text and "请填写参与党员人次" in text and "做完了。" in text
    assert PlannedMilestone.objects.get(pk=milestone.pk).status == "OPEN"


def test_a_file_of_another_milestone_is_offered_and_used_without_an_upload(client_of, project, sides, morning):
    first, second, *_ = milestones_of(project)
    claim = actions.milestones.attach_evidence(first, scan(), name="现场照片.png", by=sides.unit, at=morning)
    clerk, url = client_of("unit_clerk.county-1"), f"/milestones/{second.ref}/complete/"

    assert "现场照片.png" in words(clerk.get(url))
    said = {"done_on": timezone.localdate().isoformat(), "participants": "0", "reused": [str(claim.pk)]}
    assert clerk.post(url, said).status_code == 302
    assert [each.file_id for each in Claim.of(second, EVIDENCE)] == [claim.file_id]


def test_a_report_is_taken_back_by_the_section_with_its_reason(client_of, project, milestone, sides, morning):
    done(milestone, sides.unit, morning)
    section, url = client_of("section_clerk"), f"/milestones/{milestone.ref}/reopen/"

    assert url in words(section.get(sheet(project)))
    assert "/complete/" not in words(section.get(sheet(project)))
    assert section.post(url, {"reason": ""}).status_code == 422
    assert section.post(url, {"reason": "没有佐证材料。"}).url == sheet(project)
    assert "没有佐证材料。" in words(section.get(sheet(project)))
    assert PlannedMilestone.objects.get(pk=milestone.pk).status == "OPEN"


def test_evidence_is_added_shown_and_taken_away(client_of, milestone):
    clerk, url = client_of("unit_clerk.county-1"), f"/milestones/{milestone.ref}/evidence/"

    assert clerk.post(url, {}).status_code == 422
    assert clerk.post(url, {"evidence": [ContentFile(b"x", name="x.png")]}).status_code == 422
    assert clerk.post(url, {"evidence": [photo()]}).url == url
    (claim,) = Claim.of(milestone, EVIDENCE)
    assert b"".join(client_of("inspector").get(f"{url}{claim.pk}/").streaming_content).startswith(b"\x89PNG")
    assert "移除" not in words(client_of("inspector").get(url))
    assert clerk.get(f"{url}{claim.pk + 1}/").status_code == 404
    assert clerk.post(f"{url}{claim.pk}/detach/").url == url
    assert not Claim.of(milestone, EVIDENCE).exists()


def test_the_value_of_a_goal_is_reported_and_shown_beside_its_target(client_of, project):
    goal, clerk = goals_of(project)[0], client_of("nominator.county-1")
    url = f"/goals/{goal.ref}/report/"

    assert goal.target in words(clerk.get(url))
    assert clerk.post(url, {"reached": "", "reached_on": ""}).status_code == 422
    said = {"reached": "已达18个", "reached_on": timezone.localdate().isoformat(), "note": "台账统计"}
    assert clerk.post(url, said).url == sheet(project)
    assert "已达18个" in words(client_of("section_head").get(sheet(project)))


def test_a_lamp_is_shown_as_word_reason_and_clause_and_the_section_overrules_it(client_of, project):
    relight_all(timezone.now())  # years later: everything is late
    section, lamp = client_of("section_clerk"), lamp_of(project)
    url = f"/lamps/{lamp.ref}/override-lamp/"

    text = words(section.get(sheet(project)))
    assert "红灯" in text and "已逾期30日以上" in text and url in text and "里程碑逾期满30日的，亮红灯。" in text
    assert url not in words(client_of("unit_clerk.county-1").get(sheet(project)))
    assert "按规则" in words(section.get(url))
    assert section.post(url, {"colour": "red", "until": "2018-01-01", "reason": "x"}).status_code == 422
    until = (timezone.localdate() + 5 * DAY).isoformat()
    assert section.post(url, {"colour": "yellow", "until": until, "reason": "汛期停工。"}).url == sheet(project)
    shown = words(client_of("unit_clerk.county-1").get(sheet(project)))
    assert "撤销人工调整" in words(section.get(sheet(project))) and "撤销人工调整" not in shown.split("办理轨迹")[0]
    assert "黄灯" in shown and "汛期停工。" in shown and "按规则应为红灯" in shown
    assert until not in shown and shown.count(f"有效期至{chinese_date(date.fromisoformat(until))}") == 2
    assert section.post(f"/lamps/{lamp.ref}/withdraw-override/").url == sheet(project)
    assert lamp_of(project).colour == "red"


def test_a_page_shows_the_lamp_of_today_also_before_the_job_comes_round(client_of, project):
    lamp, section = lamp_of(project), client_of("section_clerk")  # lit in 2018, read years later

    text = words(section.get(sheet(project)))

    assert "红灯" in text and "已逾期30日以上" in text
    assert "红灯" in words(section.get(f"/lamps/{lamp.ref}/override-lamp/"))
    assert "待重新判定" in words(section.get("/progress/"))
    assert lamp_of(project).colour == "green"


def test_the_page_prints_and_says_the_chart_in_a_table(client_of, project, milestone):
    text = words(client_of("finance").get(f"{sheet(project)}print/"))

    assert (
        "实施进度表" in text
        and milestone.title in text
        and 'role="img"' in text
        and "<form" not in text.split("<main")[1]
    )


def test_before_the_plan_the_page_asks_nothing_of_anybody(client_of, cast, morning):
    (project,) = underway.approved(cast, morning)

    for page in ("", "print/"):
        text = words(client_of("unit_clerk.county-1").get(f"{sheet(project)}{page}"))
        assert "还没有实施计划" in text and "<button" not in text.split("<main")[1]


def test_a_plan_without_rows_says_so(client_of, project):
    PlannedMilestone.objects.update(retired_at=timezone.now())
    Lamp.objects.all().delete()

    text = words(client_of("unit_clerk.county-1").get(sheet(project)))

    assert "没有里程碑" in text and "经变更调出计划的" in text and "没有亮灯" in text


def test_of_a_project_that_ended_the_page_is_read_and_nothing_is_offered(client_of, project, milestone, sides, morning):
    done(milestone, sides.unit, morning)
    Project.objects.filter(pk=project.pk).update(status="LAPSED")

    text = words(client_of("unit_clerk.county-1").get(sheet(project)))

    assert milestone.title in text and "下一步" not in text
    assert "/complete/" not in text and "/reopen/" not in text and "/report/" not in text


def test_more_files_than_a_request_can_hold_and_an_unknown_file_are_refused(client_of, milestone):
    clerk = client_of("unit_clerk.county-1")

    many = clerk.post(f"/milestones/{milestone.ref}/evidence/", {"evidence": [photo() for _ in range(21)]})
    assert many.status_code == 422 and "一次最多上传20份" in words(many)
    said = {"done_on": timezone.localdate().isoformat(), "participants": "0", "reused": ["1"]}
    assert clerk.post(f"/milestones/{milestone.ref}/complete/", said).status_code == 302
    assert not Claim.of(milestone, EVIDENCE).exists()


def test_a_value_that_cannot_be_comes_back_with_its_clause(client_of, project):
    goal, tomorrow = goals_of(project)[0], (timezone.localdate() + DAY).isoformat()

    said = {"reached": "18个", "reached_on": tomorrow}
    answer = client_of("unit_clerk.county-1").post(f"/goals/{goal.ref}/report/", said)

    assert answer.status_code == 422 and "日期不能晚于今天。（依据：三.2）" in words(answer)


def test_without_a_programme_there_is_nothing_to_list(client_of, cast):
    administrator = client_of("system_admin")
    Programme.objects.filter(pk=cast.programme.pk).update(status="DRAFT")

    assert "还没有批次" in words(administrator.get("/progress/"))
    assert administrator.get("/progress/xlsx/").status_code == 404


@pytest.mark.parametrize(
    ("planned", "done", "said"),
    [
        (500, 500, "与序时进度一致"),
        (509, 500, "与序时进度一致"),
        (500, 250, "落后序时进度25个百分点"),
        (0, 250, "快于序时进度25个百分点"),
    ],
)
def test_how_what_is_done_stands_to_the_time_is_said_in_points(planned, done, said):
    assert gap_words(planned, done) == said


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_nothing(client_of, project, milestone, sides, morning, who):
    goal, lamp = goals_of(project)[0], lamp_of(project)
    claim = actions.milestones.attach_evidence(milestone, scan(), name="照片.png", by=sides.unit, at=morning)
    stranger = client_of(who)

    for url in (
        sheet(project),
        f"{sheet(project)}print/",
        f"/milestones/{milestone.ref}/complete/",
        f"/milestones/{milestone.ref}/evidence/",
        f"/milestones/{milestone.ref}/evidence/{claim.pk}/",
        f"/goals/{goal.ref}/report/",
        f"/lamps/{lamp.ref}/override-lamp/",
    ):
        assert stranger.get(url).status_code == 404, url
    assert project.title not in words(stranger.get("/progress/"))
    assert stranger.post(f"/milestones/{milestone.ref}/reopen/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["inspector", "finance", "section_clerk", "nominator_leader.county-1"])
def test_those_who_only_follow_see_the_page_and_may_not_report(client_of, project, milestone, who):
    follower = client_of(who)

    assert follower.get(sheet(project)).status_code == 200
    assert follower.get(f"/milestones/{milestone.ref}/complete/").status_code == 403
    assert follower.post(f"/milestones/{milestone.ref}/complete/").status_code == 403


# --- the list --------------------------------------------------------------------------------------------------------
def test_the_list_shows_lamp_progress_and_what_comes_next(client_of, project, milestone):
    text = words(client_of("section_clerk").get("/progress/"))

    assert project.title in text and "绿灯" in text and milestone.title in text
    assert f"0/{len(milestones_of(project))}" in text and f"{sheet(project)}" in text


def test_the_list_is_narrowed_by_lamp_category_organisation_and_words(client_of, cast, morning):
    (mine,), (other,) = underway.planned(cast, morning), underway.planned(cast, morning, county=1)
    Lamp.objects.filter(project=other).update(colour="red")
    Project.objects.filter(pk=other.pk).update(category="B", title="别的项目")
    section = client_of("section_clerk")

    def shown(query: str) -> list[bool]:
        text = words(section.get(f"/progress/?{query}"))
        return [f"/projects/{each.ref}/progress/" in text for each in (mine, other)]

    assert shown("") == [True, True]
    assert shown("lamp=red") == [False, True] and shown("lamp=pink") == [True, True]
    assert shown("category=A") == [True, False]
    assert shown(f"organisation={other.nominating_organisation.code}") == [False, True]
    assert shown("q=别的") == [False, True] and shown(f"q={mine.ref.upper()}") == [True, False]
    assert shown("q=没有这样的") == [False, False]
    assert shown(f"after={mine.number}") == [mine.number > mine.number, other.number > mine.number]


def test_the_list_goes_on_by_key(client_of, cast, morning):
    from lixiang.delivery.queries import progress_lists

    projects = underway.planned(cast, morning, 3)
    viewer = cast.users["section_clerk"]
    size, progress_lists.ROWS = progress_lists.ROWS, 2
    try:
        first = progress_lists.listing_of(viewer, cast.programme, progress_lists.Chosen(), morning)
        second = progress_lists.listing_of(viewer, cast.programme, progress_lists.Chosen(after=first.next), morning)
    finally:
        progress_lists.ROWS = size

    assert [line.number for line in first.lines + second.lines] == [each.number for each in projects]
    assert second.next == 0


def test_the_workbook_holds_the_chosen_rows_in_order(client_of, cast, morning):
    underway.planned(cast, morning, 2)

    answer = client_of("section_clerk").get("/progress/xlsx/?category=A")

    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        cells = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "实施进度表" in cells and "序时进度" in cells and "绿灯" in cells
    assert all(plan.project.title in cells for plan in Plan.objects.select_related("project"))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_list_and_the_page_take_the_same_queries_however_much_there_is(
    client_of, cast, sides, morning, count, django_assert_num_queries
):
    projects = underway.planned(cast, morning, count)
    for milestone in milestones_of(projects[0])[: min(count, 2)]:
        actions.milestones.attach_evidence(milestone, scan(), name="照片.png", by=sides.unit, at=morning)
    section = client_of("section_clerk")
    section.get("/progress/")

    with django_assert_num_queries(6):
        section.get("/progress/")
    # Its lamp is judged anew: five facts, each a question to another noun; every other page of a project asks fewer.
    with django_assert_num_queries(15):
        section.get(sheet(projects[0]))
    project = queries.Followed.visible_to(sides.clerk).get(pk=projects[0].pk)
    with django_assert_num_queries(4):
        queries.sheet_of(project, morning)


def test_a_suspended_project_says_why_nothing_is_reported_in_place_of_the_forms(client_of, project, milestone):
    clerk, goal = client_of("unit_clerk.county-1"), goals_of(project)[0]
    urls = [f"/milestones/{milestone.ref}/{page}/" for page in ("complete", "evidence")]
    urls.append(f"/goals/{goal.ref}/report/")
    assert all('method="post" ' in part(clerk.get(url)) for url in urls)
    Project.objects.filter(pk=project.pk).update(status="SUSPENDED")

    for url in urls:
        text = part(clerk.get(url))
        assert "项目当前为“暂停”，实施中的项目才能报告进展" in text and 'method="post" ' not in text
        assert sheet(project) in text


def part(answer) -> str:
    """The page without its furniture."""
    return words(answer).split('<main id="content"')[1]
