"""Whose turn it is in a review, and what stands against an opinion or a decision."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lixiang.approvals.rules.kinds import Publicity, ReviewStep, words_of_period
from lixiang.workflow.findings import Finding, Strictness


@dataclass(frozen=True)
class GivenOpinion:
    """An opinion as the rules see it: its step, its result, the revision it was given on, whether still valid."""

    step: str
    result: str
    revision_hash: str
    is_void: bool = False


@dataclass(frozen=True)
class ReviewView:
    """What the rules may know of a review: its chain, what was said on which revision, 公示, objections, a decision."""

    steps: tuple[ReviewStep, ...]
    opinions: tuple[GivenOpinion, ...]
    revision_hash: str
    at: datetime
    publicity: Publicity | None = None
    public_until: datetime | None = None
    open_objections: int = 0
    upheld_objections: int = 0
    is_decided: bool = False

    @property
    def spoken(self) -> frozenset[str]:
        """The codes of the steps that have a valid opinion on the revision under review."""
        return frozenset(o.step for o in self.opinions if o.revision_hash == self.revision_hash and not o.is_void)


def waits_for(steps: tuple[ReviewStep, ...], spoken: Collection[str]) -> ReviewStep | None:
    """The step whose turn it is: the first that has not spoken; the deciding one only when all others have."""
    waiting = [step for step in steps if not step.decides and step.code not in spoken]
    return waiting[0] if waiting else next((step for step in steps if step.decides), None)


def next_step(view: ReviewView) -> ReviewStep | None:
    """Whose turn it is on the revision under review."""
    return waits_for(view.steps, view.spoken)


def deciding_role(steps: tuple[ReviewStep, ...]) -> str:
    """The role whose word decides; empty where the chain names none."""
    return next((step.role for step in steps if step.decides), "")


def standing_against_opinion(code: str, view: ReviewView) -> tuple[Finding, ...]:
    """The steps go in order: after those in front, and never underneath what a later step or a decision rests on."""
    asked = next((step for step in view.steps if step.code == code), None)
    if asked is None:
        return (Finding("no_such_step", "本批次的审核程序没有这一步。"),)
    if asked.decides:
        return (Finding("step_decides", f"“{asked.title}”以决定代替意见，请直接作出决定。", asked.clause),)
    if view.is_decided:
        return (Finding("already_decided", "已有未公布的决定，意见不能再改；确需修改的，请先撤销决定。", asked.clause),)
    place = view.steps.index(asked)
    before = [step for step in view.steps[:place] if not step.decides and step.code not in view.spoken]
    after = [step for step in view.steps[place + 1 :] if step.code in view.spoken]
    return (
        *(Finding("step_before_waits", f"“{step.title}”尚未提出意见。", step.clause) for step in before),
        *(
            Finding("step_after_spoke", f"“{step.title}”已提出意见，前面的意见不能再改。", step.clause)
            for step in after
        ),
    )


def standing_against_decision(view: ReviewView) -> tuple[Finding, ...]:
    """Every step before the deciding one has spoken on the revision that is decided on."""
    waiting = [step for step in view.steps if not step.decides and step.code not in view.spoken]
    return tuple(
        Finding("step_not_taken", f"“{step.title}”尚未对现行修订稿提出意见，不能决定。", step.clause)
        for step in waiting
    )


def verdicts_in_use(view: ReviewView) -> tuple[str, ...]:
    """The verdicts that the programme knows here: first into 公示 where it has one, at once to approval where not."""
    if view.publicity is None:
        return ("approve", "waitlist", "merge", "decline")
    return ("shortlist" if view.public_until is None else "approve", "waitlist", "merge", "decline")


def standing_against(verdict: str, view: ReviewView) -> tuple[Finding, ...]:
    """What stands against a verdict now."""
    return standing_against_approval(view) if verdict == "approve" else standing_against_decision(view)


def standing_against_approval(view: ReviewView) -> tuple[Finding, ...]:
    """As for a decision; where the programme has 公示, its period is over and no objection is open."""
    return (*standing_against_decision(view), *_publicity_findings(view))


def _publicity_findings(view: ReviewView) -> tuple[Finding, ...]:
    rule = view.publicity
    if rule is None:
        return ()
    if view.public_until is None:
        return (Finding("publicity_first", f"批准立项前应当公示{words_of_period(rule)}。", rule.clause),)
    if view.at <= view.public_until:
        return (Finding("publicity_runs", "公示期未满，不能批准立项。", rule.clause),)
    if view.open_objections:
        return (Finding("objection_open", f"尚有{view.open_objections}件异议未处理，不能批准立项。", rule.clause),)
    if view.upheld_objections:
        sentence = f"有{view.upheld_objections}件异议成立，仍批准立项的应当写明理由。"
        return (Finding("objection_upheld", sentence, rule.clause, Strictness.WARN, "reason"),)
    return ()
