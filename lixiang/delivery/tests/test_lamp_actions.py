"""The lamp in the database: written when it changes, looked at again when its moment comes, overruled for a while."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.delivery import actions, queries
from lixiang.delivery.jobs.lamps import relight_all
from lixiang.delivery.models import Lamp
from lixiang.delivery.rules.lamps import ALL_WELL
from lixiang.delivery.tests import underway
from lixiang.delivery.tests.underway import at_noon, codes, done, lamp_of, milestones_of
from lixiang.history.models import Event
from lixiang.programmes.models import Setting, Version
from lixiang.programmes.rules.days import start_of
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def first_due(project):
    return milestones_of(project)[0].due_on


def relit() -> int:
    return Event.objects.filter(subject_kind="lamp", verb="relight").count()


def test_a_plan_gets_its_lamp_at_once_green_until_the_day_after_its_first_milestone(project, morning, first_due):
    lamp = lamp_of(project)

    assert (lamp.colour, lamp.reason, lamp.clause, lamp.since) == ("green", ALL_WELL, "", morning)
    assert lamp.changes_at == start_of(first_due + DAY)
    assert relit() == 1


def test_a_lamp_is_written_and_recorded_only_when_colour_or_reason_change(project, morning, first_due):
    for days in range(3):
        actions.relight(project, at=morning + days * DAY)
    assert relit() == 1

    actions.relight(project, at=at_noon(first_due + DAY))

    lamp = lamp_of(project)
    assert (lamp.colour, lamp.clause, lamp.since) == ("yellow", "三.2", at_noon(first_due + DAY))
    assert "已逾期1日以上" in lamp.reason
    event = Event.objects.filter(subject_kind="lamp").last()
    assert (event.from_status, event.to_status, event.reason, event.by) == ("green", "yellow", lamp.reason, None)


def test_the_job_touches_only_lamps_whose_moment_has_come(cast, morning, project, first_due):
    changes_at = lamp_of(project).changes_at

    assert relight_all(changes_at - timedelta(seconds=1)) == 0
    assert relight_all(changes_at) == 1
    assert lamp_of(project).colour == "yellow"
    assert relight_all(changes_at) == 0


def test_news_and_missing_lamps_are_taken_up_by_the_next_run(project, morning):
    assert actions.mark_news([project], by=None, at=morning) == 1
    assert (relight_all(morning), relight_all(morning)) == (1, 0)

    Lamp.objects.all().delete()

    assert (relight_all(morning), relight_all(morning)) == (1, 0)
    assert lamp_of(project).colour == "green"


def test_a_programme_without_rules_has_no_lamps_and_the_job_leaves_it_alone(cast, morning):
    Version.objects.filter(pk=cast.version.pk).update(pack_hash=unread())
    Setting.objects.filter(version=cast.version, kind="delivery.lamp_rule").delete()
    (project,) = underway.planned(cast, morning)

    assert actions.relight(project, at=morning) is None
    assert relight_all(morning) == 0 and not Lamp.objects.exists()


def test_a_project_that_ended_keeps_its_last_lamp(project, first_due):
    Project.objects.filter(pk=project.pk).update(status=Status.LAPSED)

    assert relight_all(at_noon(first_due + 90 * DAY)) == 0
    assert lamp_of(project).colour == "green"


def test_a_stranger_lights_nothing(project, sides, morning):
    with pytest.raises(PermissionDenied):
        actions.relight(project, by=sides.stranger, at=morning)


def test_what_the_lamp_knows_is_gathered_noun_by_noun(project, sides, morning, django_assert_num_queries):
    done(milestones_of(project)[0], sides.unit, morning)
    project.refresh_from_db()

    with django_assert_num_queries(len(queries.lamps.GATHERED)):
        facts = queries.lamp_facts(project, morning)

    assert (facts.today, facts.milestones_done) == (morning.date(), 1)
    assert len(facts.milestones) == facts.milestones_of_all - 1
    assert [each.due_on for each in facts.completion] == [facts.due_on]


def test_a_project_without_a_plan_is_judged_by_what_else_is_known(cast, morning):
    project = underway.under_way(cast, morning)

    assert actions.relight(project, at=morning).colour == "green"
    assert queries.lamp_facts(project, morning).milestones_of_all == 0


# --- overruling ------------------------------------------------------------------------------------------------------
@pytest.fixture
def late(project, first_due):
    """Yellow for a milestone that is late; the moment."""
    at = at_noon(first_due + 5 * DAY)
    actions.relight(project, at=at)
    return at


def overrule(project, by, at, **changed):
    words = {"colour": "green", "reason": "汛期停工，已书面说明。", "until": at.date() + 10 * DAY} | changed
    return actions.override_lamp(lamp_of(project), by=by, at=at, **words)


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_the_section_overrules_a_lamp_until_a_day_with_its_reason(project, sides, late, who):
    overrule(project, getattr(sides, who), late)

    lamp = lamp_of(project)
    assert (lamp.colour, lamp.reason, lamp.since) == ("green", "汛期停工，已书面说明。", late)
    assert (lamp.ruled_colour, lamp.is_overruled) == ("yellow", True)
    assert lamp.overruled_by_name == getattr(sides, who).name
    event = Event.objects.get(verb="override_lamp")
    assert (event.from_status, event.to_status, event.reason) == ("yellow", "green", "汛期停工，已书面说明。")
    assert event.detail["until"] == (late.date() + 10 * DAY).isoformat()


def test_an_overruled_lamp_goes_back_to_the_rules_when_its_day_is_over(project, sides, late):
    overrule(project, sides.clerk, late)
    last_day = late + 10 * DAY

    relight_all(last_day)
    assert lamp_of(project).colour == "green"
    relight_all(last_day + DAY)

    lamp = lamp_of(project)
    assert (lamp.colour, lamp.is_overruled, lamp.overruled_reason) == ("yellow", False, "")


def test_what_the_rules_say_meanwhile_is_known_and_recorded(project, sides, late, first_due):
    overrule(project, sides.clerk, late, until=late.date() + 60 * DAY)

    relight_all(at_noon(first_due + 31 * DAY))

    lamp = lamp_of(project)
    assert (lamp.colour, lamp.ruled_colour) == ("green", "red")
    event = Event.objects.filter(verb="relight").last()
    assert (event.to_status, event.detail["ruled"]) == ("green", "red")


def test_an_overruling_is_withdrawn_and_that_is_recorded(project, sides, late):
    overrule(project, sides.clerk, late)

    actions.withdraw_override(lamp_of(project), by=sides.head, at=late + DAY)

    lamp = lamp_of(project)
    assert (lamp.colour, lamp.is_overruled) == ("yellow", False)
    assert Event.objects.get(verb="withdraw_override").to_status == "yellow"
    again = codes(actions.withdraw_override, lamp, by=sides.head, at=late + DAY)
    assert again == [("not_overruled", "三.2")]


@pytest.mark.parametrize("who", ["unit", "nominator", "leader", "inspector", "finance", "stranger"])
def test_nobody_but_the_section_overrules_or_withdraws(project, sides, late, who):
    by = getattr(sides, who)

    with pytest.raises(PermissionDenied):
        overrule(project, by, late)
    overrule(project, sides.clerk, late)
    with pytest.raises(PermissionDenied):
        actions.withdraw_override(lamp_of(project), by=by, at=late)


def test_a_refused_overruling_changes_nothing(project, sides, late):
    found = codes(overrule, project, sides.clerk, late, colour="yellow", reason="", until=date(2018, 1, 1))

    assert found == [("reason_required", "三.2"), ("same_colour", "三.2"), ("until_in_the_past", "三.2")]
    assert lamp_of(project).colour == "yellow" and not lamp_of(project).is_overruled
    assert not Event.objects.filter(verb="override_lamp").exists()
