"""The reviewing list: what it is narrowed to, its rows, what comes before and after a project; paged by number."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from lixiang.access.prepared import Prepared
from lixiang.approvals.models import Decision, Opinion, Verdict
from lixiang.approvals.rules import ReviewStep, waits_for
from lixiang.nominations.models import Slate
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION, is_of_the_section
from lixiang.projects.models import Project
from lixiang.projects.states import APPROVED, TONES, Status

ROWS = 50
MOST_ROWS = 250
BEFORE, AFTER = 8, 32
TO_CHOOSE = 300
EVERYTHING = "all"
QUIET = "quiet"
BY_STATUS = {
    "returned": ((Status.RETURNED_BY_DEPARTMENT,), "退回修改中"),
    "public": ((Status.SHORTLISTED,), "拟立项（公示）"),
    "waitlisted": ((Status.WAITLISTED,), "候补"),
    "approved": ((*APPROVED, Status.LAPSED), "已立项"),
    "declined": ((Status.DECLINED, Status.MERGED), "不予立项、合并"),
}
WARNED = Q(revision__isnull=False) & ~Q(revision__warnings=[])


@dataclass(frozen=True)
class Choice:
    """What the list is narrowed to, as its address says it; `step` is one of the chain, or a key of `waiting_words`."""

    step: str = EVERYTHING
    category: str = ""
    organisation: str = ""
    warned: bool = False
    words: str = ""

    @property
    def query(self) -> str:
        """The query string that says the same; "" for the plain list."""
        said = {
            "step": self.step,
            "category": self.category,
            "organisation": self.organisation,
            "warned": "1" if self.warned else "",
            "q": self.words,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def without(self, name: str) -> "Choice":
        """The same list with one filter dropped."""
        return replace(self, **{name: getattr(Choice(), name)})


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    ref: str
    number: int
    title: str
    facts: str
    word: str
    tone: str
    warnings: int
    points: int | None
    decided: str


@dataclass(frozen=True)
class Pane:
    """A piece of the list: its rows, and the projects before and after the one that is open."""

    lines: tuple[Line, ...]
    previous: str = ""
    next: str = ""
    more_after: int | None = None


def programme_of(user: Any, chosen: Programme | None) -> Programme | None:
    """The programme whose reviews are shown: the chosen one where this person reviews it, else the newest that is."""
    if chosen and is_of_the_section(user, chosen):
        return chosen
    runs = user.organisations_as(*SECTION)
    return Programme.objects.filter(managing_organisation__in=runs).order_by("-year", "-id").first()


def waiting_words(steps: Sequence[ReviewStep]) -> dict[str, str]:
    """The choices of the first filter, in the order of the work."""
    turns = {step.code: f"待{step.title}" for step in steps}
    return {EVERYTHING: "全部审核中", **turns, QUIET: "已拟定、待公布"} | {
        key: word for key, (_, word) in BY_STATUS.items()
    }


def own_steps(user: Any, programme: Programme, steps: Sequence[ReviewStep]) -> tuple[ReviewStep, ...]:
    """The steps at which this person speaks or decides."""
    return tuple(step for step in steps if user.holds(step.role, organisation=programme.managing_organisation_id))


def organisations_to_choose(programme: Programme) -> list[tuple[str, str]]:
    """(code, short name) of those who nominate in the programme, in official order; long lists are searched instead."""
    return NOMINATORS(programme=programme.pk)


def _nominators(programme: int) -> QuerySet[Any, tuple]:
    theirs = Slate.objects.filter(programme=programme).values("organisation")
    bearing = Organisation.objects.bearers_of(theirs).order_by("order", "pk")
    return bearing.values_list("code", "short_name")[:TO_CHOOSE]


NOMINATORS = Prepared(_nominators)


def chosen_projects(programme: Programme | int, choice: Choice, steps: Sequence[ReviewStep]) -> QuerySet[Project]:
    """The projects of the programme that the choice leaves; the caller has asked who may see them."""
    projects = Project.objects.filter(programme=programme, nominated_at__isnull=False)
    projects = _by_turn(projects, choice.step, steps)
    if choice.category:
        projects = projects.filter(category=choice.category)
    if choice.organisation:
        organisations = Organisation.objects.borne_by(choice.organisation).values("pk")
        projects = projects.filter(nominating_organisation__in=organisations)
    if choice.warned:
        projects = projects.filter(WARNED)
    if choice.words:
        called = Organisation.objects.called(choice.words).values("pk")
        named = Q(title__icontains=choice.words) | Q(nominating_organisation__in=called)
        projects = projects.filter(named | Q(leader_name__icontains=choice.words))
    return projects


def _by_turn(projects: QuerySet[Project], waiting: str, steps: Sequence[ReviewStep]) -> QuerySet[Project]:
    if waiting in BY_STATUS:
        return projects.filter(status__in=BY_STATUS[waiting][0])
    decided = Exists(Decision.objects.filter(Decision.QUIET, project=OuterRef("pk")))
    if waiting == QUIET:
        return projects.filter(decided)
    projects = projects.filter(status=Status.NOMINATED)
    turn = next((step for step in steps if step.code == waiting), None)
    if turn is None:
        return projects
    # Valid opinions are always on the revision under review: a return voids them before there can be another one.
    said = Opinion.objects.filter(project=OuterRef("pk"), voided_at=None)
    for step in steps[: steps.index(turn)] if not turn.decides else steps:
        if not step.decides:
            projects = projects.filter(Exists(said.filter(step=step.code)))
    if not turn.decides:
        projects = projects.filter(~Exists(said.filter(step=turn.code)))
    return projects.filter(~decided)


def page_of(
    programme: Programme, choice: Choice, steps: Sequence[ReviewStep], *, after: int = 0, rows: int = ROWS
) -> Pane:
    """One page by key, its first project open; `more_after` is the key of the next page, None on the last."""
    size = MOST_ROWS if rows == MOST_ROWS else ROWS
    found = _lines(AFTER_IT(choice, steps, size + 1, programme=programme.pk, number=after), steps)
    lines = found[:size]
    second = lines[1].ref if len(lines) > 1 else ""
    return Pane(tuple(lines), next=second, more_after=lines[-1].number if len(found) > size else None)


def window_around(project: Project, choice: Choice, steps: Sequence[ReviewStep], current: Line) -> Pane:
    """The rows around the open project, which stays in its place even when it has left the list; one query."""
    rows = _lines(AROUND_IT(choice, steps, programme=project.programme_id, number=project.number), steps)
    before = [line for line in rows if line.number < project.number]
    after = [line for line in rows if line.number > project.number][:AFTER]
    return Pane(
        (*before, current, *after),
        previous=before[-1].ref if before else "",
        next=after[0].ref if after else "",
        more_after=after[-1].number if len(after) == AFTER else None,
    )


def next_after(project: Project, choice: Choice, steps: Sequence[ReviewStep]) -> str:
    """The reference of the next project of the list, from the top again at its end; "" when nothing is left."""
    every = chosen_projects(project.programme, choice, steps).exclude(pk=project.pk).order_by("number")
    refs = every.values_list("ref", flat=True)
    return refs.filter(number__gt=project.number).first() or refs.first() or ""


def first_of(pane: Pane) -> str:
    return pane.lines[0].ref if pane.lines else ""


def named(user: Any, refs: Iterable[str]) -> list[Project]:
    """The projects of these references that this person may see, by id; a stranger's reference finds nothing."""
    found = Project.visible_to(user).filter(ref__in=list(refs)[:MOST_ROWS]).select_related("revision")
    return list(found.order_by("pk"))


