"""The first events of many subjects at once are what each would have been by itself."""

import pytest
from django.db import IntegrityError, transaction

from lixiang.history.firsts import record_firsts
from lixiang.history.models import Event, Head, Pending
from lixiang.history.record import record
from lixiang.history.tests.conftest import NOON, subject, write
from lixiang.history.verify import broken_chains

pytestmark = pytest.mark.django_db


def test_each_begins_a_chain_that_goes_on(clerk):
    with transaction.atomic():
        record_firsts([subject(1), subject(2)], "ask", by=clerk, at=NOON, details=[{"n": 1}, {"n": 2}])
    write(1, "hand_in")

    assert list(Event.objects.order_by("pk").values_list("subject_id", "verb", "sequence")) == [
        (1, "ask", 1),
        (2, "ask", 1),
        (1, "hand_in", 2),
    ]
    assert Event.objects.get(subject_id=2).detail == {"n": 2}
    assert Head.objects.get(subject_id=1).sequence == 2
    assert list(broken_chains()) == []


def test_they_are_what_record_would_have_written():
    with transaction.atomic():
        (many,) = record_firsts([subject(1)], "ask", by=None, at=NOON)
        one = record(subject(2), "ask", by=None, at=NOON)

    assert {**many.chained_values(), "subject_id": 2} == one.chained_values()


def test_each_waits_for_every_reader(settings):
    settings.HISTORY_READERS = ["messages", "index"]

    with transaction.atomic():
        record_firsts([subject(1), subject(2)], "ask", by=None, at=NOON)

    assert Pending.objects.count() == 4


def test_a_subject_that_has_a_chain_is_an_error():
    write(1, "draft")

    with pytest.raises(IntegrityError), transaction.atomic():
        record_firsts([subject(1)], "ask", by=None, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_they_are_refused():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record_firsts([subject(1)], "ask", by=None, at=NOON)
