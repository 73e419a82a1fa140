"""A return that is given more time by the nominator that made it: its date, its record, its page, its refusals."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lixiang.history.models import Event
from lixiang.nominations import actions
from lixiang.nominations.tests.test_actions import codes
from lixiang.people.roles import Role
from lixiang.projects import actions as applications
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def nominator(stage):
    return stage.user(Role.NOMINATOR, "county-1")


@pytest.fixture
def returned(stage, nominator):
    """Due after two days."""
    words = {"sections": ["goals"], "reason": "目标不够具体", "due_at": stage.later(days=2)}
    return actions.send_back(stage.project(), **words, by=nominator, at=stage.at)


def extended(stage, project, by, *, days=6, at=3, reason="材料尚在盖章"):
    words = {"due_at": stage.later(days=days), "reason": reason, "at": stage.later(days=at)}
    return actions.extend_return(project, by=by, **words)


def test_an_overdue_return_is_given_more_time_and_handed_in_again(stage, returned, nominator):
    clerk, since = stage.user(Role.UNIT_CLERK, "county-1"), returned.status_since
    words = {"key": uuid4(), "by": clerk, "reason": "情况属实"}
    assert codes(applications.hand_in, returned, **words, at=stage.later(days=3)) == ["return_overdue"]

    project = extended(stage, returned, nominator)

    assert (project.status, project.due_at) == (Status.RETURNED_BY_NOMINATOR, stage.later(days=6))
    assert (project.open_sections, project.status_since) == (["goals"], since)
    assert applications.hand_in(project, **words, at=stage.later(days=5)).number == 2


def test_more_time_stands_in_the_history_once_with_its_reason(stage, returned, nominator):
    extended(stage, returned, nominator)
    extended(stage, returned, nominator)

    event = Event.objects.get(verb="extend_return")
    assert (event.reason, event.by_name) == ("材料尚在盖章", nominator.name)
    assert event.detail == {"due_at": timezone.localtime(stage.later(days=6)).isoformat()}


@pytest.mark.parametrize(
    ("words", "code"),
    [({"reason": " "}, "reason_required"), ({"days": 2.5}, "due_in_the_past"), ({"days": 1, "at": 0}, "due_earlier")],
)
def test_more_time_that_is_none_is_refused_and_changes_nothing(stage, returned, nominator, words, code):
    assert codes(extended, stage, returned, nominator, **words) == [code]

    returned.refresh_from_db()
    assert returned.due_at == stage.later(days=2)
    assert not Event.objects.filter(verb="extend_return").exists()


def test_a_return_without_a_date_of_its_own_keeps_to_the_deadline(stage, nominator):
    words = {"sections": ["goals"], "reason": "目标不够具体", "by": nominator, "at": stage.at}
    project = actions.send_back(stage.project(), **words)

    assert codes(extended, stage, project, nominator) == ["no_due_date"]


def test_only_the_nominator_that_returned_it_gives_more_time(stage, returned):
    for role, code in ((Role.UNIT_CLERK, "county-1"), (Role.NOMINATOR, "county-2"), (Role.SECTION_CLERK, None)):
        with pytest.raises(PermissionDenied):
            extended(stage, returned, stage.user(role, code))


def test_what_was_not_returned_has_no_time_to_extend(stage, nominator):
    assert codes(extended, stage, stage.project(), nominator) == ["not_in_this_status"]


def test_the_page_gives_more_time_and_keeps_what_was_typed_where_it_is_refused(stage, returned):
    browser, address = stage.browser(Role.NOMINATOR, "county-1"), f"/projects/{returned.ref}/extend-return-to-unit/"
    asked = browser.get(address).content.decode()
    refused = browser.post(address, {"due_at": "2018-03-27T12:00", "reason": "盖章尚未办完"})
    done = browser.post(address, {"due_at": "2090-04-02T12:00", "reason": "盖章尚未办完"})

    assert "延长修改期限" in asked and "现在的期限是" in asked
    assert refused.status_code == 422 and "盖章尚未办完" in refused.content.decode()
    assert done.status_code == 302
    returned.refresh_from_db()
    assert timezone.localtime(returned.due_at).year == 2090


def test_the_dossier_leads_the_nominator_there_and_nobody_else(stage, returned):
    address = f"/projects/{returned.ref}/extend-return-to-unit/"
    clerk = stage.browser(Role.UNIT_CLERK, "county-1")

    assert address in stage.browser(Role.NOMINATOR, "county-1").get(f"/projects/{returned.ref}/").content.decode()
    assert address not in clerk.get(f"/projects/{returned.ref}/").content.decode()
    assert clerk.get(address).status_code == 403
