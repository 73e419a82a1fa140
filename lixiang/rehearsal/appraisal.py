"""Appraisal on the moved clock: panels, declarations, assignment, sheets, a correction, a recusal; every rule once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lixiang.appraisal import actions
from lixiang.appraisal.models import Assignment, Judge, Panel, PanelProject, ScoreSheet
from lixiang.appraisal.models.sheet_facts import rubric_of
from lixiang.appraisal.rules.kinds import Conflict, Indicator, Scoring
from lixiang.appraisal.rules.points import POINT, written
from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role
from lixiang.programmes.queries import settings_by_kind, the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.rehearsal.applications import new_key
from lixiang.rehearsal.cycle import Cycle
from lixiang.workflow.findings import Refused

JUDGES_BESIDE, COMMENT, DOCUMENT = 2, "材料齐全，成效明显，建议进一步总结提炼。", "示例通字〔2018〕1号"
# Tenths of the points of a line, from and to.
USUAL, WEAK, MENDED, FULL = (7, 10), (3, 4), (7, 8), (10, 10)


def rehearse_appraisal(cycle: Cycle) -> None:
    """One panel per category scores every project under appraisal; the first runs into every rule, its last is weak."""
    with cycle.step("appraisal"):
        rule = the_setting(version_in_force(cycle.programme, cycle.at), Scoring)
        if rule is None:
            words = {"title": "第一组", "by": cycle.section, "at": cycle.at}
            cycle.is_refused(lambda: actions.draw_up(cycle.programme, **words), "no_scoring")
            return
        users = judges_of(cycle, rule.sheets + JUDGES_BESIDE)
        for place, category in enumerate(sorted({project.category for project in under_appraisal(cycle)})):
            PanelStory(cycle, category, users, runs_into_rules=place == 0, has_a_weak_one=place == 0).run()


def under_appraisal(cycle: Cycle, category: str = "") -> list[Project]:
    rows = Project.objects.filter(programme=cycle.programme, status=ProjectStatus.IN_APPRAISAL).order_by("number")
    return list(rows.filter(category=category) if category else rows)


def judges_of(cycle: Cycle, count: int) -> list[User]:
    """So many accounts that judge, the last two at home in the first counties: those keep away from their own."""
    office, at = cycle.programme.managing_organisation, cycle.later(minutes=10)
    homes = [None] * (count - JUDGES_BESIDE) + cycle.cast.nominators[:JUDGES_BESIDE]
    return [_judge(cycle, number, office, home, at) for number, home in enumerate(homes, 1)]


def _judge(cycle: Cycle, number: int, office: Organisation, home: Organisation | None, at: datetime) -> User:
    username = f"{Role.JUDGE}-{number}"
    user = User.objects.create(username=username, name=f"评委{number}（示例）", is_sample=True)
    held = {"user": user, "valid_from": at, "granted_at": at}
    RoleHeld.objects.create(role=Role.JUDGE, organisation=office, **held)
    if home:
        RoleHeld.objects.create(role=Role.INSPECTOR, organisation=home, **held)
    cycle.cast.users[username] = user
    return user


class PanelStory:
    """One panel from its setting up to the end of scoring; a weak project has half of what the others get."""

    TITLE = "{}类评审组"
    TENTHS = USUAL

    def __init__(
        self,
        cycle: Cycle,
        category: str,
        users: list[User],
        *,
        runs_into_rules: bool = False,
        has_a_weak_one: bool = False,
    ) -> None:
        self.cycle, self.category, self.users = cycle, category, users
        self.runs_into_rules = runs_into_rules
        self.projects = under_appraisal(cycle, category)
        self.weak = self.projects[1:][-1:] if has_a_weak_one else []

    def run(self) -> None:
        self.set_up()
        self.declare()
        self.assign_and_open()
        self.meet()
        self.score()
        self.close()

    def by_section(self, minutes: int = 5) -> dict[str, Any]:
        return {"by": self.cycle.section, "at": self.cycle.later(minutes=minutes)}

    def refused(self, verb: Callable[[], Any], *codes: str) -> None:
        """Run into a rule, in the first panel alone."""
        if self.runs_into_rules:
            self.cycle.is_refused(verb, *codes)

    def again(self) -> Panel:
        self.panel = Panel.objects.select_related("programme", "version").get(pk=self.panel.pk)
        return self.panel

    def judge(self, user: User) -> Judge:
        return Judge.objects.select_related("panel__programme", "user").get(panel=self.panel, user=user)

    def set_up(self) -> None:
        title, now = self.TITLE.format(self.category), {"by": self.cycle.section, "at": self.cycle.at}
        self.panel = actions.draw_up(self.cycle.programme, title=title, category=self.category, **self.by_section())
        self.refused(lambda: actions.ask_to_declare(self.panel, **now), "no_judges", "no_projects")
        self.refused(lambda: actions.add_judge(self.panel, self.cycle.leader, **now), "runs_the_programme")
        for place, user in enumerate(self.users):
            code = f"{self.panel.ref}-{self.cycle.rng.getrandbits(32):08x}"
            actions.add_judge(self.panel, user, is_chair=place == 0, code=code, **self.by_section(2))
        self.refused(lambda: actions.add_judge(self.panel, self.users[0], **now), "sits_already")
        actions.add_projects(self.panel, self.projects, **self.by_section())
        self.refused(lambda: actions.add_projects(self.panel, self.projects[:1], **now), "on_a_panel")
        actions.ask_to_declare(self.panel, **self.by_section())
        self.again()

    def declare(self) -> None:
        """Everybody declares; the second judge keeps away from the first project, where the programme knows that."""
        now = {"by": self.cycle.section, "at": self.cycle.at}
        self.refused(lambda: actions.open_materials(self.panel, **now), "undeclared")
        declares = any(row.ground == "declared" for row in settings_by_kind(self.panel.version, Conflict))
        for place, user in enumerate(self.users):
            said = {self.projects[0].ref: "曾任该项目顾问。"} if place == 1 and declares else {}
            actions.declare(self.judge(user), said, by=user, at=self.cycle.later(minutes=6))

    def assign_and_open(self) -> None:
        now = {"by": self.cycle.section, "at": self.cycle.at}
        self.refused(lambda: actions.assign(self.panel, seen="0" * 16, **now), "changed_meanwhile")
        actions.assign(self.panel, **self.by_section())
        reason = "部分项目应当回避的评委较多。"
        actions.open_materials(self.panel, reason=reason, **self.by_section())
        self.again()

    def meet(self) -> None:
        """The chair draws the order and the projects are presented one after the other."""
        chair = {"by": self.users[0], "at": self.cycle.later(hours=2)}
        entries = list(PanelProject.objects.filter(panel=self.panel).select_related("panel", "project"))
        self.refused(lambda: actions.present(entries[-1], by=self.cycle.section, at=self.cycle.at), "not_drawn")
        actions.draw_order(self.panel, seed=f"{self.cycle.rng.randrange(10**6):06d}", **chair)
        self.refused(lambda: actions.draw_order(self.panel, seed="1", **chair), "drawn_already")
        for entry in PanelProject.objects.filter(panel=self.panel).select_related("panel", "project").order_by("turn"):
            actions.present(entry, by=self.cycle.section, at=self.cycle.later(minutes=12))

    def score(self) -> None:
        """Every task is filled and handed in; one judge corrects a sheet, one keeps away after handing in."""
        tasks = list(self.tasks())
        for place, task in enumerate(tasks):
            by = task.judge.user if task.judge else self.side_of(task)
            if place == 0 and self.runs_into_rules:
                self.run_into_scoring_rules(task, by)
            self.hand_in(task, by)
        first = next(task for task in tasks if task.judge)
        actions.correct(first, reason="复核后调整。", by=first.judge.user, at=self.cycle.later(minutes=8))
        self.hand_in(first, first.judge.user)
        judged = [task for task in tasks if task.judge and task.project_id != first.project_id]
        if self.runs_into_rules and judged:
            last = judged[-1]
            actions.recuse(last, reason="发现亲属参与项目。", by=last.judge.user, at=self.cycle.later(minutes=8))

    def tasks(self) -> QuerySet[Assignment]:
        related = ("panel__version", "panel__programme", "project", "judge__user", "organisation")
        return Assignment.living().filter(panel=self.panel).select_related(*related).order_by("pk")

    def side_of(self, task: Assignment) -> User:
        if task.scored_by == "department":
            return self.cycle.section
        return self.cycle.cast.user(Role.NOMINATOR, task.organisation)

    def run_into_scoring_rules(self, task: Assignment, by: User) -> None:
        at, row = self.cycle.at, next(each for each in rubric_of(task.panel, task.project) if not each.is_automatic)
        wrong = {f"points-{row.code}": "很好"}
        self.refused(lambda: actions.save_sheet(task, wrong, expected=0, by=by, at=at), "no_number")
        self.refused(lambda: actions.hand_in(task, key=self.key(), by=by, at=at), "no_sheet")
        self.refused(lambda: actions.correct(task, reason="试", by=by, at=at), "nothing_to_correct")
        too_many = {f"points-{row.code}": written(row.points + POINT)}
        sheet = actions.save_sheet(task, too_many, expected=0, by=by, at=at)
        self.refused(lambda: actions.hand_in(task, key=self.key(), by=by, at=at), "out_of_range")
        actions.save_sheet(task, {}, expected=sheet.saves, by=by, at=at)
        self.refused(lambda: actions.hand_in(task, key=self.key(), by=by, at=at), "no_points")

    def key(self) -> UUID:
        return new_key(self.cycle.rng)

    def hand_in(self, task: Assignment, by: User, tenths: tuple[int, int] | None = None) -> ScoreSheet:
        at, tenths = self.cycle.later(minutes=9), tenths or (WEAK if task.project in self.weak else self.TENTHS)
        values = {"comment": COMMENT}
        for row in rubric_of(task.panel, task.project):
            values |= self.line(row, tenths)
        open_one = task.sheets.filter(status="DRAFT").first()
        actions.save_sheet(task, values, expected=open_one.saves if open_one else 0, by=by, at=at)
        return actions.hand_in(task, key=self.key(), by=by, at=at)

    def line(self, row: Indicator, between: tuple[int, int]) -> dict[str, str]:
        """So many tenths of the points, in whole steps; what needs a reason or a document has one."""
        if row.is_automatic:
            return {}
        step = row.each or (POINT if row.points >= 2 * POINT else 1)
        tenths = self.cycle.rng.randint(*between) if row.form == "additive" else self.cycle.rng.randint(0, 2)
        points = max(row.points * tenths // 10 // step * step, row.floor if row.form == "additive" else 0)
        reason = "对照评分标准酌情评定。" if row.reason_below else ""
        document = DOCUMENT if row.needs_document and points else ""
        return {
            f"points-{row.code}": written(points),
            f"reason-{row.code}": reason,
            f"document-{row.code}": document,
        }

    def close(self) -> None:
        """What is missing needs a reason; afterwards nothing comes in any more."""
        self.cycle.later(days=1)
        task = self.tasks().filter(judge__isnull=False).first()
        self.end()
        now = {"by": self.cycle.section, "at": self.cycle.at}
        words = {"reason": "补正", "by": task.judge.user, "at": self.cycle.at}
        self.refused(lambda: actions.correct(task, **words), "scoring_closed")
        self.refused(lambda: actions.count_record(self.panel, **now), "not_scoring")
        self.again()

    def end(self) -> None:
        now = {"by": self.cycle.section, "at": self.cycle.at}
        try:
            actions.close_scoring(self.panel, **now)
        except Refused:
            actions.close_scoring(self.panel, reason="个别评委因故未提交。", **now)
