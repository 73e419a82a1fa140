"""A change saves itself while it is written: the time, the difference now, both texts when two clerks write."""

import pytest

from lixiang.delivery.actions import changes
from lixiang.delivery.tests.changing import WHY, words
from lixiang.messaging.tests.scene import COMMITTEE
from lixiang.people.roles import Role

pytestmark = pytest.mark.django_db
BY_ITSELF = {"X-Autosave": "1"}


@pytest.fixture
def address(scene) -> str:
    return f"/changes/{changes.draft(scene.project, ['leader'], by=scene.unit, at=scene.at).ref}/"


def test_what_is_typed_saves_itself_and_shows_the_difference_to_hand_in(unit, address):
    assert "data-autosave" in words(unit.get(address)) and "尚未保存" in words(unit.get(address))

    sent = {"version": 0, "leader_name": "示例乙02", "reason": WHY}
    answer = unit.post(f"{address}save/", sent, headers=BY_ITSELF)

    assert (answer.status_code, answer["X-Version"]) == (200, "1") and answer["X-Saved"].count(":") == 2
    assert 'id="differences"' in words(answer) and "示例乙02" in words(answer)
    assert 'name="seen" value="1"' in words(answer)
    assert "<h1" not in words(answer) and 'name="leader_name"' not in words(answer)
    assert unit.post(f"{address}hand-in/", {"seen": 1}).url == address


def test_a_field_left_as_it_was_saved_moves_nothing_under_the_button(unit, address):
    sent = {"version": 0, "leader_name": "示例乙02", "reason": WHY}
    unit.post(f"{address}save/", sent, headers=BY_ITSELF)

    again = unit.post(f"{address}save/", {**sent, "version": 1}, headers=BY_ITSELF)
    assert (again.status_code, again["X-Version"]) == (204, "1")
    assert unit.post(f"{address}hand-in/", {"seen": 1}).url == address


def test_what_cannot_be_kept_is_said_without_the_page(unit, address):
    answer = unit.post(f"{address}save/", {"version": 0, "reason": "理" * 5001}, headers=BY_ITSELF)

    assert answer.status_code == 422 and "理由最多能保存5000字" in words(answer) and "<h1" not in words(answer)
    assert 'id="change-findings" data-refusal' in words(answer)


@pytest.mark.parametrize("headers", [BY_ITSELF, {}])
def test_two_clerks_see_both_texts_and_nothing_is_lost(scene, unit, address, headers):
    other = scene.client(Role.NOMINATOR, COMMITTEE)
    other.post(f"{address}save/", {"version": 0, "leader_name": "示例丙03", "reason": "任命文件已下达。"})

    sent = {"version": 0, "leader_name": "示例乙02", "reason": WHY}
    answer = unit.post(f"{address}save/", sent, headers=headers)

    assert answer.status_code == 409
    both = ("示例丙03", "示例乙02", WHY, "任命文件已下达。", scene.nominator.name)
    assert all(each in words(answer) for each in both)
    assert "示例丙03" in words(unit.get(address))
    mine = unit.post(f"{address}save/", {**sent, "version": 1, "keep": "mine"})
    assert mine.url == address and "示例乙02" in words(unit.get(address))


def test_a_version_that_is_none_overwrites_nothing(unit, address):
    assert unit.post(f"{address}save/", {"version": "x", "leader_name": "示例乙02", "reason": WHY}).url == address

    answer = unit.post(f"{address}save/", {"version": "x", "leader_name": "示例丙03"})
    assert answer.status_code == 409 and "示例丙03" in words(answer)
    assert "示例乙02" in words(unit.get(address))


def test_taking_the_other_text_saves_nothing(unit, address):
    sent = {"version": 0, "leader_name": "示例乙02", "reason": WHY, "keep": "theirs"}

    assert unit.post(f"{address}save/", sent).url == address
    assert "示例乙02" not in words(unit.get(address))


def test_what_was_handed_in_meanwhile_says_so_to_a_save_by_itself(scene, unit, address):
    sent = {"version": 0, "leader_name": "示例乙02", "reason": WHY}
    unit.post(f"{address}save/", sent)
    unit.post(f"{address}hand-in/", {"seen": 1})

    answer = unit.post(f"{address}save/", {**sent, "version": 1, "reason": "补充"}, headers=BY_ITSELF)
    assert answer.status_code == 422 and "不能修改" in words(answer)
