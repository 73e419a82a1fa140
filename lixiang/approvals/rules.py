"""Review steps, principles, publicity and opinion phrases, and what stands against a decision; pure."""

from dataclasses import dataclass
from datetime import datetime

from lixiang.programmes.rules.kinds import Kind
from lixiang.workflow.findings import Finding


@dataclass(frozen=True, kw_only=True)
class ReviewStep(Kind):
    """One step of the review chain (R8), in order: who gives an opinion; the step that decides comes last."""

    code: str
    title: str
    role: str
    decides: bool = False


@dataclass(frozen=True, kw_only=True)
class Principle(Kind):
    """A criterion of the review with its text and the most points it can get."""

    code: str
    title: str
    text: str
    maximum: int = 10


@dataclass(frozen=True, kw_only=True)
class Publicity(Kind):
    """公示 before approval (R9): how many days, working days or calendar days."""

    days: int
    working_days: bool = True


@dataclass(frozen=True, kw_only=True)
class Phrase(Kind):
    """An opinion phrase at one click."""

    text: str
    result: str


@dataclass(frozen=True)
class GivenOpinion:
    """An opinion as the rules see it: its step, its result, the revision it was given on, whether still valid."""

    step: str
    result: str
    revision_hash: str
    is_void: bool = False


@dataclass(frozen=True)
class ReviewView:
    """What the rules may know of a review: its chain, what was said on which revision, 公示 and objections."""

    steps: tuple[ReviewStep, ...]
    opinions: tuple[GivenOpinion, ...]
    revision_hash: str
    at: datetime
    publicity: Publicity | None = None
    public_until: datetime | None = None
    open_objections: int = 0


def opinion_of(step: ReviewStep, view: ReviewView) -> GivenOpinion | None:
    """The valid opinion of a step on the revision under review; the last one counts."""
    valid = [
        o for o in view.opinions if o.step == step.code and o.revision_hash == view.revision_hash and not o.is_void
    ]
    return valid[-1] if valid else None


def next_step(view: ReviewView) -> ReviewStep | None:
    """The first step of the chain that still waits for an opinion; the deciding one when all others have spoken."""
    return next((step for step in view.steps if step.decides or opinion_of(step, view) is None), None)


def standing_against_opinion(step: str, view: ReviewView) -> tuple[Finding, ...]:
    """The steps go in order: nobody speaks before the step in front of theirs has spoken on this revision."""
    found = next((each for each in view.steps if each.code == step), None)
    if found is None:
        return (Finding("no_such_step", "本批次的审核程序没有这一步。"),)
    earlier = view.steps[: view.steps.index(found)]
    waiting = [each for each in earlier if opinion_of(each, view) is None]
    return tuple(Finding("step_before_waits", f"“{each.title}”尚未提出意见。", each.clause) for each in waiting)


def standing_against_decision(view: ReviewView) -> tuple[Finding, ...]:
    """Every step before the deciding one has spoken on the revision that is decided on."""
    waiting = [step for step in view.steps if not step.decides and opinion_of(step, view) is None]
    return tuple(
        Finding("step_not_taken", f"“{step.title}”尚未对现行修订稿提出意见，不能决定。", step.clause)
        for step in waiting
    )


def standing_against_approval(view: ReviewView) -> tuple[Finding, ...]:
    """As for a decision; where the programme has 公示, its period is over and no objection is open."""
    return (*standing_against_decision(view), *_publicity_findings(view))


def _publicity_findings(view: ReviewView) -> tuple[Finding, ...]:
    rule = view.publicity
    if rule is None:
        return ()
    if view.public_until is None:
        return (
            Finding(
                "publicity_first",
                f"批准立项前应当公示{rule.days}{'个工作日' if rule.working_days else '日'}。",
                rule.clause,
            ),
        )
    if view.at <= view.public_until:
        return (Finding("publicity_runs", "公示期未满，不能批准立项。", rule.clause),)
    if view.open_objections:
        return (Finding("objection_open", f"尚有{view.open_objections}件异议未处理，不能批准立项。", rule.clause),)
    return ()
