"""Subjects with a history of their own, and a way into the tables that goes past the product."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from lixiang.history.models import Event, Head
from lixiang.history.record import record
from lixiang.history.tests.guards import unguarded
from lixiang.people.models import User
from lixiang.ui.written import SHANGHAI

NOON = datetime(2018, 4, 2, 12, 0, 0, 123456, tzinfo=SHANGHAI)


def subject(number: int) -> Head:
    """Any row has a history; this one is never saved, so that only its chain exists."""
    return Head(pk=number)


def write(number: int, *verbs: str, by: Any = None, **more: Any) -> list[Event]:
    """Events of one subject in one transaction, a minute apart."""
    with transaction.atomic():
        return [
            record(subject(number), verb, by=by, at=NOON + timedelta(minutes=place), programme_id=1, **more)
            for place, verb in enumerate(verbs)
        ]


def run_sql(statement: str, *values: Any) -> None:
    """Whoever owns the database does not ask the product, and takes its guards off."""
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def clerk(db) -> User:
    return User.objects.create_user("clerk", name="示例甲")
