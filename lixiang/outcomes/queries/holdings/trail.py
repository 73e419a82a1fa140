"""The trail: every move of the project and of its agreement, by whom and when, as the history chains them."""

from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from lixiang.agreements.models import Agreement
from lixiang.agreements.states import Status as AgreementStatus
from lixiang.history.models import Event
from lixiang.outcomes.queries.holdings.pieces import act, day_of, moment, page
from lixiang.outcomes.rules.items import Item, Table
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.workflow.table import Table as Moves

SECTION = "history"
TITLE = "办理轨迹"
HEAD = ("时间", "办理事项", "办理人", "由", "到", "理由", "校验值")
OF_PROJECT, OF_AGREEMENT = "project", "agreement"


def items_of(project: Project) -> Iterator[Item]:
    """Moves alone: what was written before a hand-in is its writer's."""
    agreements = Agreement.objects.filter(project=project).values("pk")
    own = Q(subject_kind=OF_PROJECT, subject_id=project.pk) | Q(subject_kind=OF_AGREEMENT, subject_id__in=agreements)
    events = tuple(Event.objects.filter(own).exclude(from_status="").exclude(to_status="").order_by("at", "pk"))
    if events:
        piece = page(TITLE, tables=(Table(TITLE, HEAD, tuple(_row(event) for event in events)),))
        acts = tuple(act(label_of(event), event.at, event.by_name, event.reason) for event in events)
        organisation = project.programme.managing_organisation.name
        yield Item(SECTION, TITLE, TITLE, organisation, day_of(events[-1].at), "", (piece,), acts)


def _row(event: Event) -> tuple[str, ...]:
    words = (_word(event.subject_kind, event.from_status), _word(event.subject_kind, event.to_status))
    return moment(event.at), label_of(event), event.by_name, *words, event.reason, event.hash


def label_of(event: Event) -> str:
    """What the button said; the verb itself where no row has it any more."""
    table = _tables()[event.subject_kind]
    row = table.row(event.verb, event.from_status) or next((row for row in table if row.verb == event.verb), None)
    return row.label if row else event.verb


@cache
def _tables() -> dict[str, Moves]:
    tables = import_string(settings.TABLES)
    return {OF_PROJECT: tables["projects.Project"], OF_AGREEMENT: tables["agreements.Agreement"]}


def _word(kind: str, status: str) -> str:
    words = Status if kind == OF_PROJECT else AgreementStatus
    return str(words(status).label) if status in words.values else status
