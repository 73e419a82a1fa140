"""What an assignment would be: the facts for the optimiser, and its plan as a person looks at it before it is made."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from lixiang.appraisal.models import Assignment, Judge, Panel, ScoreSheet
from lixiang.appraisal.queries.conflicts import found_between, kept_away
from lixiang.appraisal.rules.assigning import Plan, Wanted, plan_of
from lixiang.appraisal.rules.kinds import Scoring, Source
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project

Pair = tuple[int, int]


@dataclass(frozen=True)
class Load:
    """One judge: how many projects now, how many afterwards, how many the judge keeps away from."""

    judge: Judge
    before: int
    after: int
    kept_away: int


@dataclass(frozen=True)
class Proposal:
    """The plan with its people: what would be added and taken back, what each project lacks, each judge's load."""

    plan: Plan
    added: tuple[tuple[Project, tuple[Judge, ...]], ...]
    taken_back: int
    lacking: tuple[tuple[Project, int], ...]
    loads: tuple[Load, ...]
    sides: int

    @property
    def fingerprint(self) -> str:
        """Another one says that the plan is no longer what was shown."""
        text = repr((sorted(self.plan.pairs), self.taken_back, self.sides))
        return sha256(text.encode()).hexdigest()[:16]

    @property
    def is_empty(self) -> bool:
        return not (self.plan.pairs or self.taken_back or self.sides)


def proposal_for(panel: Panel, at: datetime, *, anew: bool = False) -> Proposal:
    """`anew`: what nobody began to score is shared out again; else what is assigned stays as it is."""
    judges = list(panel.judges.select_related("user__person"))
    projects = projects_of(panel)
    away = kept_away(panel) | found_between(panel, judges, projects, at).keys()
    living = set(Assignment.living().filter(panel=panel, scored_by="judge").values_list("project_id", "judge_id"))
    existing = (living & begun(panel)) if anew else living
    rule = the_setting(panel.version, Scoring)
    plan = plan_of(
        Wanted(
            projects=tuple(project.pk for project in projects),
            judges=tuple(judge.pk for judge in judges),
            sheets=panel.sheets,
            forbidden=frozenset((project, judge) for judge, project in away),
            existing=frozenset(existing),
            most=rule.most if isinstance(rule, Scoring) else 0,
            seed=panel.ref,
        )
    )
    return _proposal(panel, plan, judges, projects, away, living, existing)


def _proposal(
    panel: Panel,
    plan: Plan,
    judges: list[Judge],
    projects: list[Project],
    away: set[Pair],
    living: set[Pair],
    existing: set[Pair],
) -> Proposal:
    by_key = {judge.pk: judge for judge in judges}
    chosen: dict[int, list[Judge]] = {}
    for project, judge in plan.pairs:
        chosen.setdefault(project, []).append(by_key[judge])
    loads = (
        Load(
            judge,
            sum(pair[1] == judge.pk for pair in living),
            plan.loads.get(judge.pk, 0),
            sum(pair[0] == judge.pk for pair in away),
        )
        for judge in judges
    )
    kept = existing | set(plan.pairs)
    return Proposal(
        plan=plan,
        added=tuple((project, tuple(chosen[project.pk])) for project in projects if project.pk in chosen),
        taken_back=len(living - kept),
        lacking=tuple((project, plan.lacking[project.pk]) for project in projects if project.pk in plan.lacking),
        loads=tuple(loads),
        sides=len(sides_missing(panel, projects)),
    )


def projects_of(panel: Panel) -> list[Project]:
    """In official order; one query."""
    rows = Project.objects.filter(panel_entries__panel=panel).order_by("number")
    return list(rows.select_related("nominating_organisation", "programme"))


def begun(panel: Panel) -> set[Pair]:
    """(project, judge) with a sheet, handed in or not."""
    rows = ScoreSheet.objects.filter(assignment__panel=panel, assignment__judge__isnull=False)
    return set(rows.values_list("project_id", "assignment__judge_id"))


def sides_missing(panel: Panel, projects: list[Project]) -> list[tuple[Project, int, Source]]:
    """Sources that are no panel's, with no assignment yet: the project, the place of the source, the source."""
    rows = Assignment.objects.filter(panel=panel, judge=None, withdrawn_at=None)
    there = set(rows.values_list("project_id", "source"))
    sources = enumerate(settings_by_kind(panel.version, Source), 1)
    others = [(place, source) for place, source in sources if not source.of_judges]
    return [(p, place, source) for p in projects for place, source in others if (p.pk, source.code) not in there]


def judges_source(panel: Panel) -> str:
    """The code of the source that the panel's judges score for; empty where no source is theirs."""
    return next((row.code for row in settings_by_kind(panel.version, Source) if row.of_judges), "")
