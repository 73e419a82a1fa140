"""Inspections that count: what was observed of the project with its photos, and the tickets that came of it."""

from collections.abc import Iterator

from lixiang.delivery.models import Observation, Rectification
from lixiang.delivery.states.inspections import COUNTED
from lixiang.outcomes.queries.holdings.pieces import act, claimed, claimed_by, day_of, page, pieces_of
from lixiang.outcomes.rules.items import Item, Relation
from lixiang.projects.models import Project

SECTION = "inspections"


def items_of(project: Project) -> Iterator[Item]:
    """A visit that was planned, cancelled or stands in doubt counts for nothing and stays out."""
    rows = Observation.objects.filter(project=project, inspection__status__in=COUNTED).exclude(text="")
    for observation in rows.select_related("inspection__organisation").order_by("inspection__visited_on", "id"):
        yield _observation(project, observation)
    yield from _tickets(project)


def _observation(project: Project, observation: Observation) -> Item:
    visit = observation.inspection
    facts = (
        ("督导", str(visit)),
        ("日期", visit.visited_on.isoformat() if visit.visited_on else ""),
        ("地点", visit.place),
        ("接待", visit.met),
        ("建议亮灯", str(observation.get_lamp_display()) if observation.lamp else ""),
        ("督导人", visit.recorded_by_name),
    )
    title = f"{visit}记录"
    piece = page(title, pairs=facts, texts=(("督导发现", observation.text), ("建议理由", observation.reason)))
    return Item(
        SECTION,
        title,
        "督导记录",
        project.programme.managing_organisation.name,
        visit.visited_on or visit.planned_on,
        visit.ref.upper(),
        (piece, *claimed(observation), *claimed(visit)),
        (act("督导", observation.saved_at, visit.recorded_by_name),),
    )


def _tickets(project: Project) -> Iterator[Item]:
    tickets = tuple(Rectification.objects.filter(project=project).select_related("organisation").order_by("id"))
    files = claimed_by("rectification", [each.pk for each in tickets])
    for ticket in tickets:
        facts = (
            ("责任单位", ticket.organisation.name),
            ("整改期限", ticket.due_on.isoformat()),
            ("状态", str(ticket.get_status_display())),
            ("销号人", ticket.closed_by_name),
        )
        title = f"整改单 {ticket}"
        piece = page(title, pairs=facts, texts=(("整改要求", ticket.requirement), ("整改情况", ticket.answer)))
        answered = (act("报告整改", ticket.answered_at, ticket.answered_by_name),) if ticket.answered_at else ()
        yield Item(
            SECTION,
            title,
            "整改单",
            ticket.organisation.name,
            day_of(ticket.opened_at),
            str(ticket),
            (piece, *pieces_of(files.get(ticket.pk, ()))),
            (act("开具整改单", ticket.opened_at, ticket.opened_by_name), *answered),
            (Relation("依据", "督导记录" if ticket.observation_id else "中期检查"),),
        )
