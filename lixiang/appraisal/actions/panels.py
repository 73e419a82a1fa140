"""The verbs of a panel: set it up, change who sits on it and what it scores, and lead it through its phases."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.appraisal import permissions
from lixiang.appraisal.actions.records import count_record
from lixiang.appraisal.actions.recusals import keep_away_found
from lixiang.appraisal.models import Judge, Panel, PanelProject
from lixiang.appraisal.models.sheet_facts import clause_of
from lixiang.appraisal.queries.assigning import projects_of
from lixiang.appraisal.queries.dossiers import accepted_dossiers
from lixiang.appraisal.queries.panels import on_another_panel
from lixiang.appraisal.rules.kinds import Scoring
from lixiang.appraisal.states.panels import BEFORE_MATERIALS, Status
from lixiang.history.record import record
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked, move

LONGEST_TITLE = 100
MOST_SHEETS = 99


@transaction.atomic
def draw_up(
    programme: Programme,
    *,
    title: str,
    category: str = "",
    sheets: int | None = None,
    due_at: datetime | None = None,
    by: Any,
    at: datetime,
) -> Panel:
    """A new panel, scored by the rubric of the version in force; `sheets` is how many judges score a project."""
    programme = locked(programme)
    if not permissions.runs_appraisal(by, programme):
        raise PermissionDenied
    version = version_in_force(programme, at)
    rule = the_setting(version, Scoring)
    if not isinstance(rule, Scoring):
        raise Refused(Finding("no_scoring", "本批次的方案没有设置评分办法，不能组建评审组。"))
    sheets = rule.sheets if sheets is None else sheets
    refuse_if(tuple(_wrong_head(title.strip(), sheets, rule.clause)))
    number = programme.panels.count() + 1
    panel = Panel.objects.create(
        ref=f"{programme.ref}-p{number}",
        number=number,
        programme=programme,
        version=version,
        title=title.strip(),
        category=category,
        sheets=sheets,
        due_at=due_at,
        status_since=at,
    )
    words = {"title": panel.title, "sheets": sheets}
    record(panel, "draw_up", by=by, at=at, to_status=panel.status, detail=words, programme_id=programme.pk)
    return panel


def _wrong_head(title: str, sheets: int, clause: str) -> Iterable[Finding]:
    if not title:
        yield Finding("no_title", "请填写评审组的名称。", clause, field="title")
    yield from too_long(title, LONGEST_TITLE, what="评审组的名称", clause=clause, field="title")
    if not 1 <= sheets <= MOST_SHEETS:
        yield Finding("wrong_sheets", f"每个项目的评委人数应在1至{MOST_SHEETS}之间。", clause, field="sheets")


def _changing(panel: Panel, by: Any, *statuses: str) -> Panel:
    """The panel locked, where this person runs it and it may still be changed."""
    panel = locked(panel)
    if not permissions.runs_appraisal(by, panel):
        raise PermissionDenied
    if panel.status not in statuses:
        word = panel.get_status_display()
        raise Refused(Finding("materials_open", f"评审组当前“{word}”，不能这样调整。", clause_of(panel)))
    return panel


@transaction.atomic
def add_judge(panel: Panel, user: User, *, by: Any, at: datetime, is_chair: bool = False, code: str = "") -> Judge:
    """Seat a judge; while scoring goes on a new one declares first like all others."""
    panel = _changing(panel, by, *BEFORE_MATERIALS, Status.SCORING)
    refuse_if(tuple(_wrong_judge(panel, user)))
    if is_chair:
        panel.judges.filter(is_chair=True).update(is_chair=False)
    judge = Judge.objects.create(
        panel=panel,
        user=user,
        name=user.name,
        code=code or f"{panel.ref}-{token_hex(4)}",
        is_chair=is_chair,
        added_at=at,
    )
    keep_away_found(panel, [judge], projects_of(panel), by=by, at=at)
    record(panel, "add_judge", by=by, at=at, detail={"judge": user.name}, programme_id=panel.programme_id)
    return judge


def _wrong_judge(panel: Panel, user: User) -> Iterable[Finding]:
    clause, office = clause_of(panel), panel.programme.managing_organisation_id
    if not user.holds(Role.JUDGE, organisation=office):
        yield Finding("no_judge", f"{user.name}没有评委角色，请先由安全管理员授予。", clause, field="user")
    if user.holds(*SECTION, organisation=office):
        sentence = f"{user.name}是本批次的经办或者负责人，能看到全部项目，不担任评委。"
        yield Finding("runs_the_programme", sentence, clause, field="user")
    if panel.judges.filter(user=user).exists():
        yield Finding("sits_already", f"{user.name}已经是本组评委。", clause, field="user")


@transaction.atomic
def remove_judge(judge: Judge, *, by: Any, at: datetime) -> None:
    """Before materials open a seat can be taken back; what the judge declared goes with it."""
    panel = _changing(judge.panel, by, *BEFORE_MATERIALS)
    judge.recusals.all().delete()
    judge.assignments.all().delete()
    name = judge.name
    judge.delete()
    record(panel, "remove_judge", by=by, at=at, detail={"judge": name}, programme_id=panel.programme_id)


@transaction.atomic
def name_chair(judge: Judge, *, by: Any, at: datetime) -> Judge:
    """One judge leads the panel: sees how far it is, and presents the projects in a meeting."""
    panel = _changing(judge.panel, by, *Status.values)
    panel.judges.filter(is_chair=True).update(is_chair=False)
    judge.is_chair = True
    judge.save(update_fields=["is_chair"])
    record(panel, "name_chair", by=by, at=at, detail={"judge": judge.name}, programme_id=panel.programme_id)
    return judge


@transaction.atomic
def add_projects(panel: Panel, projects: Iterable[Project], *, by: Any, at: datetime) -> list[PanelProject]:
    """Projects under appraisal, each on the revision approved for it and on one open panel at a time."""
    keys = [project.pk for project in projects]
    rows = Project.objects.select_for_update(no_key=True).filter(pk__in=keys, programme=panel.programme_id)
    found = list(rows.order_by("pk"))
    panel = _changing(panel, by, *BEFORE_MATERIALS)
    refuse_if(tuple(_wrong_projects(panel, found)))
    dossiers = accepted_dossiers(found)
    made = [
        PanelProject(
            panel=panel,
            project=each,
            revision_id=each.approved_revision_id,
            dossier_revision_id=dossiers.get(each.pk),
        )
        for each in found
    ]
    PanelProject.objects.bulk_create(made)
    judges = list(panel.judges.select_related("user__person"))
    keep_away_found(panel, judges, found, by=by, at=at)
    detail = {"count": len(found), "titles": "、".join(str(each) for each in found[:3])}
    record(panel, "add_projects", by=by, at=at, detail=detail, programme_id=panel.programme_id)
    return made


def _wrong_projects(panel: Panel, projects: list[Project]) -> Iterable[Finding]:
    clause, taken = clause_of(panel), on_another_panel(projects)
    if not projects:
        yield Finding("no_projects", "请选择受评项目。", clause, field="projects")
    for project in projects:
        if project.status != ProjectStatus.IN_APPRAISAL:
            word = project.get_status_display()
            sentence = f"“{project}”{word}，结项材料受理之后才能评分。"
            yield Finding("not_in_appraisal", sentence, clause, field="projects")
        if panel.category not in ("", project.category):
            yield Finding("other_category", f"“{project}”不属于本组评审的类别。", clause, field="projects")
        if project.pk in taken:
            yield Finding("on_a_panel", f"“{project}”已在{taken[project.pk]}受评。", clause, field="projects")


@transaction.atomic
def remove_project(entry: PanelProject, *, by: Any, at: datetime) -> None:
    """Before materials open a project can be taken off."""
    panel, project = _changing(entry.panel, by, *BEFORE_MATERIALS), entry.project
    panel.assignments.filter(project=project).delete()
    project.recusals.filter(judge__panel=panel).delete()
    entry.delete()
    record(panel, "remove_project", by=by, at=at, detail={"title": str(project)}, programme_id=panel.programme_id)


@transaction.atomic
def ask_to_declare(panel: Panel, *, by: Any, at: datetime) -> Panel:
    """Every judge says what stands between them and a project, before anything is read."""
    panel = locked(panel)
    version = version_in_force(panel.programme, at)
    panel = move(panel, "ask_to_declare", by=by, at=at, own=panel.facts(at), version=version)
    _find_all(panel, by, at)
    return panel


@transaction.atomic
def open_materials(panel: Panel, *, by: Any, at: datetime, reason: str = "") -> Panel:
    """Materials open and scoring begins; the record of every project is counted in the same breath."""
    panel = locked(panel)
    if permissions.runs_appraisal(by, panel):
        _find_all(panel, by, at)
    panel = move(panel, "open_materials", by=by, at=at, own=panel.facts(at), reason=reason)
    count_record(panel, by=by, at=at)
    return panel


def _find_all(panel: Panel, by: Any, at: datetime) -> None:
    keep_away_found(panel, list(panel.judges.select_related("user__person")), projects_of(panel), by=by, at=at)


@transaction.atomic
def close_scoring(panel: Panel, *, by: Any, at: datetime, reason: str = "") -> Panel:
    """No sheet comes in any more; one not handed in counts for nothing."""
    panel = locked(panel)
    return move(panel, "close_scoring", by=by, at=at, own=panel.facts(at), reason=reason)


@transaction.atomic
def reopen_scoring(panel: Panel, *, by: Any, at: datetime, reason: str) -> Panel:
    """Sheets may come in again, and be corrected, with a reason on record."""
    panel = locked(panel)
    return move(panel, "reopen_scoring", by=by, at=at, own=panel.facts(at), reason=reason)
