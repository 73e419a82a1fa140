"""Everything that the page of one project's progress shows: plan, milestones, goals, evidence, lamp, chart, trail."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lixiang.delivery.models import Lamp, Plan, PlannedGoal, PlannedMilestone
from lixiang.delivery.queries.lamps import as_it_stands, lamp_rules
from lixiang.delivery.queries.plans import progress_rule, trail_of
from lixiang.delivery.rules.gantt import Gantt, Step, gantt_of
from lixiang.delivery.rules.lamps import COLOUR_TONES
from lixiang.delivery.rules.progress import LampRule, Progress
from lixiang.delivery.rules.shares import done_share, planned_share
from lixiang.delivery.states.milestones import Status
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus

EVIDENCE_OF = "plannedmilestone"
LATEST = 40


class Followed:
    """The door of the page: a project with its plan and its lamp, if there are any yet."""

    @classmethod
    def visible_to(cls, user: Any) -> QuerySet[Project]:
        return Project.visible_to(user).select_related("plan__revision", "lamp")


@dataclass(frozen=True)
class MilestoneLine:
    """One milestone as the page shows it: how it stands in a word, its evidence."""

    milestone: PlannedMilestone
    state: str
    word: str
    tone: str
    evidence: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The page of one project; without a plan only what it will be made from is known."""

    project: Project
    rule: Progress | None
    plan: Plan | None
    today: date
    lamp: Lamp | None = None
    rules: tuple[LampRule, ...] = ()
    lines: tuple[MilestoneLine, ...] = ()
    retired: tuple[MilestoneLine, ...] = ()
    goals: tuple[PlannedGoal, ...] = ()
    retired_goals: tuple[PlannedGoal, ...] = ()
    trail: tuple[Event, ...] = field(default=())
    gantt: Gantt | None = None

    @property
    def is_active(self) -> bool:
        return self.project.status == ProjectStatus.ACTIVE

    @property
    def planned(self) -> int:
        """序时进度 in thousandths."""
        return planned_share(self.plan.from_on, self.plan.due_on, self.today) if self.plan else 0

    @property
    def done(self) -> int:
        """完成进度 in thousandths."""
        return done_share(self.plan.done, self.plan.milestones) if self.plan else 0

    @property
    def gap_words(self) -> str:
        return gap_words(self.planned, self.done)

    @property
    def next(self) -> MilestoneLine | None:
        """The open milestone that is due first."""
        coming = [line for line in self.lines if line.state != "done"]
        return min(coming, key=lambda line: line.milestone.due_on, default=None)

    @property
    def tone(self) -> str:
        return COLOUR_TONES[self.lamp.colour] if self.lamp else "neutral"

    @property
    def participants(self) -> int:
        """How many took part in all that is done; a number, whoever they are."""
        return sum(line.milestone.participants or 0 for line in self.lines)


def gap_words(planned: int, done: int) -> str:
    """How what is done stands to the time elapsed, in points of a hundred."""
    points = abs(planned - done) // 10
    if not points:
        return "与序时进度一致"
    return f"落后序时进度{points}个百分点" if planned > done else f"快于序时进度{points}个百分点"


def sheet_of(project: Project, at: datetime) -> Sheet:
    """Four queries beside the project's own (milestones, goals, evidence, trail); those of a lamp that is to change."""
    today = timezone.localtime(at).date()
    rule, plan = progress_rule(project), getattr(project, "plan", None)
    if plan is None:
        return Sheet(project, rule, None, today)
    evidence = _evidence(project)
    every = [_line(milestone, evidence, today) for milestone in _rows(PlannedMilestone, project, plan)]
    lines = tuple(line for line in every if line.milestone.retired_at is None)
    goals = _rows(PlannedGoal, project, plan)
    return Sheet(
        project,
        rule,
        plan,
        today,
        lamp=_lamp(project, at),
        rules=lamp_rules(project.version),
        lines=lines,
        retired=tuple(line for line in every if line.milestone.retired_at is not None),
        goals=tuple(goal for goal in goals if goal.retired_at is None),
        retired_goals=tuple(goal for goal in goals if goal.retired_at is not None),
        trail=tuple(trail_of(project)[:LATEST]),
        gantt=gantt_of([_step(line, plan) for line in lines], plan.from_on, plan.due_on, today),
    )


def _lamp(project: Project, at: datetime) -> Lamp | None:
    lamp = getattr(project, "lamp", None)
    if lamp is None:
        return None
    lamp.project = project
    return as_it_stands(lamp, at)


def _rows(model: type, project: Project, plan: Plan) -> list[Any]:
    """The rows of a plan, each with the project and plan that are read already."""
    rows = list(model.objects.filter(plan=plan))  # type: ignore[attr-defined]
    for row in rows:
        row.project, row.plan = project, plan
    return rows


def _evidence(project: Project) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in evidence_of(project):
        found[claim.subject_id].append(claim)
    return found


def evidence_of(project: Project) -> QuerySet[Claim]:
    """Every file that shows what was done in a project's milestones, in the order they came."""
    keys = PlannedMilestone.objects.filter(project=project).order_by().values("pk")
    claims = Claim.objects.filter(subject_kind=EVIDENCE_OF, subject_id__in=keys, part="evidence", released_at=None)
    return claims.select_related("file").order_by("id")


def to_reuse(milestone: PlannedMilestone) -> list[Claim]:
    """The files that other milestones of the project hold, each once, the latest first."""
    own = set(Claim.of(milestone, "evidence").values_list("file_id", flat=True))
    others: dict[int, Claim] = {}
    for claim in evidence_of(milestone.project).order_by("-id"):
        if claim.file_id not in own:
            others.setdefault(claim.file_id, claim)
    return list(others.values())


def evidence_file(milestone: PlannedMilestone, number: int) -> Claim | None:
    return Claim.of(milestone, "evidence").filter(pk=number).first()


def _line(milestone: PlannedMilestone, evidence: dict[int, list[Claim]], today: date) -> MilestoneLine:
    state, word, tone = standing_of(milestone, today)
    return MilestoneLine(milestone, state, word, tone, tuple(evidence.get(milestone.pk, ())))


def standing_of(milestone: PlannedMilestone, today: date) -> tuple[str, str, str]:
    """State for the chart, word and tone for a person."""
    if milestone.status == Status.DONE:
        late = milestone.done_on is not None and milestone.done_on > milestone.due_on
        return "done", "逾期完成" if late else "已完成", "good"
    if today > milestone.due_on:
        return "late", f"已逾期{(today - milestone.due_on).days}天", "bad"
    is_running = (milestone.from_on or milestone.plan.from_on) <= today
    return ("open", "进行中", "active") if is_running else ("open", "未开始", "neutral")


def _step(line: MilestoneLine, plan: Plan) -> Step:
    milestone = line.milestone
    from_on = milestone.from_on or plan.from_on
    return Step(milestone.title, from_on, milestone.due_on, line.state, line.word, milestone.done_on)
