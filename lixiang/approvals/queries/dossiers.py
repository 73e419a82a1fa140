"""Everything that the reviewing page shows of one project, in a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from lixiang.access.prepared import Prepared
from lixiang.approvals import permissions
from lixiang.approvals.models import Decision, Objection, Opinion, Verdict
from lixiang.approvals.queries.sheets import sheets_of
from lixiang.approvals.queries.shown import Dossier, Settled, Statement
from lixiang.approvals.rules import (
    GivenOpinion,
    Phrase,
    Principle,
    Publicity,
    ReviewStep,
    ReviewView,
    deciding_role,
    next_step,
    standing_against_opinion,
    verdicts_in_use,
)
from lixiang.approvals.states import Status as ObjectionStatus
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project, Revision
from lixiang.projects.models.project import sides_of
from lixiang.projects.queries import is_handed_in
from lixiang.projects.rules.content import differences
from lixiang.projects.rules.kinds import Category, Field, Section
from lixiang.projects.states import ENDED
from lixiang.workflow.findings import Finding, Strictness

RETURNS = ("send_back",)


class UnderReview:
    """The door of the reviewing page: a project with the revision that is reviewed, read in one go."""

    @classmethod
    def visible_to(cls, user: Any) -> QuerySet[Project]:
        return Project.visible_to(user).select_related("revision__form_version")

    @classmethod
    def one_visible_to(cls, user: Any, ref: str) -> Project | None:
        """Almost always the form is that of the project's version, which is read anyway."""
        project = UNDER_REVIEW.first(**sides_of(user), ref=ref)
        if project and project.revision and project.revision.form_version_id == project.version_id:
            project.revision.form_version = project.version
        return project


def _under_review(ref: str, **sides: frozenset[int]) -> QuerySet[Project]:
    """Without the catalogue of the version, which the page reads once per process with the settings."""
    seen = Project.visible_at(**sides).select_related("revision").filter(ref=ref)
    return seen.defer("version__about", "version__topics")[:1]


UNDER_REVIEW = Prepared(_under_review)
STATEMENTS = Prepared(
    lambda project: Opinion.objects.filter(project=project).order_by("at", "id").values_list(
        "id", "step", "result", "text", "by_name", "at", "revision__number", "voided_at",
        "scores__principle", "scores__points",
    )
)  # fmt: skip


def dossier_of(project: Project, user: Any, at: datetime) -> Dossier:
    """Three queries; two more where the project was returned once, none that grows with anything."""
    steps, revision = settings_by_kind(project.version, ReviewStep), project.revision
    statements, decisions = _statements(project, steps), _decisions(project)
    earlier = _earlier(revision)
    view = _view(project, steps, statements, decisions, at)
    asked = _asked(user, project, view)
    return Dossier(
        project=project,
        revision=revision,
        steps=steps,
        principles=settings_by_kind(project.version, Principle),
        phrases=settings_by_kind(project.version, Phrase),
        sheets=sheets_of(revision) if revision else (),
        warnings=tuple(_finding(row) for row in revision.warnings) if revision else (),
        changes=_changes(earlier, revision),
        earlier=earlier,
        returns=_returns(project) if earlier else (),
        statements=statements,
        decisions=tuple(_settled(row, project) for row in decisions),
        public_until=view.public_until,
        open_objections=view.open_objections,
        upheld_objections=view.upheld_objections,
        turn=next_step(view),
        asked=asked,
        own=next((each for each in statements if asked and each.step == asked.code and not each.is_void), None),
        verdicts=_verdicts(user, project, view),
        may_send_back=_may_send_back(user, project, view),
        may_extend_return=_is_offered(user, project, "extend_return"),
    )


def afresh(user: Any, project: Project) -> Project:
    """The project as it stands now; what this person can no longer see stays as it was read."""
    return UnderReview.visible_to(user).filter(pk=project.pk).first() or project


def principles_of(project: Project) -> tuple[Principle, ...]:
    return settings_by_kind(project.version, Principle)


def form_sections(project: Project) -> tuple[Section, ...]:
    """The sections that a return can mark."""
    return settings_by_kind(project.version, Section)


def target_named(user: Any, project: Project, words: str) -> Project | None:
    """The project of the same programme that a reference or a number names; the project itself where it names nothing.

    (A name that finds nothing must be refused as a wrong target, never taken for an empty field.)
    """
    if not words.strip():
        return None
    reference = Q(ref=words.strip().lower())
    if words.strip().isdecimal() and len(words.strip()) < 10:
        reference |= Q(number=int(words))
    return Project.visible_to(user).filter(reference, programme=project.programme_id).first() or project


def attachment_of(project: Project, sha256: str) -> Claim | None:
    """An attachment of the project by the hash that a revision of it names, released since or not."""
    if not is_handed_in(project, sha256):
        return None
    claims = Claim.objects.filter(subject_kind="project", subject_id=project.pk, file__sha256=sha256)
    return claims.select_related("file").last()


def _statements(project: Project, steps: Sequence[ReviewStep]) -> tuple[Statement, ...]:
    """Every opinion with its points in one query: a row per point, put together again here."""
    titles = {step.code: step.title for step in steps}
    found: dict[int, Statement] = {}
    for key, step, result, text, by, at, number, voided, principle, points in STATEMENTS(project=project.pk):
        if key not in found:
            word = _result_word(result)
            title = titles.get(step, step)
            found[key] = Statement(key, step, title, result, word, text, by, at, number, voided is not None, {})
        if principle:
            found[key].points[principle] = points
    return tuple(found.values())


