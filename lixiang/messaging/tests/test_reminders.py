"""催办: by the clock before a date, by hand after it; on record in the history, never twice on one occasion."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.agreements import actions as agreements
from lixiang.history.models import Event
from lixiang.messaging import actions
from lixiang.messaging.jobs import Delivered, deliver_pending
from lixiang.messaging.models import Message, Reminder
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, told
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes
from lixiang.ui.written import SHANGHAI

CLOSING = datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)


def reminded() -> list[tuple[str, int]]:
    return list(Event.objects.filter(verb="remind").order_by("pk").values_list("subject_kind", "subject_id"))


def test_whoever_has_not_handed_in_is_reminded_with_what_is_lacking(scene):
    scene.nominated(COMMITTEE)
    deliver_pending(scene.at)
    Message.objects.all().delete()

    done = deliver_pending(CLOSING - timedelta(days=3))

    assert done == Delivered(reminded=3, told=6, failed=0)  # three slates were opened, and reminded of
    assert told(scene.user(Role.NOMINATOR, COUNTY)) == [
        "催办：请于2018年4月4日23:59前报送推荐名单（通知二.3c），还差2个项目（其中A类1个）。"
    ]
    assert told(scene.user(Role.NOMINATOR_LEADER, COUNTY)) == told(scene.user(Role.NOMINATOR, COUNTY))
    assert told(scene.user(Role.NOMINATOR, COMMITTEE)) == []


def test_a_reminder_comes_once_per_day_named_however_often_the_job_runs(scene):
    for hours in (80, 79, 30, 29, 3, 2):
        deliver_pending(CLOSING - timedelta(hours=hours))

    assert len(told(scene.user(Role.NOMINATOR, COUNTY))) == 3
    assert {str(each).split(" ", 1)[1] for each in Reminder.objects.filter(subject_kind="slate")} == {
        "2018-04-04 23:59 -3",
        "2018-04-04 23:59 -1",
        "2018-04-04 23:59 -0",
    }


def test_nobody_is_reminded_long_before_or_after_the_date(scene):
    assert deliver_pending(CLOSING - timedelta(days=9)).reminded == 0
    assert deliver_pending(CLOSING + timedelta(seconds=1)).reminded == 0
    assert Reminder.objects.count() == 0


def test_a_date_that_was_extended_is_reminded_of_anew(scene):
    deliver_pending(CLOSING - timedelta(hours=5))
    programmes.extend(
        scene.cast.programme,
        step="nomination",
        until=CLOSING + timedelta(days=10),
        reason="汛期。",
        by=scene.user(Role.SECTION_CLERK),
        at=CLOSING - timedelta(hours=4),
        organisation=scene.cast.organisations[COUNTY],
    )

    deliver_pending(CLOSING + timedelta(days=9))

    assert "2018年4月14日23:59前报送" in told(scene.user(Role.NOMINATOR, COUNTY))[-1]
    assert len([words for words in told(scene.user(Role.NOMINATOR, "county-2")) if "催办" in words]) == 1


def test_a_returned_project_and_an_unsigned_agreement_are_reminded_of(scene):
    agreement = scene.agreed(COMMITTEE)
    (project,) = scene.nominated("committee-2")
    scene.send_back(project, scene.later(days=20))
    deliver_pending(scene.at)
    Message.objects.all().delete()

    deliver_pending(agreement.sign_by - timedelta(hours=3))
    assert told(scene.user(Role.NOMINATOR, COMMITTEE)) == [
        f"催办：请于2018年4月10日23:59前签订“{agreement.project}”的责任书（通知二.3f）。"
    ]

    deliver_pending(scene.later(days=19, hours=1))
    assert told(scene.user(Role.UNIT_CLERK, "committee-2")) == [
        f"催办：请于2018年4月15日09:00前修改“{project}”（通知二.3c）。"
    ]


def test_a_reminder_of_an_agreement_by_hand_goes_to_those_who_sign(scene):
    agreement = scene.agreed(COMMITTEE)
    deliver_pending(scene.at)
    Message.objects.all().delete()

    agreements.remind(agreement, by=scene.user(Role.SECTION_CLERK), at=scene.at)
    deliver_pending(scene.at)

    expected = {f"nominator.{COMMITTEE}", f"nominator_leader.{COMMITTEE}"}
    assert set(Message.objects.values_list("user__username", flat=True)) == expected


def test_one_click_reminds_all_whose_slate_is_missing_once_a_day(scene):
    scene.nominated(COMMITTEE)
    deliver_pending(scene.at)
    clerk = scene.user(Role.SECTION_CLERK)

    assert actions.remind_of_slates(scene.cast.programme, by=clerk, at=scene.at) == 3
    assert actions.remind_of_slates(scene.cast.programme, by=clerk, at=scene.later(hours=2)) == 0
    assert actions.remind_of_slates(scene.cast.programme, by=clerk, at=scene.later(days=1)) == 3
    assert Event.objects.filter(verb="remind", by=clerk).count() == 6


def test_one_click_reminds_of_all_late_returns(scene):
    (late,) = scene.nominated(COMMITTEE)
    (in_time,) = scene.nominated("committee-2")
    scene.send_back(late, scene.later(days=2))
    scene.send_back(in_time, scene.later(days=20))

    sent = actions.remind_of_returns(scene.cast.programme, by=scene.user(Role.SECTION_CLERK), at=scene.later(days=3))

    assert sent == 1
    assert reminded() == [("project", late.pk)]


@pytest.mark.parametrize("role", ["nominator.county-1", "unit_clerk.county-1", "department_leader", "judge"])
def test_nobody_outside_the_section_reminds(scene, role):
    for verb in (actions.remind_of_slates, actions.remind_of_returns):
        with pytest.raises(PermissionDenied):
            verb(scene.cast.programme, by=scene.cast.users[role], at=scene.at)

    assert Reminder.objects.count() == 0
