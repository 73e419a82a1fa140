"""A clash names who saved, and hands over what stands now."""

from types import SimpleNamespace

from lixiang.workflow.clashes import EditedMeanwhile

SAVE = SimpleNamespace(saved_by_name="示例甲", number=3)


def test_a_clash_says_who_saved_and_what_stands_now():
    clash = EditedMeanwhile(SAVE, {"scope": ""})

    assert str(clash) == "示例甲已保存此部分"
    assert (clash.save, clash.current) == (SAVE, {"scope": ""})


def test_a_row_that_holds_the_text_too_is_what_stands_now_and_an_empty_text_is_one():
    assert EditedMeanwhile(SAVE).current is SAVE
    assert EditedMeanwhile(SAVE, {}).current == {}
