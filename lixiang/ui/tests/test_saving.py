"""What a page that saves itself is told; and one step in an order without scripts."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse

from lixiang.ui.saving import clashed, is_autosave, one_step, saved

AT = datetime(2018, 4, 4, 6, 3, 22, tzinfo=UTC)


def test_the_script_is_known_by_its_header(rf):
    assert is_autosave(rf.post("/x/", headers={"X-Autosave": "1"}))
    assert not is_autosave(rf.post("/x/"))


def test_what_is_saved_says_when_on_the_clock_of_the_office():
    answer = saved(AT)

    assert (answer.status_code, answer.content, answer["X-Saved"]) == (204, b"", "14:03:22")
    assert "X-Version" not in answer


def test_what_is_saved_says_its_version_and_may_bring_a_part_of_the_page():
    answer = saved(AT, version=3, answer=HttpResponse("part"))

    assert (answer.status_code, answer.content) == (200, b"part")
    assert (answer["X-Saved"], answer["X-Version"]) == ("14:03:22", "3")


def test_a_clash_brings_the_version_that_the_choice_rests_on():
    answer = clashed(HttpResponse("both", status=409), 4)

    assert (answer.status_code, answer["X-Version"], "X-Saved" in answer) == (409, "4", False)


@pytest.mark.parametrize(
    ("item", "way", "order"),
    [
        ("b", "up", "bac"),
        ("b", "down", "acb"),
        ("a", "up", "abc"),
        ("c", "down", "abc"),
        ("x", "up", "abc"),
        (None, "", "abc"),
    ],
)
def test_one_item_goes_one_step_and_never_past_an_end(item, way, order):
    assert one_step(list("abc"), item, way) == list(order)
