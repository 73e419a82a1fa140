"""A return that the department gives more time: its date, its record, its refusals."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lixiang.approvals import actions
from lixiang.approvals.tests.arranging import DAY
from lixiang.approvals.tests.test_opinions import refused
from lixiang.history.models import Event
from lixiang.messaging.rules import told_of
from lixiang.projects.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(clerk, morning):
    """An extension on the day after the return was due."""
    return {"due_at": morning + 9 * DAY, "reason": "盖章尚未办完", "by": clerk, "at": morning + 3 * DAY}


def test_an_overdue_return_is_given_more_time_and_nothing_else_of_it_changes(returned, words):
    since = returned.status_since

    project = actions.extend_return(returned, **words)

    assert (project.status, project.due_at) == (Status.RETURNED_BY_DEPARTMENT, words["due_at"])
    assert (project.open_sections, project.status_since) == (["goals"], since)


def test_more_time_stands_in_the_history_once_with_its_reason(returned, words):
    actions.extend_return(returned, **words)
    actions.extend_return(returned, **words)

    event = Event.objects.get(verb="extend_return")
    assert (event.reason, event.detail) == (
        "盖章尚未办完", {"due_at": timezone.localtime(words["due_at"]).isoformat()}
    )  # fmt: skip
    assert told_of("project", "extend_return", event.from_status, event.to_status)


@pytest.mark.parametrize(
    ("days", "reason", "code"),
    [(9, " ", "reason_required"), (2.5, "迟了", "due_in_the_past"), (1, "", "due_in_the_past")],
)
def test_more_time_that_is_none_is_refused_with_its_clause(returned, words, days, reason, code):
    due_at = words["at"] - 3 * DAY + days * DAY

    assert refused(actions.extend_return, returned, **words | {"due_at": due_at, "reason": reason}) == [code]
    assert not Event.objects.filter(verb="extend_return").exists()


def test_those_who_may_not_return_a_project_give_it_no_time(returned, words, cast):
    others = ("department_leader", "nominator.county-1", "unit_clerk.county-1")
    for by in (cast.users[name] for name in others if name in cast.users):
        with pytest.raises(PermissionDenied):
            actions.extend_return(returned, **words | {"by": by})


def test_what_is_under_review_has_no_time_to_extend(project, words):
    assert refused(actions.extend_return, project, **words) == ["not_returned"]
