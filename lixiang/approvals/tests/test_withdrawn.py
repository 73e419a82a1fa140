"""A project that is withdrawn over a quiet decision: the decision is void everywhere, and on record for the section."""

import pytest
from django.test import Client

from lixiang.approvals import actions, queries
from lixiang.approvals.models import Decision
from lixiang.approvals.tests.arranging import decide, nominated, publish, speak
from lixiang.approvals.tests.test_opinions import refused
from lixiang.desk.queries.parts import review_of
from lixiang.nominations import actions as nominations
from lixiang.people.roles import Role
from lixiang.projects.models import Project

pytestmark = pytest.mark.django_db
REASON = "只有本部门知道的理由"


@pytest.fixture
def withdrawn(cast, morning):
    """Decided quietly, then withdrawn by the county, which knows nothing of the decision."""
    project = nominated(cast, morning, 2)[0]
    speak(cast, project, morning)
    decide(cast, project, "decline", morning, reason=REASON)
    nominations.withdraw(project, reason="条件变化", by=cast.user(Role.NOMINATOR, "county-1"), at=morning)
    return Project.objects.get(pk=project.pk)


def page(user, place: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(place).content.decode()


def test_nothing_counts_the_decision_any_more(cast, withdrawn, head):
    assert queries.decision_of(withdrawn) is None
    assert queries.living(cast.programme) == []
    assert queries.quiet_page(cast.programme).total == 0
    assert review_of(head, withdrawn).quiet is None
    assert "待公布" not in page(head, "/")


def test_a_batch_that_still_names_it_is_refused(cast, withdrawn, morning):
    assert refused(publish, cast, [Decision.objects.get()], morning) == ["decisions_changed"]


def test_there_is_nothing_left_to_undo(withdrawn, leader, morning):
    decision = Decision.objects.get()

    assert refused(actions.undo, decision, by=leader, at=morning) == ["void_already"]
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_the_section_still_reads_the_decision_as_void_and_nobody_else_does(cast, withdrawn, head):
    place = f"/reviews/{withdrawn.ref}/"
    shown = page(head, place)

    assert "未公布，已随项目撤回失效" in shown and REASON in shown
    assert [event.verb for event in queries.trail_for(head, withdrawn)][-1] == "decide"
    for who in ("unit_clerk.county-1", "nominator.county-1"):
        assert REASON not in page(cast.users[who], f"/projects/{withdrawn.ref}/")


def test_a_decision_on_a_project_that_goes_on_stays_quiet(cast, morning, head):
    project = nominated(cast, morning)[0]
    speak(cast, project, morning)
    decision = decide(cast, project, "decline", morning, reason=REASON)

    assert queries.living(cast.programme) == [decision] and review_of(head, project).quiet == decision
    assert "已拟定：不予立项" in page(head, f"/reviews/{project.ref}/")
