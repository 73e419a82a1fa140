"""The live meeting: the order by a stated seed, one project after the other, scores shown as the programme allows."""

from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, PanelProject
from lixiang.appraisal.rules.drawing import drawn
from lixiang.appraisal.tests.arranging import change_settings, scoring, set_up
from lixiang.appraisal.tests.test_pages import browser, words
from lixiang.appraisal.tests.test_panels import refusals
from lixiang.history.models import Event


@pytest.fixture
def meeting(cast, morning):
    """Two judges who score both projects; the first one is the chair; scores may be shown on the spot."""
    change_settings(cast, "appraisal.scoring", on_the_spot=True)
    scene = scoring(cast, morning, judges=2, sheets=2)
    scene.run(actions.name_chair, scene.judge(0))
    return scene


def entry(scene, project: int = 0) -> PanelProject:
    return PanelProject.objects.select_related("panel", "project").get(project=scene.projects[project])


def test_the_order_is_that_of_hashes_that_anybody_can_compute():
    refs = [f"p-{number}" for number in range(9)]

    assert drawn(refs, "314159") == drawn(reversed(refs), "314159") != drawn(refs, "271828")
    hashes = [sha256(f"314159/{ref}".encode()).hexdigest() for ref in drawn(refs, "314159")]
    assert hashes == sorted(hashes)


def test_the_chair_or_the_section_draws_once_by_a_stated_seed(meeting):
    by = {"at": meeting.at}

    assert refusals(actions.draw_order, meeting.panel, seed=" ", by=meeting.user(0), **by) == [("no_seed", "二.5d")]
    actions.draw_order(meeting.panel, seed=" 31 ", by=meeting.user(0), **by)
    turns = PanelProject.objects.order_by("turn").values_list("project__ref", flat=True)
    assert tuple(turns) == drawn([project.ref for project in meeting.projects], "31")
    assert Event.objects.get(verb="draw_order").detail["seed"] == "31"
    assert refusals(actions.draw_order, meeting.panel, seed="32", by=meeting.clerk, **by) == [
        ("drawn_already", "二.5d")
    ]
    with pytest.raises(PermissionDenied):
        actions.draw_order(meeting.panel, seed="33", by=meeting.user(1), **by)


def test_a_project_is_presented_after_the_order_was_drawn(meeting):
    assert refusals(meeting.run, actions.present, entry(meeting)) == [("not_drawn", "二.5d")]
    meeting.run(actions.draw_order, meeting.panel, seed="31")
    meeting.run(actions.present, entry(meeting))

    page = words(browser(meeting.user(1)).get(f"/appraisal/panels/{meeting.panel.ref}/live/"))
    assert f"个汇报：{meeting.projects[0]}" in page and "已提交0/2份" in page and "去评分" in page


def test_scores_are_shown_when_all_judges_have_handed_in(meeting):
    meeting.run(actions.draw_order, meeting.panel, seed="31")
    meeting.score(0, 0)
    assert refusals(meeting.run, actions.show_scores, entry(meeting)) == [("sheets_missing", "二.5d")]
    sheet = meeting.score(1, 0)
    address = f"/appraisal/panels/{meeting.panel.ref}/live/"
    assert "评委0（示例）" not in words(browser(meeting.user(1)).get(address))

    meeting.run(actions.show_scores, entry(meeting))

    page = words(browser(meeting.user(1)).get(address))
    assert "评委0（示例）" in page and str(sheet.total // 1000) in page
    meeting.run(actions.show_scores, entry(meeting))
    assert Event.objects.filter(verb="show_scores").count() == 1


def test_where_the_programme_does_not_allow_it_scores_are_shown_only_after_closing(cast, morning):
    scene = scoring(cast, morning, judges=2, sheets=2)
    scene.run(actions.draw_order, scene.panel, seed="31")
    scene.score(0, 0)
    scene.score(1, 0)

    assert refusals(scene.run, actions.show_scores, entry(scene)) == [("not_on_the_spot", "二.5d")]
    scene.close()
    scene.run(actions.show_scores, entry(scene))
    assert entry(scene).shown_at == morning
    assert refusals(scene.run, actions.present, entry(scene)) == [("no_meeting_now", "二.5d")]


def test_who_keeps_away_sees_a_place_in_the_order_and_nothing_else(cast, morning):
    change_settings(cast, "appraisal.scoring", on_the_spot=True)
    scene = set_up(cast, morning, judges=2, sheets=2)
    hidden = scene.projects[1]
    scene.run(actions.name_chair, scene.judge(0))
    scene.ask().assign().declare_all(judge_0={hidden.ref: "顾问"}).open()
    scene.run(actions.draw_order, scene.panel, seed="31")
    scene.run(actions.present, entry(scene, 1))
    scene.score(1, 1)
    scene.run(actions.show_scores, entry(scene, 1))

    page = words(browser(scene.user(0)).get(f"/appraisal/panels/{scene.panel.ref}/live/"))

    assert str(hidden) not in page and "（回避）" in page and "你已回避" in page
    assert hidden.ref not in browser(scene.user(0)).get(f"/appraisal/panels/{scene.panel.ref}/live/").content.decode()
    for verb in (actions.present, actions.show_scores):
        with pytest.raises(PermissionDenied):
            verb(entry(scene, 1), by=scene.user(0), at=scene.at)
    assert not Assignment.living().filter(judge=scene.judge(0), project=hidden).exists()


def test_an_anonymous_panel_shows_numbers_for_names(cast, morning):
    change_settings(cast, "appraisal.scoring", on_the_spot=True, signed="anonymous")
    scene = scoring(cast, morning, judges=2, sheets=2)
    scene.run(actions.draw_order, scene.panel, seed="31")
    scene.score(0, 0)
    scene.score(1, 0)
    scene.run(actions.show_scores, entry(scene))

    page = words(browser(scene.user(1)).get(f"/appraisal/panels/{scene.panel.ref}/live/"))
    assert "评委1 " in page and "评委2 " in page and "（示例）" not in page.split("汇报顺序")[-1]


def test_the_pages_lead_the_meeting_and_htmx_renews_the_turns_alone(meeting):
    chair, own = browser(meeting.user(0)), f"/appraisal/panels/{meeting.panel.ref}/live/"

    assert "抽定汇报顺序" in words(chair.get(own))
    assert chair.post(f"{own}draw-order/", {"seed": ""}).status_code == 422
    assert chair.post(f"{own}draw-order/", {"seed": "31"}).status_code == 302
    assert chair.post(f"{own}{meeting.projects[0].ref}/present/").status_code == 302
    assert chair.post(f"{own}{meeting.projects[0].ref}/show-scores/").status_code == 422
    assert chair.post(f"{own}nothing/present/").status_code == 404
    part = chair.get(own, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and str(meeting.projects[0]) in part
    assert browser(meeting.cast.users["judge"]).get(own).status_code == 404
