"""Messages in the rehearsal and the demo: every rule is run into, nothing leaves, the invariants see what is wrong."""

import pytest

from lixiang.messaging.models import Dispatch, Message
from lixiang.messaging.tests.scene import COUNTY, Scene
from lixiang.messaging.tests.test_delivery import deliver
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.messages import (
    letters_are_those_of_their_messages,
    nothing_leaves_a_sample,
    rehearse_messages,
    tell_messages,
)


@pytest.fixture
def cycle(cast, morning, settings) -> Cycle:
    """As in a rehearsal: all channels are shown."""
    settings.ALL_CHANNELS_SHOWN = True
    scene = Scene(cast, morning)
    for _ in range(3):
        scene.handed_in(COUNTY)
    return Cycle(cast, 1, morning, "演练")


def test_the_rehearsal_runs_into_every_rule_and_sends_nothing(cycle, mailoutbox):
    rehearse_messages(cycle)

    codes = {code for code, _ in cycle.refusals}
    assert codes == {"unknown_placeholder", "empty", "reason_required", "halt", "hold", "release", "lift"}
    assert Dispatch.objects.exists() and not Dispatch.objects.filter(sent_at__isnull=False).exists()
    assert mailoutbox == []
    assert [*letters_are_those_of_their_messages(), *nothing_leaves_a_sample()] == []


def test_the_demo_shows_letters_that_wait_are_held_and_dropped(cycle, mailoutbox):
    tell_messages(cycle)

    words = {each.state_at(cycle.at)[0] for each in Dispatch.objects.all()}
    assert {"待发", "暂缓", "不发"} <= words
    assert Message.objects.filter(sentence__contains="审阅后列入推荐名单").exists()
    assert mailoutbox == []


def test_the_invariants_see_a_letter_that_is_not_its_messages_or_left_a_sample(cycle):
    rehearse_messages(cycle)
    deliver(Scene(cycle.cast, cycle.at))
    first, second = Dispatch.objects.order_by("pk")[:2]
    stranger = cycle.cast.user(Role.JUDGE)
    Dispatch.objects.filter(pk=first.pk).update(user=stranger)
    Dispatch.objects.filter(pk=second.pk).update(sent_at=cycle.at, taken_at=cycle.at, dropped_at=None)
    type(stranger).objects.update(is_sample=True)

    assert len(list(letters_are_those_of_their_messages())) == 1
    assert len(list(nothing_leaves_a_sample())) == 1
