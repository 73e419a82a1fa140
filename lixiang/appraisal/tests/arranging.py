"""What tests of appraisal arrange: projects under appraisal, judges of several organisations, a panel in each phase."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, Judge, Panel, ScoreSheet
from lixiang.appraisal.models.sheet_facts import rubric_of
from lixiang.delivery.tests import underway
from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.programmes.models import Setting
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import DossierFacts
from lixiang.rehearsal.cast import Cast
from lixiang.workflow.moves import move

DAY = timedelta(days=1)


def in_appraisal(cast: Cast, at: datetime, count: int = 1, county: int = 0) -> list[Project]:
    """Projects whose dossier was accepted, by the moves of closing."""
    return [accepted(cast, project, at) for project in underway.planned(cast, at, count, county)]


def accepted(cast: Cast, project: Project, at: datetime) -> Project:
    unit = cast.user(Role.UNIT_CLERK, project.drafting_organisation)
    handed = move(project, "hand_in_dossier", by=unit, at=at, facts=DossierFacts())
    move(handed, "accept_dossier", by=cast.user(Role.SECTION_CLERK), at=at, facts=DossierFacts())
    return Project.objects.select_related("programme", "version", "nominating_organisation").get(pk=project.pk)


def judge_user(cast: Cast, name: str, at: datetime, *, of: Organisation | None = None) -> User:
    """Somebody who may be a judge, and works at an organisation where one is given."""
    user = User.objects.create(username=f"judge-{name}", name=f"评委{name}（示例）", is_sample=True)
    office = cast.programme.managing_organisation
    held = [(Role.JUDGE, office), *([(Role.INSPECTOR, of)] if of else [])]
    for role, organisation in held:
        RoleHeld.objects.create(user=user, role=role, organisation=organisation, valid_from=at, granted_at=at)
    return user


@dataclass
class Scene:
    """A panel with its judges and projects, and who leads it through its phases."""

    cast: Cast
    at: datetime
    projects: list[Project]
    users: list[User]
    panel: Panel

    @property
    def clerk(self) -> User:
        return self.cast.user(Role.SECTION_CLERK)

    def run(self, verb: Any, *things: Any, **words: Any) -> Any:
        """A verb by the section at the moment of the scene."""
        return verb(*things, **{"by": self.clerk, "at": self.at} | words)

    def judge(self, place: int = 0) -> Judge:
        return Judge.objects.select_related("panel__programme", "user").get(panel=self.panel, user=self.users[place])

    def user(self, place: int = 0) -> User:
        """The account as the next request finds it."""
        return User.objects.get(pk=self.users[place].pk)

    def again(self) -> Panel:
        self.panel = Panel.objects.select_related("programme", "version").get(pk=self.panel.pk)
        return self.panel

    def ask(self) -> "Scene":
        self.run(actions.ask_to_declare, self.panel)
        self.again()
        return self

    def declare_all(self, **conflicts: dict[str, str]) -> "Scene":
        """Every judge declares; `judge_0={ref: reason}` names what the first one declares."""
        for place in range(len(self.users)):
            said = conflicts.get(f"judge_{place}", {})
            actions.declare(self.judge(place), said, by=self.user(place), at=self.at)
        return self

    def assign(self, **words: Any) -> "Scene":
        self.run(actions.assign, self.panel, **words)
        return self

    def open(self, reason: str = "演练：评委人数不足。") -> "Scene":
        self.run(actions.open_materials, self.panel, reason=reason)
        self.again()
        return self

    def close(self, reason: str = "演练：部分评委未提交。") -> "Scene":
        self.run(actions.close_scoring, self.panel, reason=reason)
        self.again()
        return self

    def task(self, judge: int = 0, project: int = 0) -> Assignment:
        """What a judge was given of a project, conflict or not."""
        rows = Assignment.objects.select_related("panel__version", "project", "judge")
        return rows.get(panel=self.panel, judge=self.judge(judge), project=self.projects[project])

    def side(self, source: str = "department", project: int = 0) -> Assignment:
        rows = Assignment.objects.select_related("panel__version", "project")
        return rows.get(panel=self.panel, source=source, project=self.projects[project])

    def save(self, task: Assignment, by: User, *, expected: int = 0, **changed: str) -> ScoreSheet:
        return actions.save_sheet(task, filled(task, **changed), expected=expected, by=by, at=self.at)

    def score(self, judge: int = 0, project: int = 0, **changed: str) -> ScoreSheet:
        """Filled in and handed in by a judge."""
        task, by = self.task(judge, project), self.user(judge)
        self.save(task, by, **changed)
        return actions.hand_in(task, key=uuid4(), by=by, at=self.at)


def filled(task: Assignment, **changed: str) -> dict[str, str]:
    """Eight tenths of every indicator, no bonus; `changed` names fields with _ for -."""
    values = {"comment": "示例评价。"}
    for row in rubric_of(task.panel, task.project):
        if not row.is_automatic:
            values[f"points-{row.code}"] = "0" if row.needs_document else str(row.points * 8 // 10_000)
    return values | {name.replace("_", "-", 1): value for name, value in changed.items()}


def set_up(cast: Cast, at: datetime, *, judges: int = 3, projects: int = 2, sheets: int = 2, county: int = 0) -> Scene:
    """A panel in preparation."""
    found = in_appraisal(cast, at, projects, county)
    users = [judge_user(cast, f"{n}", at) for n in range(judges)]
    by = {"by": cast.user(Role.SECTION_CLERK), "at": at}
    panel = actions.draw_up(cast.programme, title="创新实践组", sheets=sheets, **by)
    for user in users:
        actions.add_judge(panel, user, **by)
    actions.add_projects(panel, found, **by)
    return Scene(cast, at, found, users, Panel.objects.select_related("programme", "version").get(pk=panel.pk))


def scoring(cast: Cast, at: datetime, **words: Any) -> Scene:
    """A panel that scores: declared, assigned, opened."""
    return set_up(cast, at, **words).ask().declare_all().assign().open()


def change_settings(cast: Cast, kind: str, **parameters: Any) -> None:
    """As if the programme had been published with other parameters of a kind."""
    for row in Setting.objects.filter(version=cast.version, kind=kind):
        row.parameters = row.parameters | parameters
        row.save(update_fields=["parameters"])
    type(cast.version).objects.filter(pk=cast.version.pk).update(pack_hash=unread())


def drop_settings(cast: Cast, kind: str, **named: Any) -> None:
    """As if the programme had been published without some rows of a kind."""
    for row in Setting.objects.filter(version=cast.version, kind=kind):
        if all(row.parameters.get(name) == value for name, value in named.items()):
            row.delete()
    type(cast.version).objects.filter(pk=cast.version.pk).update(pack_hash=unread())
