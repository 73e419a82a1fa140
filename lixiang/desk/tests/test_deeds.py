"""What was done at meetings, with tasks and with money is told among the deeds, in the words of the product."""

import re

import pytest

from lixiang.delivery import actions
from lixiang.delivery.tests.gathering import Gathering
from lixiang.desk.queries.deeds import deeds_page
from lixiang.funds import actions as funds
from lixiang.funds.tests.conftest import active_ones, authorised, sides_of

pytestmark = pytest.mark.django_db
ENGLISH = re.compile("[a-z]{3}")


def told(*people) -> set[tuple[str, str]]:
    return {(deed.title, str(deed.words)) for person in people for deed in deeds_page(person, None)[0]}


def test_what_the_section_did_at_a_meeting_and_with_its_tasks(cast, morning):
    scene = Gathering(cast, morning)
    meeting = scene.announced()
    actions.add_item(meeting, topic="交流经验", by=scene.section, at=scene.at)
    task = scene.task(actions.hold(meeting, by=scene.section, at=scene.after))
    actions.close_task(scene.reported(task), by=scene.section, at=scene.after)

    deeds = told(scene.section)
    assert (meeting.title, "增加议题“交流经验”") in deeds and (meeting.title, "登记已召开") in deeds
    assert (task.title, "确认办结") in deeds and (task.title, "办结上报") in told(scene.county)
    assert any(title == task.title and words.startswith("交办") for title, words in deeds)
    assert not [words for _, words in deeds if ENGLISH.search(words)]


def test_what_was_done_with_money_is_told_in_words(cast, scene):
    sides = sides_of(cast)
    (project,) = active_ones(cast, scene.at)
    funds.grant(project, by=sides.clerk, at=scene.at)
    order = authorised(project, sides, scene.at)

    deeds = told(sides.clerk, sides.head)
    assert {(str(project), "核定扶持经费"), (str(project), f"拟制拨付单（{order.title}）")} <= deeds
    assert (f"“{project}”{order.title}", "核准拨付") in deeds
    assert not [words for _, words in deeds if ENGLISH.search(words)]
