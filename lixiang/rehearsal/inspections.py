"""Inspections on the moved clock: visits with photos, paper records, tickets put right; every refusal once."""

import io
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from lixiang.delivery.actions import inspections, observations, rectifications
from lixiang.delivery.models import Inspection, Observation, Rectification
from lixiang.delivery.rules.inspections import InspectionTerms
from lixiang.people.models import Organisation, User
from lixiang.people.roles import Role
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.cycle import Cycle, scan

FINDINGS = (
    ("工作机制已经建立，按计划推进，活动记录齐全。", "green", ""),
    ("工作按序时进度推进，但台账不完整，缺少两个月的活动记录。", "yellow", "台账缺两个月。"),
    ("阶段任务尚未启动，没有明确责任人。", "red", "进度明显滞后。"),
)
REQUIREMENT = "补齐活动记录，明确专人负责，按月更新台账。"
ANSWER = "已补齐活动记录，明确专人负责，台账按月更新。"


def rehearse_inspections(cycle: Cycle) -> None:
    """A visit on the spot, one from paper, one called off; a ticket on its whole way; each refusal once."""
    with cycle.step("inspections"):
        projects, inspector = _projects(cycle, Status.ACTIVE)[:4], cycle.cast.user(Role.INSPECTOR)
        if the_setting(cycle.cast.version, InspectionTerms) is None:
            cycle.is_refused(lambda: _plan(cycle, projects, inspector), "step_not_used")
            return
        _run_into_planning_rules(cycle, projects, inspector)
        visit = _plan(cycle, projects[:2], inspector)
        _run_into_recording_rules(cycle, visit, inspector)
        ticket = _run_into_ticket_rules(cycle, visit, inspector)
        _settle(cycle, visit, ticket, inspector)
        _from_paper(cycle, projects[-1:], inspector)
        called_off = _plan(cycle, projects[:1], inspector)
        inspections.cancel(called_off, reason="防汛期间暂停。", by=cycle.section, at=cycle.later(minutes=5))


def _projects(cycle: Cycle, status: str) -> list[Project]:
    rows = Project.objects.filter(programme=cycle.programme, status=status).order_by("number")
    return list(rows.select_related("programme", "version", "nominating_organisation"))


def _plan(cycle: Cycle, projects: list[Project], *people: User, days: int = 0, **words: Any) -> Inspection:
    return inspections.plan(
        cycle.programme,
        planned_on=_today(cycle) + timedelta(days=days),
        projects=projects,
        inspectors=people,
        **words,
        by=cycle.section,
        at=cycle.later(minutes=10),
    )


def _today(cycle: Cycle) -> date:
    return timezone.localtime(cycle.at).date()


def _run_into_planning_rules(cycle: Cycle, projects: list[Project], inspector: User) -> None:
    lapsed = _projects(cycle, Status.LAPSED)[:1]
    unit = cycle.cast.user(Role.NOMINATOR, projects[0].nominating_organisation)
    cycle.is_refused(lambda: _plan(cycle, []), "no_projects", "no_inspectors")
    cycle.is_refused(lambda: _plan(cycle, projects, unit), "own_unit", "not_an_inspector")
    if lapsed:
        cycle.is_refused(lambda: _plan(cycle, lapsed, inspector), "not_under_way")


def _rows(inspection: Inspection) -> list[Observation]:
    rows = inspection.observations.select_related("project__programme", "inspection__programme")
    return list(rows.order_by("project__number"))


def _observe(cycle: Cycle, row: Observation, by: User, place: int, **changed: str) -> None:
    text, lamp, reason = FINDINGS[place % len(FINDINGS)]
    words = {"text": text, "lamp": lamp, "reason": reason, **changed}
    row.refresh_from_db()
    observations.observe(row, **words, expected=row.saves, by=by, at=cycle.later(minutes=8))


def _record(cycle: Cycle, inspection: Inspection, by: User, days: int = 0, reason: str = "") -> Inspection:
    on, at = _today(cycle) + timedelta(days=days), cycle.later(minutes=3)
    return inspections.record_visit(inspection, visited_on=on, reason=reason, by=by, at=at)


