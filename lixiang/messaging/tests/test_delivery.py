"""From events to messages: the right people, never the actor, nothing twice, whatever the order and whoever dies."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.conf import settings as product
from django.db import connection, connections

from lixiang.history.chain import START
from lixiang.history.models import Event, Pending
from lixiang.history.tests.conftest import run_sql
from lixiang.messaging import actions
from lixiang.messaging.jobs import deliver_pending
from lixiang.messaging.models import Message
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, OTHER_COUNTY, Scene, told
from lixiang.nominations import actions as nominations
from lixiang.people.models import RoleHeld
from lixiang.people.roles import Role
from lixiang.programmes import actions as programmes


def deliver(scene: Scene) -> None:
    """All that waits; a failure would be a fault of the catalogue."""
    while (done := actions.deliver(by=None, at=scene.at))[0]:
        assert done[1] == []


def forget(scene: Scene) -> None:
    deliver(scene)
    Message.objects.all().delete()


def people_told() -> set[str]:
    return set(Message.objects.values_list("user__username", flat=True))


def test_a_hand_in_is_told_to_the_nominator_with_date_and_ground(scene):
    project = scene.handed_in(COUNTY)

    deliver(scene)

    assert people_told() == {f"nominator.{COUNTY}"}
    assert told(scene.user(Role.NOMINATOR, COUNTY)) == [
        f"演练第一县委提交了“{project}”，请于2018年4月4日23:59前列入推荐名单或者退回修改（通知二.3d）。"
    ]
    assert Message.objects.get().url == f"/projects/{project.ref}/"
    assert not Pending.objects.exists()


def test_a_return_by_the_nominator_leads_its_clerk_to_the_form(scene):
    project = scene.handed_in(COUNTY)
    forget(scene)

    by = scene.user(Role.NOMINATOR, COUNTY)
    nominations.send_back(project, sections=["goals"], reason="目标不清。", by=by, at=scene.at)
    deliver(scene)

    message = Message.objects.get()
    assert message.user == scene.user(Role.UNIT_CLERK, COUNTY)
    assert message.url == f"/projects/{project.ref}/application/"
    assert "被演练第一县委退回，请于2018年4月4日23:59前修改后重新提交" in message.sentence
    assert message.sentence.endswith("，理由：目标不清。")


def test_a_return_by_the_department_is_told_to_both_with_its_own_date(scene):
    (project,) = scene.nominated(COMMITTEE)
    forget(scene)

    scene.send_back(project, scene.later(days=5))
    deliver(scene)

    assert people_told() == {f"unit_clerk.{COMMITTEE}", f"nominator.{COMMITTEE}", f"nominator_leader.{COMMITTEE}"}
    assert all("2018年3月31日09:00前" in sentence for sentence in Message.objects.values_list("sentence", flat=True))


def test_a_slate_is_told_to_the_section_and_never_to_who_handed_it_in(scene):
    scene.handed_in(COUNTY)
    forget(scene)

    scene.nominated(COMMITTEE)
    deliver(scene)

    assert told(scene.user(Role.SECTION_CLERK)) == ["演练第一工委报送了推荐名单，请审核（通知二.3c）。"]
    assert [words for words in told(scene.user(Role.NOMINATOR, COMMITTEE)) if "报送了" in words] == []


def test_a_quiet_decision_reaches_the_section_alone_and_its_publication_everybody(scene):
    (project,) = scene.nominated(COMMITTEE)
    forget(scene)

    decision = scene.decide(project)
    deliver(scene)

    assert people_told() == {"section_clerk", "section_head"}
    assert told(scene.user(Role.SECTION_HEAD)) == [f"“{project}”已有决定：批准立项。尚未公布，请勿外传；请核对后公布。"]

    forget(scene)
    scene.publish(decision)
    deliver(scene)

    outside = {f"{role}.{COMMITTEE}" for role in ("unit_clerk", "nominator", "nominator_leader")}
    assert people_told() == {*outside, "section_clerk"}
    assert f"“{project}”已批准立项（通知二.3e）" in told(scene.user(Role.UNIT_CLERK, COMMITTEE))[0]


def test_the_steps_of_an_agreement_are_told_to_whose_turn_it_is(scene):
    agreement = scene.agreed(COMMITTEE)
    deliver(scene)
    last = Message.objects.filter(user=scene.user(Role.NOMINATOR, COMMITTEE)).order_by("pk").last()
    assert (
        "责任书已拟制，请于2018年4月10日23:59前打印、签字盖章并上传扫描件，或者电子签名（通知二.3f）" in last.sentence
    )
    assert last.url == f"/agreements/{agreement.ref}/"

    forget(scene)
    scene.signed(agreement)
    deliver(scene)
    assert people_told() == {"section_clerk"}


def test_an_issued_document_is_told_to_its_addressees(scene):
    forget(scene)
    (project,) = scene.nominated(COMMITTEE)
    publication = scene.publish(scene.decide(project))
    from lixiang.approvals.actions import issue_papers

    issue_papers(publication, by=scene.user(Role.SECTION_HEAD), at=scene.at)
    deliver(scene)

    reply = [words for words in told(scene.user(Role.NOMINATOR, COMMITTEE)) if "批复" in words]
    assert len(reply) == 1
    assert reply[0].startswith("收到淮组通字〔2018〕")
    assert [words for words in told(scene.user(Role.NOMINATOR, COUNTY)) if "批复" in words] == []


def test_an_extension_is_told_to_the_organisation_that_got_it(scene):
    forget(scene)

    programmes.extend(
        scene.cast.programme,
        step="nomination",
        until=scene.later(days=20),
        reason="汛期。",
        by=scene.user(Role.SECTION_CLERK),
        at=scene.at,
        organisation=scene.cast.organisations[COUNTY],
    )
    deliver(scene)

    assert f"nominator.{COUNTY}" in people_told()
    assert f"unit_clerk.{COUNTY}-town" in people_told()
    assert {name for name in people_told() if OTHER_COUNTY in name or "committee" in name} == set()


def test_whoever_gave_a_role_back_is_told_nothing_more(scene):
    RoleHeld.objects.filter(user=scene.user(Role.NOMINATOR, COUNTY)).update(valid_to=scene.at)
    leader = scene.user(Role.NOMINATOR_LEADER, COUNTY)
    leader.is_active = False
    leader.save()

    scene.handed_in(COUNTY)
    deliver(scene)

    assert people_told() == set()


def test_an_event_of_a_thing_that_is_gone_is_told_to_nobody(scene):
    forget(scene)
    for kind in (
        "project",
        "slate",
        "agreement",
        "decision",
        "publication",
        "objection",
        "programme",
        "officialdocument",
    ):
        verb = {"decision": "decide", "publication": "publish", "objection": "object_to", "officialdocument": "issue"}
        event_of(scene, 10**9, kind=kind, verb=verb.get(kind, "remind" if kind != "programme" else "close"))

    deliver(scene)

    assert not Message.objects.exists()
    assert not Pending.objects.exists()


def event_of(
    scene: Scene, subject: int, *, pk: int | None = None, kind: str = "project", verb: str = "hand_in"
) -> Event:
    """An event as a transaction that commits late leaves it: with an id of its own choosing."""
    event = Event(
        pk=pk,
        subject_kind=kind,
        subject_id=subject,
        sequence=Event.objects.filter(subject_kind=kind, subject_id=subject).count() + 1,
        verb=verb,
        by_name="",
        at=scene.at,
        from_status="DRAFT",
        to_status="WITH_NOMINATOR",
        previous_hash=START,
        hash=START,
    )
    Event.objects.bulk_create([event])
    Pending.objects.create(event=event, reader="messages")
    return event


def test_events_that_commit_in_reverse_order_of_their_ids_are_all_told(scene):
    project = scene.handed_in(COUNTY)
    forget(scene)
    high = Event.objects.order_by("pk").last().pk + 2

    event_of(scene, project.pk, pk=high)
    deliver(scene)
    event_of(scene, project.pk, pk=high - 1)
    deliver(scene)

    assert sorted(Message.objects.values_list("event_id", flat=True)) == [high - 1, high]


@pytest.mark.django_db(transaction=True)
def test_two_writers_whose_ids_commit_in_reverse_are_both_told(scene):
    """As writers leave it where they do not wait for each other; where they do, the order is simply that of the ids."""
    first, second = scene.handed_in(COUNTY), scene.handed_in(OTHER_COUNTY)
    forget(scene)
    may_commit = threading.Event()
    written = threading.Event()

    def slow():
        from django.db import transaction

        with transaction.atomic():
            event_of(scene, first.pk)
            written.set()
            may_commit.wait(2 if connection.vendor == "postgresql" else 0)
        connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    written.wait()
    event_of(scene, second.pk)
    actions.deliver(by=None, at=scene.at)
    may_commit.set()
    writer.join()
    deliver(scene)

    assert Message.objects.count() == 2
    assert not Pending.objects.exists()


def test_an_event_that_cannot_be_told_waits_and_holds_nobody_up(scene, caplog):
    project = scene.handed_in(COUNTY)
    forget(scene)
    broken = event_of(scene, project.pk, verb="send_back")
    run_sql("UPDATE history_event SET detail = %s WHERE id = %s", '{"due_at": "gestern"}', broken.pk)
    run_sql("UPDATE history_event SET to_status = 'RETURNED_BY_NOMINATOR' WHERE id = %s", broken.pk)
    event_of(scene, project.pk)

    done = deliver_pending(scene.at - timedelta(days=30))

    assert (done.told, done.failed) == (1, 1)
    assert Message.objects.count() == 1
    assert Pending.objects.get().event == broken
    assert f"event {broken.pk} could not be told" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_tell_nothing_twice(scene):
    for _ in range(4):
        scene.handed_in(COUNTY)
    start = threading.Barrier(3)

    def work():
        start.wait()
        while actions.deliver(by=None, at=scene.at, limit=2)[0]:
            pass
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    deliver(scene)

    assert not Pending.objects.exists()
    assert Message.objects.filter(user=scene.user(Role.NOMINATOR, COUNTY)).count() == 4


DIES_HALF_WAY = """
import os, signal, django
django.setup()
from django.db import transaction
from django.utils import timezone
from lixiang.messaging import actions
from lixiang.messaging.models import Message
with transaction.atomic():
    told, failed = actions.deliver(by=None, at=timezone.now())
    assert told and Message.objects.exists()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.django_db(transaction=True)
def test_a_deliverer_that_is_killed_half_way_loses_and_doubles_nothing(scene):
    scene.handed_in(COUNTY)
    waiting = Pending.objects.count()
    connections.close_all()

    died = subprocess.run([sys.executable, "-c", DIES_HALF_WAY], env=os.environ | database(), check=False)

    assert died.returncode == -9
    assert (Pending.objects.count(), Message.objects.count()) == (waiting, 0)
    deliver(scene)
    assert len(told(scene.user(Role.NOMINATOR, COUNTY))) == 1


def database() -> dict[str, str]:
    """The environment in which another process opens the database of this test."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{own['NAME']}"
    else:
        url = f"postgres://{own['USER']}@/{own['NAME']}?host={own['HOST'] or own['OPTIONS'].get('host', '')}"
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "lixiang.config.settings",
        "LIXIANG_DATA": str(product.DATA),
        "PYTHONPATH": str(product.PACKAGE.parent),
    }


def test_a_title_with_quotation_marks_of_its_own_stands_rightly_within_those_of_a_sentence(scene):
    scene.handed_in(COUNTY, title="农村“两新”党建")
    deliver(scene)

    assert "“农村‘两新’党建”" in Message.objects.latest("pk").sentence
