"""The night on which reports fall due for 2,000 projects: made, and told, against the same rows written bare."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.db import models, transaction

from bench.data import AT, YEAR, the_cast
from bench.lines import Line
from lixiang.delivery.jobs import reports as delivery
from lixiang.delivery.models import Report
from lixiang.delivery.tests.report_scene import ReportScene
from lixiang.history.models import Event, Head, Pending
from lixiang.messaging import jobs as messaging
from lixiang.messaging.models import Message
from lixiang.ui.written import SHANGHAI

PROJECTS = 2_000
NIGHTS = tuple(datetime(YEAR + month // 12, month % 12, 2, 9, tzinfo=SHANGHAI) for month in (7, 10, 13, 16))
MADE = (Report, Head, Event, Pending)
BARE = "bare"
# Beside its rows a report takes finding who owes it, and a link of its history: a canonical text and a hash.
MADE_LIMIT = 3.0
# Notices go one event at a time, each in a savepoint of its own, so that one that fails holds nobody else up: six
# statements and the words for two rows, where the floor writes hundreds of rows by each statement.
TOLD_LIMIT = 25.0


def run(folder: Path) -> Iterator[Line]:
    """The clock's own jobs, night by night; each time the floor then writes a copy of what they wrote."""
    ReportScene(the_cast(), AT).running(PROJECTS)
    messaging.tell_pending(AT)
    nights = [_night(at) for at in NIGHTS]
    made, told = ([night[place : place + 3] for night in nights] for place in (0, 3))
    yield _line("due reports of 2,000 projects made, against the floor", made, MADE_LIMIT)
    yield _line("their notices told, against the floor", told, TOLD_LIMIT)


def _line(name: str, nights: list[tuple[int, float, float]], limit: float) -> Line:
    rows, ours, floor = (sum(column) for column in zip(*nights, strict=True))
    note = f"{ours / rows * 1000:.2f} ms against {floor / rows * 1000:.2f} ms each, {rows:,} in {len(nights)} nights"
    return Line(name, median(ours / floor for _, ours, floor in nights), limit, note).tell()


def _night(at: datetime) -> tuple[int, float, float, int, float, float]:
    """How many reports were made, in how many seconds, and those of the floor; the same of messages."""
    last = {model: _keys(model).last() or 0 for model in (*MADE, Message)}
    made = _timed(lambda: delivery.make_due_reports(at))
    reports, heads, events, waiting = (_since(last, model) for model in MADE)
    if not PROJECTS <= len(reports) == len(heads) == len(events) == len(waiting):
        raise RuntimeError(f"{len(reports)} reports with {len(heads)} heads, {len(events)} events, {len(waiting)} rows")
    twins = {row.event_id: event for row, event in zip(waiting, events, strict=True)}
    made_bare = _timed(lambda: _write(reports, heads, events))
    told = _timed(lambda: messaging.tell_pending(at))
    messages = _since(last, Message)
    for message in messages:
        message.event = twins[message.event_id]
    return len(reports), made, made_bare, len(messages), told, _timed(lambda: _tell(messages))


def _keys(model: type[models.Model]) -> models.QuerySet[Any, int]:
    return model.objects.order_by("pk").values_list("pk", flat=True)


def _since(last: dict[type[models.Model], int], model: type[models.Model]) -> list[Any]:
    """New rows like those written since, of a kind and a schedule that no job of ours looks at."""
    rows = list(model.objects.filter(pk__gt=last[model]).order_by("pk"))
    for row in rows:
        row.pk, row._state.adding = None, True
        for name in {"subject_kind", "schedule", "ref"} & vars(row).keys():
            setattr(row, name, f"{BARE}-{getattr(row, name)}")
    return rows


@transaction.atomic
def _write(reports: list[Report], heads: list[Head], events: list[Event]) -> None:
    Report.objects.bulk_create(reports)
    Head.objects.bulk_create(heads)
    Event.objects.bulk_create(events)
    Pending.objects.bulk_create(Pending(event=event, reader=BARE) for event in events)


@transaction.atomic
def _tell(messages: list[Message]) -> None:
    Message.objects.bulk_create(messages)
    Pending.objects.filter(reader=BARE).delete()


def _timed(call: Callable[[], object]) -> float:
    begun = perf_counter()
    call()
    return perf_counter() - begun
