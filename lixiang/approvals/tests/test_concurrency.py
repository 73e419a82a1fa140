"""Two people at once: one decision, one batch, one paper, whoever comes first; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from lixiang.approvals import actions
from lixiang.approvals.models import Decision, IssuedDocument, Opinion, Publication
from lixiang.approvals.rules import Paper, Part
from lixiang.approvals.tests import arranging
from lixiang.approvals.tests.arranging import decide, nominated, publish, speak
from lixiang.documents.models import NumberSeries, OfficialDocument
from lixiang.history.verify import broken_chains
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import build_cast
from lixiang.workflow.findings import Refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db, morning):
    """The cast in committed rows, so that several connections see it."""
    return build_cast(morning)


def at_once(*verbs: Callable[[], Any]) -> list[Any]:
    """What each verb gave back, begun at the same moment on connections of their own; a refusal is given back too."""
    barrier = Barrier(len(verbs))

    def run(verb: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return verb()
        except Refused as refused:
            return refused.findings[0].code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def test_two_leaders_who_decide_differently_make_one_decision(cast, morning):
    project = nominated(cast, morning)[0]
    speak(cast, project, morning)

    told = at_once(
        lambda: decide(cast, project, "approve", morning),
        lambda: decide(cast, project, "decline", morning, reason="重复。"),
    )

    assert told.count("already_decided") == 1
    assert Decision.objects.filter(Decision.QUIET).count() == 1


def test_deciding_and_sending_back_at_once_leaves_one_of_them(cast, morning):
    project = nominated(cast, morning)[0]
    speak(cast, project, morning)
    returned = {
        "sections": ["goals"], "reason": "补充。", "due_at": morning + arranging.DAY,
        "by": cast.user(Role.SECTION_CLERK), "at": morning,
    }  # fmt: skip

    told = at_once(lambda: decide(cast, project, "approve", morning), lambda: actions.send_back(project, **returned))

    project.refresh_from_db()
    decided = Decision.objects.filter(Decision.QUIET).count()
    assert sum(isinstance(each, str) for each in told) == 1
    assert (decided, project.status) in {(1, "NOMINATED"), (0, "RETURNED_BY_DEPARTMENT")}


def test_two_publishers_make_one_batch(cast, morning):
    projects = nominated(cast, morning, 3)
    for project in projects:
        speak(cast, project, morning)
    decisions = [decide(cast, project, "approve", morning) for project in projects]

    told = at_once(*[lambda: publish(cast, decisions, morning)] * 3)

    assert len(set(told)) == 1 and told[0] == Publication.objects.get()
    assert set(Project.objects.values_list("status", flat=True)) == {"APPROVED"}
    assert list(broken_chains()) == []


def test_publishing_and_undoing_at_once_leaves_one_of_them(cast, morning):
    project = nominated(cast, morning)[0]
    speak(cast, project, morning)
    decision = decide(cast, project, "approve", morning)

    told = at_once(
        lambda: publish(cast, [decision], morning),
        lambda: actions.undo(decision, by=cast.user(Role.DEPARTMENT_LEADER), at=morning),
    )

    decision.refresh_from_db()
    project.refresh_from_db()
    assert {"decisions_changed", "already_published"} & {each for each in told if isinstance(each, str)}
    assert (decision.undone_at is None) == (project.status == "APPROVED") == (decision.publication_id is not None)


def test_a_paper_that_two_issue_at_once_goes_out_once_and_takes_one_number(cast, morning):
    publication = arranging.approve(cast, nominated(cast, morning), morning)
    head = cast.user(Role.SECTION_HEAD)

    told = at_once(*[lambda: actions.issue_paper(publication, Part(Paper.APPROVAL_LIST), by=head, at=morning)] * 3)

    assert len(set(told)) == 1
    assert (IssuedDocument.objects.count(), OfficialDocument.objects.count()) == (1, 1)
    assert NumberSeries.objects.get().last == 27


def test_two_who_issue_a_whole_batch_at_once_issue_each_paper_once(cast, morning):
    publication = arranging.approve(cast, nominated(cast, morning), morning)
    head = cast.user(Role.SECTION_HEAD)

    at_once(*[lambda: actions.issue_papers(publication, by=head, at=morning)] * 2)

    assert sorted(IssuedDocument.objects.values_list("paper", flat=True)) == ["approval_list", "reply"]
    assert NumberSeries.objects.get().last == OfficialDocument.objects.count() + 26 == 28


def test_two_clicks_on_save_make_one_opinion(cast, morning):
    project = nominated(cast, morning)[0]

    at_once(*[lambda: speak(cast, project, morning, "first_check")] * 3)

    assert Opinion.objects.count() == 1