def _result_word(result: str) -> str:
    return str(dict(Opinion._meta.get_field("result").flatchoices)[result])


def _decisions(project: Project) -> list[Decision]:
    """Every decision on the project, with the end of its 公示 and the objections by state."""
    return DECISIONS(project=project.pk)


def _decisions_of(project: int) -> QuerySet[Decision]:
    objections = Objection.objects.filter(project=OuterRef("project")).order_by().values("project")
    counted = {
        f"{state.lower()}_objections": Subquery(
            objections.annotate(count=Count("pk", filter=Q(status=state))).values("count")
        )
        for state in (ObjectionStatus.OPEN, ObjectionStatus.UPHELD)
    }
    found = Decision.objects.filter(project=project).select_related("publication__publicity")
    return found.annotate(**counted).order_by("at", "id")


DECISIONS = Prepared(_decisions_of)


def _settled(row: Decision, project: Project) -> Settled:
    """Neither undone nor published, it is quiet, or void where the project has ended without it."""
    published = row.publication.at if row.publication else None
    undone, word = row.undone_at is not None, str(Verdict(row.verdict).label)
    waits, has_ended = published is None and not undone, project.status in ENDED
    standing = {"is_quiet": waits and not has_ended, "is_undone": undone, "is_void": waits and has_ended}
    return Settled(row.pk, row.verdict, word, row.reason, row.by_name, row.at, published_at=published, **standing)


def _view(
    project: Project,
    steps: tuple[ReviewStep, ...],
    statements: Sequence[Statement],
    decisions: Sequence[Decision],
    at: datetime,
) -> ReviewView:
    """The same view that the actions judge, from what the page has read anyway."""
    shown = [d for d in decisions if d.verdict == Verdict.SHORTLIST and d.publication]
    periods = [d.publication.publicity.until_at for d in shown if hasattr(d.publication, "publicity")]
    number = project.revision.number if project.revision else 0
    return ReviewView(
        steps=steps,
        opinions=tuple(GivenOpinion(s.step, s.result, str(s.revision), s.is_void) for s in statements),
        revision_hash=str(number),
        at=at,
        publicity=the_setting(project.version, Publicity),  # type: ignore[arg-type]
        public_until=max(periods, default=None),
        open_objections=max((d.open_objections or 0 for d in decisions), default=0),
        upheld_objections=max((d.upheld_objections or 0 for d in decisions), default=0),
        is_decided=any(d.undone_at is None and d.publication_id is None for d in decisions),
    )


def _earlier(revision: Revision | None) -> Revision | None:
    """The revision handed in before this one."""
    if revision is None or revision.number == 1:
        return None
    return Revision.objects.filter(project=revision.project_id, number=revision.number - 1).first()


def _changes(earlier: Revision | None, later: Revision | None) -> tuple[tuple[str, str, str], ...]:
    """(label, before, after) of what changed from one revision to the next."""
    if earlier is None or later is None:
        return ()
    fields, categories = (settings_by_kind(later.form_version, kind) for kind in (Field, Category))
    found = differences(earlier.content, later.content, fields, categories)
    return tuple((each.label, each.before, each.after) for each in found)


def _returns(project: Project) -> tuple[Event, ...]:
    """When and why the project was sent back."""
    events = Event.objects.filter(subject_kind="project", subject_id=project.pk, verb__in=RETURNS)
    return tuple(events.order_by("sequence"))


def _finding(row: dict[str, str]) -> Finding:
    return Finding(**{**row, "strictness": Strictness(row["strictness"])})


def _asked(user: Any, project: Project, view: ReviewView) -> ReviewStep | None:
    """The step that this person can speak at now: the one whose turn it is, else the own one that is still open."""
    if not is_under_review(project):
        return None
    may = [
        step
        for step in view.steps
        if permissions.may_speak_for(user, project, step.role) and not standing_against_opinion(step.code, view)
    ]
    turn = next_step(view)
    return next((step for step in may if step == turn), may[-1] if may else None)


def is_under_review(project: Project) -> bool:
    """Opinions are given exactly while the section may send the project back."""
    row = project.transitions.row("send_back", project.status)
    return row is not None and row.stage == "approvals"


def _may_send_back(user: Any, project: Project, view: ReviewView) -> bool:
    return is_under_review(project) and not view.is_decided and _is_offered(user, project, "send_back")


def _is_offered(user: Any, project: Project, verb: str) -> bool:
    """Whether the table offers this person a verb of the review."""
    offered = project.transitions.offered_to(user, project)
    return any((row.verb, row.stage) == (verb, "approvals") for row in offered)


def _verdicts(user: Any, project: Project, view: ReviewView) -> tuple[tuple[str, str, bool], ...]:
    """(verdict, word, whether it needs a reason) of what this person may decide on the project as it stands."""
    if view.is_decided or not permissions.may_decide(user, project, deciding_role(view.steps)):
        return ()
    rows = ((verdict, project.transitions.row(verdict, project.status)) for verdict in verdicts_in_use(view))
    return tuple((verdict, str(Verdict(verdict).label), row.reason_required) for verdict, row in rows if row)
