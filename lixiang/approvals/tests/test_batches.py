"""A batch says nothing that contradicts itself, and holds nothing that the person who sends it out never saw."""

from datetime import timedelta

import pytest
from django.test import Client

from lixiang.approvals import actions, queries
from lixiang.approvals.models import Decision
from lixiang.approvals.tests.arranging import decide, nominated, publish, revise, speak
from lixiang.people.models import Bar, Person
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


def test_what_would_hold_a_batch_back_is_asked_when_it_is_decided(cast, morning, two):
    """Barred since it was nominated: the publication would refuse, so the quiet decision is refused too."""
    bar(two[0], morning)

    with pytest.raises(Refused) as refused:
        decide(cast, two[0], "approve", morning)
    assert [(each.code, each.field) for each in refused.value.findings] == [("barred", "")]
    assert not Decision.objects.exists()
    assert decide(cast, two[0], "decline", morning, reason="限制申报").verdict == "decline"


def bar(project, morning):
    person = Person.objects.create(name=project.leader_name)
    return Bar.objects.create(
        person=person, reason="示例理由", from_on=morning.date(), until_on=morning.date() + timedelta(days=9)
    )


@pytest.fixture
def held_back(cast, morning, two):
    """Two decided; the first alone can no longer be published."""
    decisions = [decide(cast, each, "approve", morning) for each in two]
    Project.objects.filter(pk=two[0].pk).update(revision=revise(two[0], two[0].revision, 2))
    return decisions


def test_the_page_names_what_holds_a_batch_back_and_lets_the_rest_go_out(held_back, two, head):
    client = Client()
    client.force_login(head)

    refused = client.post("/decisions/publish/", {"pick": [each.pk for each in held_back]})
    page = refused.content.decode()

    assert refused.status_code == 422 and f"“{two[0]}”：在决定之后又有修订" in page and "撤销后重新办理" in page
    assert f'value="{held_back[0].pk}" aria-label' in page and f'value="{held_back[1].pk}" checked' in page
    assert client.post("/decisions/publish/", {"pick": [held_back[1].pk]}).status_code == 302
    assert list(Project.objects.order_by("pk").values_list("status", flat=True)) == [Status.NOMINATED, Status.APPROVED]


def test_publishing_all_leaves_out_what_held_the_batch_back(cast, held_back, two, head):
    client = Client()
    client.force_login(head)
    upto = queries.quiet_page(cast.programme).newest

    assert f'name="without" value="{two[0].ref}"' in client.post("/decisions/publish/", {"upto": upto}).content.decode()
    assert client.post("/decisions/publish/", {"upto": upto, "without": [two[0].ref]}).status_code == 302
    two[1].refresh_from_db()
    assert two[1].status == Status.APPROVED
    assert queries.living(cast.programme) == [held_back[0]]


def test_what_holds_a_batch_back_is_taken_out_by_undoing_it(cast, held_back, two, leader, morning):
    actions.undo(held_back[0], by=leader, at=morning)

    publication = publish(cast, queries.living(cast.programme), morning)

    assert list(publication.decisions.all()) == [held_back[1]]