def _run_into_recording_rules(cycle: Cycle, visit: Inspection, inspector: User) -> None:
    first, *rest = _rows(visit)
    cycle.is_refused(lambda: _record(cycle, visit, inspector), "nothing_observed")
    cycle.is_refused(lambda: _ticket(cycle, first, inspector), "not_recorded")
    _observe(cycle, first, inspector, 1, lamp="", reason="")
    cycle.is_refused(lambda: _record(cycle, visit, inspector), "half_observed")
    _observe(cycle, first, inspector, 1, reason="")
    cycle.is_refused(lambda: _record(cycle, visit, inspector), "lamp_without_reason")
    _observe(cycle, first, inspector, 1)
    words = {"visited_on": None, "by": inspector}
    cycle.is_refused(lambda: inspections.record_visit(visit, **words, at=cycle.at), "no_visit_day")
    cycle.is_refused(lambda: _record(cycle, visit, inspector, days=3), "visit_in_future")
    if rest:
        cycle.is_refused(lambda: _record(cycle, visit, inspector), "left_out")
        _observe(cycle, rest[0], inspector, 0)
    observations.attach_photos(first, [(picture(), "现场.jpg")], by=inspector, at=cycle.later(minutes=1))
    _record(cycle, visit, inspector)


def _ticket(cycle: Cycle, row: Observation, by: User, **changed: Any) -> Rectification:
    words = {
        "organisation": row.project.drafting_organisation,
        "requirement": REQUIREMENT,
        "due_on": _today(cycle) + timedelta(days=15),
        **changed,
    }
    return rectifications.open_rectification(row, **words, by=by, at=cycle.later(minutes=4))


def _run_into_ticket_rules(cycle: Cycle, visit: Inspection, inspector: User) -> Rectification:
    row, department = _rows(visit)[0], cycle.programme.managing_organisation
    yesterday = _today(cycle) - timedelta(days=1)
    cycle.is_refused(lambda: _ticket(cycle, row, inspector, requirement="", due_on=None), "no_due_date")
    cycle.is_refused(lambda: _ticket(cycle, row, inspector, due_on=yesterday), "due_before_visit")
    cycle.is_refused(lambda: _ticket(cycle, row, inspector, organisation=department), "foreign_organisation")
    ticket = _ticket(cycle, row, inspector)
    words = {"by": inspector, "at": cycle.at}
    cycle.is_refused(lambda: inspections.close(visit, **words), "unsettled")
    cycle.is_refused(lambda: rectifications.close(ticket, **words), "not_in_this_status")
    extension = {"due_on": ticket.due_on, "reason": "工作量较大。", **words}
    cycle.is_refused(lambda: rectifications.extend(ticket, **extension), "not_later")
    rectifications.extend(ticket, **{**extension, "due_on": ticket.due_on + timedelta(days=5)})
    rectifications.remind(ticket, **words)
    cycle.is_refused(lambda: rectifications.remind(ticket, **words), "reminded_today")
    return ticket


def _answer(cycle: Cycle, ticket: Rectification, *, text: str = ANSWER, proofs: tuple = ()) -> Rectification:
    by = _answering(cycle, ticket.organisation, ticket.project)
    return rectifications.answer(ticket, text=text, proofs=proofs, by=by, at=cycle.later(hours=20))


def _answering(cycle: Cycle, organisation: Organisation, project: Project) -> User:
    """The clerk of the unit, or of the county that writes for it."""
    users = cycle.cast.users
    return users.get(f"{Role.UNIT_CLERK}.{organisation.code}") or cycle.cast.user(
        Role.NOMINATOR, project.nominating_organisation
    )


def _settle(cycle: Cycle, visit: Inspection, ticket: Rectification, inspector: User) -> None:
    """Answered poorly, sent back, answered well, closed; then the visit is closed too."""
    cycle.is_refused(lambda: _answer(cycle, ticket, text=""), "no_answer", "no_proof")
    no_picture = (ContentFile(b"MZ not a picture"), "台账.jpg")
    cycle.is_refused(lambda: _answer(cycle, ticket, proofs=(no_picture,)), "unacceptable_file")
    _answer(cycle, ticket, proofs=((picture(), "台账.jpg"),))
    words = {"by": inspector, "at": cycle.later(hours=2)}
    cycle.is_refused(lambda: rectifications.remind(ticket, **words), "nothing_to_remind")
    rectifications.send_back(ticket, reason="缺三月份记录。", **words)
    _answer(cycle, ticket, text=f"{ANSWER}三月份记录已补。")
    rectifications.close(ticket, by=inspector, at=cycle.later(hours=2))
    inspections.close(visit, by=inspector, at=cycle.later(minutes=2))


