"""催办: put a reminder on record, by the clock before a date, by a click after it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from lixiang.history.record import kind_of, record
from lixiang.messaging import queries, rules
from lixiang.messaging.models import Reminder
from lixiang.nominations.actions import open_slate
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import may_edit
from lixiang.programmes.rules.days import end_of


@transaction.atomic
def remind(
    subject: Model, *, occasion: str, by: Any, at: datetime, due_at: datetime | None = None, reason: str = ""
) -> bool:
    """Put a reminder on record, which is then delivered like any event; False where it was sent on that occasion."""
    _, is_new = Reminder.objects.get_or_create(
        subject_kind=kind_of(subject), subject_id=subject.pk, occasion=occasion, defaults={"at": at}
    )
    if is_new:
        detail = {"due_at": due_at.isoformat()} if due_at else {}
        programme_id = getattr(subject, "programme_id", None)
        standing = getattr(subject, "status", "")
        words = {"from_status": standing, "reason": reason, "detail": detail, "programme_id": programme_id}
        record(subject, "remind", by=by, at=at, **words)
    return is_new


def remind_of_due(*, by: Any, at: datetime) -> int:
    """Remind of everything in the hands of units that is due soon; how many reminders were put on record."""
    due: list[tuple[Callable[[], Model], datetime]] = [
        *((partial(_itself, project), project.due_at) for project in queries.projects_due(at)),
        *((partial(_itself, agreement), agreement.sign_by) for agreement in queries.agreements_due(at)),
        *((partial(_itself, each), each.sign_by) for each in queries.supplements_due(at)),
        *((partial(_itself, each), queries.end_of_its_day(each)) for each in queries.milestones_due(at)),
        *((partial(_itself, ticket), end_of(ticket.due_on)) for ticket in queries.rectifications_due(at)),
        *((partial(_itself, report), report.due_at) for report in queries.reports_due(at)),
        *((partial(_itself, dossier), dossier.due_at) for dossier in queries.dossiers_due(at)),
        *((partial(_itself, project), project.due_at) for project in queries.rectifying_due(at)),
        *((partial(_itself, panel), panel.due_at) for panel in queries.panels_due(at)),
        *((partial(open_slate, *where, at=at), until) for *where, until in queries.slates_due(at)),
    ]
    sent = 0
    for subject, due_at in due:
        days = rules.days_to_remind(due_at, at)
        if days is not None:
            sent += remind(subject(), occasion=rules.occasion_before(due_at, days), due_at=due_at, by=by, at=at)
    return sent


def _itself(subject: Model) -> Model:
    return subject


def remind_of_slates(programme: Programme, *, by: Any, at: datetime) -> int:
    """One click for all who have not handed their slate in, once a day; how many were reminded."""
    _refuse_strangers(programme, by)
    occasion = rules.occasion_by_hand(at)
    waiting = [open_slate(programme, each, at=at) for each in queries.slates_waiting(programme, at)]
    return sum(remind(slate, occasion=occasion, by=by, at=at) for slate in waiting)


def remind_of_returns(programme: Programme, *, by: Any, at: datetime) -> int:
    """One click for all projects that were sent back and have not come again in time, once a day."""
    _refuse_strangers(programme, by)
    occasion = rules.occasion_by_hand(at)
    late = queries.returns_overdue(programme, at)
    return sum(remind(each, occasion=occasion, due_at=each.due_at, by=by, at=at) for each in late)


def _refuse_strangers(programme: Programme, by: Any) -> None:
    if not may_edit(by, programme):
        raise PermissionDenied
