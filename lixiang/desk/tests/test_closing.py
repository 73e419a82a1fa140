"""What closing puts on the desk: lines of the worklist, the tab of the dossier, the trail, the calendar, the words."""

import pytest

from lixiang.closing.tests.scene import ANSWERS, ClosingScene
from lixiang.desk.queries.agenda import agenda_of
from lixiang.desk.queries.closing import items_of_closing
from lixiang.desk.queries.dossier import standing_of
from lixiang.desk.queries.section import items_of_the_section
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.rules.months import month_of
from lixiang.history.models import Event
from lixiang.messaging.queries.matters import notices_of


@pytest.fixture
def scene(cast, morning) -> ClosingScene:
    return ClosingScene(cast, morning)


def view(scene: ClosingScene, user, **span):
    return viewpoint(user, scene.cast.programme, scene.later(**span))


def test_a_complete_project_waits_for_its_unit_with_the_day_that_binds(scene):
    project = scene.complete()

    (item,) = items_of_closing(view(scene, scene.unit))
    assert (item.words, item.clause) == (f"提交“{project}”的结项材料", "二.4e")
    assert item.due_at is not None and (item.due_at.date() - scene.at.date()).days == 30
    assert list(items_of_closing(view(scene, scene.stranger))) == []
    assert list(items_of_closing(view(scene, scene.clerk))) == []


def test_a_returned_one_waits_with_its_own_date(scene):
    dossier = scene.send_back(scene.handed_in())

    (item,) = items_of_closing(view(scene, scene.nominator))
    assert (item.words, item.due_at) == (f"按退回意见改好“{dossier.project}”的结项材料，重新提交", dossier.due_at)


def test_the_page_of_a_project_whose_dossier_was_returned_says_what_to_mend_until_when(scene):
    dossier = scene.send_back(scene.handed_in(), "written", "evidence")
    project = scene.again(dossier.project)

    mine = standing_of(scene.unit, project, scene.at)
    assert mine.words == "按退回意见改好结项材料（结项总结、佐证材料）后重新提交" and mine.is_mine
    assert (mine.due_at, mine.clause, mine.since) == (dossier.due_at, "二.4e", dossier.status_since)
    assert standing_of(scene.clerk, project, scene.at).words == "正在按退回意见修改结项材料"
    scene.hand_in(scene.write(dossier, **ANSWERS))
    assert standing_of(scene.unit, scene.again(project), scene.at).words == "正在审核结项材料"


def test_the_section_counts_what_was_handed_in_and_what_was_not(scene):
    project = scene.complete()
    words = [item.words for item in items_of_the_section(view(scene, scene.clerk))]
    assert "1个项目完结后未提交结项材料" in words

    scene.handed_in(scene.filled(scene.opened(project)))
    words = [item.words for item in items_of_the_section(view(scene, scene.clerk))]
    assert "1份结项材料待审核" in words
    assert "1个项目完结后未提交结项材料" not in words


def test_the_dossier_of_the_project_has_its_tab_and_trail(scene):
    dossier = scene.handed_in()
    page = f"/projects/{dossier.project.ref}/"

    html = scene.client(scene.clerk).get(page, {"tab": "dossier"}).content.decode()
    assert f"/dossiers/{dossier.ref}/" in html and "待审核" in html and "审核结项材料" in html
    section = scene.client(scene.clerk).get(page, {"tab": "history"}).content.decode()
    assert "提交结项材料，回执" in section and "上传结项佐证材料" not in section
    unit = scene.client(scene.unit).get(page, {"tab": "history"}).content.decode()
    assert "上传结项佐证材料“report.pdf”" in unit and "开始整理结项材料" in unit


def test_completion_and_returns_stand_in_the_calendar(scene):
    dossier = scene.send_back(scene.handed_in())
    day = dossier.project.completion_on

    found = agenda_of(view(scene, scene.unit), month_of(day), kind="completion")
    assert [due.words for d in found.days for g in d.groups for due in g.dues] == [
        f"“{dossier.project}”完结，及时报送结项材料"
    ]
    found = agenda_of(view(scene, scene.unit), month_of(dossier.due_at.date()), kind="dossier")
    assert found.count == 1


def test_each_move_is_told_to_the_other_side(scene):
    dossier = scene.send_back(scene.handed_in())
    scene.hand_in(dossier)
    scene.accept(dossier)

    told = {
        event.verb: [(notice.sentence, set(notice.people)) for notice in notices_of(event, scene.at)]
        for event in Event.objects.filter(subject_kind="dossier").order_by("sequence")
    }
    ((handed, to),) = told["hand_in"]
    assert handed == f"“{dossier.project}”提交了结项材料，请审核（通知二.4e）。" and scene.clerk.pk in to
    ((back, to),) = told["send_back"]
    assert "请于" in back and "理由：成效没有数字" in back and {scene.unit.pk, scene.nominator.pk} <= to
    ((accepted, _),) = told["accept"]
    assert "转入验收" in accepted
    assert told["attach"] == []


def test_what_a_person_did_names_the_dossier(scene):
    scene.handed_in()

    html = scene.client(scene.unit).get("/", {"tab": "done"}).content.decode()
    assert "结项材料，回执" in html
