"""What is typed into a dossier is kept whole, by section, and two people lose nothing."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.closing import actions
from lixiang.closing.tests.test_actions import codes
from lixiang.workflow.clashes import EditedMeanwhile


def test_a_half_filled_section_is_kept_with_its_time_and_writer(scene):
    dossier = scene.write(scene.opened(), practice=" 按网格推进。 ", unknown="无关")

    fresh = scene.fresh(dossier)
    assert fresh.answers == {"practice": "按网格推进。"}
    assert (fresh.saves, fresh.saved_by_name) == ({"written": 1}, scene.unit.name)


def test_a_text_that_cannot_be_kept_whole_is_refused(scene):
    dossier = scene.opened()

    assert codes(scene.write, dossier, practice="字" * 20_001) == {"too_long"}
    assert scene.fresh(dossier).answers == {}


def test_sections_are_saved_side_by_side_and_one_section_clashes_with_itself(scene):
    dossier = scene.opened()
    scene.write(dossier, practice="甲。")
    words = {"by": scene.nominator, "at": scene.at}

    actions.save_figures(dossier, scene.figures(dossier), expected=0, **words)
    with pytest.raises(EditedMeanwhile) as clash:
        actions.save_written(dossier, {"practice": "乙。"}, expected=0, **words)
    assert clash.value.current.answers == {"practice": "甲。"}
    assert actions.save_written(dossier, {"practice": "甲。"}, expected=0, **words).saves_of("written") == 1


def test_a_figure_holds_value_share_and_note(scene):
    dossier = scene.opened()
    (goal, *_) = [each for each in scene.promises(dossier) if each.kind == "goal"]

    scene.write(dossier, "figures", **{f"reached-{goal.key}": "12个", f"share-{goal.key}": "100%"})
    scene.write(dossier, "figures", **{f"note-{goal.key}": "含两个新建支部。"})

    assert scene.fresh(dossier).figures[goal.key] == {"reached": "12个", "share": 100, "note": "含两个新建支部。"}


@pytest.mark.parametrize(("name", "text", "code"), [("share", "近百", "no_share"), ("reached", "字" * 201, "too_long")])
def test_a_figure_that_makes_no_sense_is_refused(scene, name, text, code):
    dossier = scene.opened()
    (goal, *_) = [each for each in scene.promises(dossier) if each.kind == "goal"]

    assert codes(scene.write, dossier, "figures", **{f"{name}-{goal.key}": text}) == {code}


def test_results_are_registered_by_kind_with_their_promise_and_evidence(scene):
    dossier = scene.opened()
    scene.attach(dossier)

    scene.register(dossier, [{"kind": "theory", "title": "研究报告", "evidence": [1]}, {"kind": "", "title": ""}])

    (result,) = scene.fresh(dossier).results.all()
    assert (result.kind, result.title, result.evidence, result.project) == ("theory", "研究报告", [1], dossier.project)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"kind": "", "title": "报告"}, "incomplete_result"),
        ({"kind": "theory", "title": "", "effect": "已应用。"}, "incomplete_result"),
        ({"kind": "theory", "title": "报告", "evidence": [7]}, "no_such_evidence"),
        ({"kind": "theory", "title": "报告", "promise": "result_x"}, "no_such_promise"),
        ({"kind": "theory", "title": "字" * 201}, "too_long"),
    ],
)
def test_a_result_that_makes_no_sense_is_refused_and_the_register_stays(scene, row, code):
    dossier = scene.register(scene.opened(), [{"kind": "theory", "title": "研究报告"}])

    assert codes(scene.register, dossier, [row]) == {code}
    assert [str(each) for each in scene.fresh(dossier).results.all()] == ["研究报告"]


def test_more_results_than_a_project_has_are_refused(scene):
    rows = [{"kind": "theory", "title": f"报告{n}"} for n in range(51)]

    assert codes(scene.register, scene.opened(), rows) == {"too_many_results"}


def test_two_people_at_the_register_lose_nothing(scene):
    dossier = scene.register(scene.opened(), [{"kind": "theory", "title": "研究报告"}])
    words = {"by": scene.nominator, "at": scene.at, "expected": 0}

    with pytest.raises(EditedMeanwhile):
        actions.save_results(dossier, [{"kind": "theory", "title": "别的报告"}], **words)
    same = [{"kind": "theory", "title": "研究报告"}]
    assert actions.save_results(dossier, same, **words).saves_of("results") == 1


def test_strangers_write_nothing(scene):
    dossier = scene.opened()

    for by in (scene.stranger, scene.clerk, scene.leader):
        with pytest.raises(PermissionDenied):
            actions.save_written(dossier, {"practice": "甲。"}, expected=0, by=by, at=scene.at)
