"""A batch says nothing that contradicts itself, and holds nothing that the person who sends it out never saw."""

import pytest
from django.test import Client

from lixiang.approvals import queries
from lixiang.approvals.tests.arranging import decide, nominated, publish, speak
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.workflow.findings import Refused


@pytest.fixture
def two(cast, morning):
    projects = nominated(cast, morning, 2)
    for project in projects:
        speak(cast, project, morning)
    return projects


@pytest.mark.parametrize("verdict", ["decline", "merge"])
def test_a_project_is_not_merged_into_one_that_the_same_batch_ends(cast, morning, two, verdict):
    one, other = two
    back = {"merge_into": one} if verdict == "merge" else {}
    decisions = [
        decide(cast, one, "merge", morning, reason="同题", merge_into=other),
        decide(cast, other, verdict, morning, reason="理由", **back),
    ]
    with pytest.raises(Refused) as refused:
        publish(cast, decisions, morning)
    assert {finding.code for finding in refused.value.findings} == {"target_has_ended"}
    assert set(Project.objects.values_list("status", flat=True)) == {Status.NOMINATED}


def test_a_project_is_merged_into_one_that_the_same_batch_approves(cast, morning, two):
    one, other = two
    publish(
        cast,
        [decide(cast, one, "merge", morning, reason="同题", merge_into=other), decide(cast, other, "approve", morning)],
        morning,
    )
    one.refresh_from_db()
    assert (one.status, one.merged_into) == (Status.MERGED, other)


def test_publishing_all_leaves_out_what_was_decided_after_the_page_was_read(cast, morning, two, head):
    seen = decide(cast, two[0], "decline", morning, reason="理由")
    newest = queries.quiet_page(cast.programme).newest
    later = decide(cast, two[1], "decline", morning, reason="理由")
    client = Client()
    client.force_login(head)

    assert client.post("/decisions/publish/", {"upto": newest}).status_code == 302
    seen.refresh_from_db()
    later.refresh_from_db()
    assert (seen.publication is not None, later.publication) == (True, None)
