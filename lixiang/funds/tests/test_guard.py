"""The database itself refuses to change or to delete what is booked, whoever asks."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from lixiang.funds import actions
from lixiang.funds.models import Account, Entry, Line
from lixiang.funds.tests.conftest import active_ones, sides_of

pytestmark = pytest.mark.django_db
CHANGES = {Account: {"heading": "x"}, Entry: {"words": "x"}, Line: {"amount": 1}}


@pytest.fixture
def booked(cast, morning):
    (project,) = active_ones(cast, morning)
    return actions.grant(project, by=sides_of(cast).clerk, at=morning)


@pytest.mark.parametrize("model", CHANGES)
def test_what_is_booked_is_neither_changed_nor_deleted(booked, model):
    rows = QuerySet(model).order_by("pk")  # past the guard of the model, which speaks first
    before = list(rows.values())

    for change in (lambda: rows.update(**CHANGES[model]), lambda: QuerySet(model)._raw_delete("default")):
        refused = pytest.raises(IntegrityError, match=f"rows of {model._meta.db_table} are only added")
        with refused, transaction.atomic():
            change()

    assert before and list(rows.values()) == before
