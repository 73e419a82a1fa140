"""An event is written with its change, chained to the one before, and left for every reader."""

import pytest
from django.db import IntegrityError, transaction

from lixiang.history.chain import START
from lixiang.history.models import Event, Head, Pending
from lixiang.history.record import THE_CLOCK, record
from lixiang.history.tests.conftest import NOON, subject, write
from lixiang.history.verify import broken_chains

pytestmark = pytest.mark.django_db


def test_each_event_follows_the_one_before_of_the_same_subject():
    first, second = write(1, "draft", "hand_in")
    (other,) = write(2, "draft")

    assert (first.sequence, first.previous_hash) == (1, START)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    assert (other.sequence, other.previous_hash) == (1, START)
    assert Head.objects.get(subject_id=1).hash == second.hash


def test_an_event_keeps_who_when_why_and_from_where_to_where(clerk):
    (event,) = write(1, "send_back", by=clerk, from_status="A", to_status="B", reason="目标不清", detail={"n": 1})

    read = Event.objects.get()
    assert (read.by, read.by_name, read.at, read.verb) == (clerk, "示例甲", NOON, "send_back")
    assert (read.from_status, read.to_status, read.reason, read.detail) == ("A", "B", "目标不清", {"n": 1})
    assert (read.programme_id, read.hash, str(read)) == (1, event.hash, "head:1#1 send_back")
    assert str(Head.objects.get()) == "head:1@1"


def test_the_clock_acts_under_its_own_name():
    (event,) = write(1, "remind")

    assert (event.by, event.by_name) == (None, THE_CLOCK)


def test_every_reader_gets_a_pending_row(settings):
    settings.HISTORY_READERS = ["messages", "index"]

    (event,) = write(1, "draft")

    assert sorted(map(str, Pending.objects.all())) == [f"index <- {event.pk}", f"messages <- {event.pk}"]


def test_what_is_rolled_back_leaves_no_event():
    class Stop(Exception):  # noqa: N818 - only ends the transaction
        pass

    write(1, "draft")
    with pytest.raises(Stop), transaction.atomic():
        record(subject(1), "hand_in", by=None, at=NOON)
        raise Stop

    assert list(Event.objects.values_list("verb", flat=True)) == ["draft"]
    assert Pending.objects.count() == 1
    assert list(broken_chains()) == []


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(subject(1), "draft", by=None, at=NOON)

    assert not Event.objects.exists()
    assert not Head.objects.exists()


def test_a_detail_reads_back_as_it_was_hashed():
    write(1, "publish", detail={"refs": ("a", "b"), "by_number": {1: "一"}, "名称": "堃喆", "none": None})

    assert Event.objects.get().detail == {"refs": ["a", "b"], "by_number": {"1": "一"}, "名称": "堃喆", "none": None}
    assert list(broken_chains()) == []


@pytest.mark.parametrize("value", [1.0, [0.5], {"points": 1e5}])
def test_a_fraction_is_refused_because_databases_give_it_back_in_other_words(value):
    with pytest.raises(TypeError, match="fraction"):
        write(1, "score", detail={"points": value})


def test_an_event_is_neither_changed_nor_deleted():
    (event,) = write(1, "draft")

    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(verb="x"),
        lambda: Event.objects.bulk_update([event], ["verb"]),
    ):
        with pytest.raises(TypeError, match="只增不"):
            attempt()
    assert Event.objects.get().verb == "draft"


def test_the_database_itself_takes_no_second_event_in_a_place():
    (event,) = write(1, "draft")
    values = {**event.chained_values(), "at": event.at, "previous_hash": START, "hash": "0" * 64}

    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.bulk_create([Event(**values)])