def _rows(projects: QuerySet[Project], steps: Sequence[ReviewStep]) -> QuerySet[Any, tuple]:
    said = Opinion.objects.filter(project=OuterRef("pk"), voided_at=None)
    scored = said.filter(scores__isnull=False)
    asked = [step for step in steps if not step.decides]
    annotated = projects.annotate(
        warnings=Cast("revision__warnings", TextField()),
        quiet=Subquery(Decision.objects.filter(Decision.QUIET, project=OuterRef("pk")).values("verdict")[:1]),
        points=Subquery(scored.order_by("-id").annotate(sum=Sum("scores__points")).values("sum")[:1]),
        **{f"said_{place}": Exists(said.filter(step=step.code)) for place, step in enumerate(asked)},
    )
    return annotated.values_list(
        "ref", "number", "title", "category", "nominating_organisation__short_name", "status", "warnings",
        "quiet", "points", *(f"said_{place}" for place in range(len(asked))),
    )  # fmt: skip


def _around(choice: Choice, steps: tuple[ReviewStep, ...], programme: int, number: int) -> QuerySet[Any, tuple]:
    """From the place `BEFORE` rows up, which the database finds by the same index, on to `AFTER` rows down."""
    every = chosen_projects(programme, choice, steps)
    places_up = every.filter(number__lt=number).order_by("-number").values("number")
    first = Coalesce(Subquery(places_up[BEFORE - 1 : BEFORE]), 0)
    return _rows(every.filter(number__gte=first).order_by("number"), steps)[: BEFORE + 1 + AFTER]


def _after(
    choice: Choice, steps: tuple[ReviewStep, ...], most: int, programme: int, number: int
) -> QuerySet[Any, tuple]:
    every = chosen_projects(programme, choice, steps).filter(number__gt=number)
    return _rows(every.order_by("number"), steps)[:most]


AROUND_IT, AFTER_IT = Prepared(_around), Prepared(_after)


def _lines(rows: Iterable[tuple], steps: Sequence[ReviewStep]) -> list[Line]:
    asked = [step.code for step in steps if not step.decides]
    return [_line((*row[:6], _count_in(row[6]), *row[7:]), steps, asked) for row in rows]


def _count_in(warnings: str | None) -> int:
    """How many a list of them as JSON holds; it is read as text, because most are empty and need no parser."""
    return len(json.loads(warnings)) if warnings and warnings != "[]" else 0


def _line(row: tuple, steps: Sequence[ReviewStep], asked: Sequence[str]) -> Line:
    ref, number, title, category, organisation, status, warnings, quiet, points, *said = row
    spoken = {code for code, has_spoken in zip(asked, said, strict=True) if has_spoken}
    word, tone = _standing(status, quiet, waits_for(tuple(steps), spoken))
    decided = str(Verdict(quiet).label) if quiet else ""
    facts = f"{number} · {category} · {organisation}"
    return Line(ref, number, title, facts, word, tone, warnings, points, decided)


def line_of(
    project: Project, steps: Sequence[ReviewStep], spoken: Iterable[str], quiet: str, points: int | None
) -> Line:
    """The row of a project that is open, from what its page has read anyway."""
    codes = [step.code for step in steps if not step.decides]
    warnings = len(project.revision.warnings) if project.revision else 0
    short_name = project.nominating_organisation.short_name
    said = [code in set(spoken) for code in codes]
    row = (project.ref, project.number, project.title, project.category, short_name, project.status, warnings)
    return _line((*row, quiet, points, *said), steps, codes)


def _standing(status: str, quiet: str | None, turn: ReviewStep | None) -> tuple[str, str]:
    if quiet:
        return f"拟{Verdict(quiet).label}".replace("拟拟", "拟"), "attention"
    if status == Status.NOMINATED and turn is not None:
        return f"待{turn.title}", "waiting"
    return str(Status(status).label), TONES.get(Status(status), "closed")