def _enter(cycle: Cycle, visit: Inspection, inspector: User, *, is_scanned: bool = True) -> Inspection:
    paper = {"scan": scan(), "name": "督导记录（纸质）.png"} if is_scanned else {}
    words = {"visited_on": _today(cycle), "inspector": inspector, "by": cycle.section, "at": cycle.later(minutes=9)}
    return inspections.enter_paper(visit, **paper, **words)


def _from_paper(cycle: Cycle, projects: list[Project], inspector: User) -> None:
    """Entered without its scan, then with it, disputed, entered anew, confirmed."""
    visit = _plan(cycle, projects, inspector)
    _observe(cycle, _rows(visit)[0], cycle.section, 0)
    cycle.is_refused(lambda: _enter(cycle, visit, inspector, is_scanned=False), "no_scan")
    cycle.is_refused(lambda: _enter(cycle, visit, cycle.section), "own_record")
    _enter(cycle, visit, inspector)
    inspections.dispute(visit, reason="亮灯与纸质记录不符。", by=inspector, at=cycle.later(hours=3))
    _observe(cycle, _rows(visit)[0], cycle.section, 1)
    _enter(cycle, visit, inspector)
    inspections.confirm(visit, by=inspector, at=cycle.later(hours=3))


def picture() -> ContentFile:
    """A view of a meeting room, as far as a test needs one."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((480, 360)).save(stream, "JPEG")
    return ContentFile(stream.getvalue())


# --- the demo --------------------------------------------------------------------------------------------------------
def tell_inspections(story: Cycle) -> None:
    """Visits in every state and tickets on every step of their way, as an office has them in mid-year."""
    inspector, projects = story.cast.user(Role.INSPECTOR), _projects(story, Status.ACTIVE)[:8]
    if len(projects) < 3:
        return
    visited = _told_visit(story, projects[:3], inspector)
    for place, row in enumerate(_rows(visited)):
        ticket = _ticket(story, row, inspector, due_on=_today(story) + timedelta(days=5 + 40 * place))
        if place == 1:
            _answer(story, ticket, proofs=((picture(), "整改照片.jpg"),))
    tell_a_closed_visit(story, projects[1:2])
    entered = _plan(story, projects[2:3], inspector)
    _observe(story, _rows(entered)[0], story.section, 1)
    _enter(story, entered, inspector)
    _plan(story, projects[-2:], inspector, days=3, purpose="阶段任务和台账")
    _plan(story, projects[-1:], inspector, story.section, days=60, is_announced=False)
    cancelled = _plan(story, projects[:1], inspector, days=7)
    inspections.cancel(cancelled, reason="与市委巡察时间冲突，另行安排。", by=story.section, at=story.later(minutes=3))


def tell_a_closed_visit(story: Cycle, projects: list[Project]) -> None:
    """One visit with one ticket that was answered; both are closed."""
    inspector = story.cast.user(Role.INSPECTOR)
    done = _told_visit(story, projects, inspector)
    ticket = _answer(story, _ticket(story, _rows(done)[0], inspector), proofs=((picture(), "台账.jpg"),))
    rectifications.close(ticket, by=inspector, at=story.later(hours=3))
    inspections.close(done, by=inspector, at=story.later(minutes=3))


def _told_visit(story: Cycle, projects: list[Project], inspector: User) -> Inspection:
    visit = _plan(story, projects, inspector, purpose="推进情况和台账")
    for place, row in enumerate(_rows(visit)):
        _observe(story, row, inspector, place + 1)
        observations.attach_photos(row, [(picture(), "现场.jpg")], by=inspector, at=story.later(minutes=1))
    return _record(story, visit, inspector)
