"""The database itself refuses to change or to delete an event, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from lixiang.history.models import Event
from lixiang.history.tests.conftest import run_sql, write
from lixiang.history.verify import broken_chains

STATEMENTS = ("UPDATE history_event SET reason = 'x'", "DELETE FROM history_event")


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_what_the_product_does_not_ask(statement):
    write(1, "draft", "hand_in")

    refused = pytest.raises(IntegrityError, match="rows of history_event are only added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert [event.verb for event in Event.objects.order_by("sequence")] == ["draft", "hand_in"]
    assert list(broken_chains()) == []


@pytest.mark.django_db
def test_the_guards_stand_again_after_a_test_took_them_off():
    write(1, "draft")
    run_sql(STATEMENTS[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(Event).update(reason="y")

    assert Event.objects.get().reason == "x"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_tables_are_empty_and_guarded_after_a_test_that_commits(time):
    (event,) = write(1, "draft")

    with pytest.raises(IntegrityError):
        QuerySet(Event).filter(pk=event.pk).update(reason="x")

    assert Event.objects.count() == 1
