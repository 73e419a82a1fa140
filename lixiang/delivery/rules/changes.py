"""What stands against a change of a project under agreement: the programme, the project, the rest of its papers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from lixiang.delivery.rules.change_kinds import MOVES, ChangeKind, Prolongation
from lixiang.programmes.rules.kind import day_in_words
from lixiang.programmes.rules.working_days import add_months
from lixiang.workflow.findings import Finding, Strictness

# The statuses of a project in which a change may be asked for; every other waits until it is under way.
UNDER_WAY = ("ACTIVE",)
FROM = {"suspend": ("ACTIVE",), "resume": ("SUSPENDED",), "terminate": ("ACTIVE", "SUSPENDED")}
# What a move of the whole project touches, where a change of the application touches its fields.
STATUS = "status"


@dataclass(frozen=True)
class Rival:
    """Another request of the project that is open: its number, what it touches."""

    number: int
    touches: frozenset[str]


@dataclass(frozen=True)
class ChangeView:
    """What the rules may know of a request.

    `changed` are the fields whose value differs from the approved one, `labels` what the form calls them;
    `application` is what the rules of the application find in the proposed values and did not find before;
    `without_clerk` is the unit to which the writing would pass though it has no clerk.
    """

    kinds: tuple[ChangeKind, ...]
    asked: tuple[str, ...]
    reason: str
    status: str
    status_word: str
    asked_on: date
    changed: frozenset[str] = frozenset()
    labels: dict[str, str] = field(default_factory=dict)
    completion_on: date | None = None
    proposed_on: date | None = None
    prolonged: int = 0
    prolongation: Prolongation | None = None
    rivals: tuple[Rival, ...] = ()
    is_stale: bool = False
    unsigned: int = 0
    without_clerk: str = ""
    former_leader: str = ""
    team: frozenset[str] = frozenset()
    application: tuple[Finding, ...] = ()

    @property
    def clause(self) -> str:
        return self.kinds[0].clause if self.kinds else ""

    @property
    def moves_project(self) -> bool:
        return any(kind.moves_project for kind in self.kinds)

    @property
    def touches(self) -> frozenset[str]:
        return frozenset({STATUS}) if self.moves_project else self.changed


def blockers_to_drafting(view: ChangeView) -> tuple[Finding, ...]:
    """What can be said before anything is written: kinds the programme has, that go together, in this status."""
    return (*_kinds(view), *_status(view))


def blockers_to_hand_in(view: ChangeView) -> tuple[Finding, ...]:
    """Everything; the application's warnings and a soft limit are overridden by the reason that every request has."""
    return (*blockers_to_drafting(view), *_reason(view), *_difference(view), *_others(view), *_limits(view))


def blockers_to_approval(view: ChangeView) -> tuple[Finding, ...]:
    """As at hand-in, since time has passed; what only warned was answered by the reason that the decider reads."""
    return tuple(finding for finding in blockers_to_hand_in(view) if finding.is_blocking)


def blockers_to_effect(view: ChangeView) -> tuple[Finding, ...]:
    """A supplementary agreement may have been signed long after: the project is still under way, the text the same."""
    return (*_status(view), *_stale(view))


def _kinds(view: ChangeView) -> Iterator[Finding]:
    known = {kind.code for kind in view.kinds}
    if not view.asked:
        yield Finding("no_kind", "请选择变更事项。", field="kinds")
    if any(code not in known for code in view.asked):
        yield Finding("no_such_change", "本批次没有所选的变更事项，不能办理。", field="kinds")
    if len(view.asked) > 1 and any(code in MOVES for code in view.asked):
        sentence = "暂停、恢复、终止应当单独申请，不与其他变更合并办理。"
        yield Finding("change_alone", sentence, view.clause, field="kinds")


def _status(view: ChangeView) -> Iterator[Finding]:
    """Nothing is changed in a project that stands still or has ended, but for what ends its standing still."""
    for kind in view.kinds:
        if view.status not in FROM.get(kind.code, UNDER_WAY):
            sentence = f"项目当前为“{view.status_word}”，不能办理“{kind.title}”。"
            yield Finding("project_not_under_way", sentence, kind.clause)


def _reason(view: ChangeView) -> Iterator[Finding]:
    if not view.reason.strip():
        yield Finding("reason_required", "请写明变更的理由。", view.clause, field="reason")


def _difference(view: ChangeView) -> Iterator[Finding]:
    for kind in view.kinds:
        if not kind.moves_project and not view.changed & set(kind.opens):
            sentence = f"“{kind.title}”没有改动，所填与批准的申报书相同。"
            yield Finding("nothing_changed", sentence, kind.clause)
    yield from _stale(view)


def _stale(view: ChangeView) -> Iterator[Finding]:
    if view.is_stale:
        sentence = "批准的申报书已有新的稿次，本申请的对照已经过时，请退回（或者由申请单位重新保存）后再办。"
        yield Finding("stale_difference", sentence, view.clause)


def _others(view: ChangeView) -> Iterator[Finding]:
    for rival in view.rivals:
        both = rival.touches & view.touches
        if both:
            words = "、".join(f"“{view.labels[name]}”" for name in view.labels if name in both) or "项目状态"
            sentence = f"{words}正在第{rival.number}号变更申请中办理，办结以前不能再次申请。"
            yield Finding("in_other_change", sentence, view.clause)
    if view.unsigned and not view.moves_project:
        sentence = f"第{view.unsigned}号变更的补充协议尚未签订生效，其他变更待其办结后再办。"
        yield Finding("supplement_unsigned", sentence, view.clause)


def _limits(view: ChangeView) -> tuple[Finding, ...]:
    """The limits on prolonging, who would write, a leader who goes and stays, what the application's own rules say."""
    return (*prolonging(view), *_without_clerk(view), *_leaving(view), *view.application)


def _without_clerk(view: ChangeView) -> Iterator[Finding]:
    """Reports would fall due at a unit where nobody can write them; its nominator still could, so it only warns."""
    if view.without_clerk:
        name = "implementing_organisation"
        clause = next((kind.clause for kind in view.kinds if name in kind.opens), view.clause)
        sentence = f"{view.without_clerk}还没有填报员账号，变更生效后由其填报，请先设立账号；此前由申报单位代为填报。"
        yield Finding("unit_without_clerk", sentence, clause, Strictness.WARN, name)


def _leaving(view: ChangeView) -> Iterator[Finding]:
    """Whoever leads no longer may well stay in the team: it is asked, and the reason of the request answers."""
    if "leader_name" in view.changed and view.former_leader in view.team - {""}:
        sentence = f"项目组成员名单中仍有原负责人“{view.former_leader}”；不再参加的，请一并申请调整项目组成员。"
        yield Finding("former_leader_in_team", sentence, view.clause, Strictness.WARN)


def prolonging(view: ChangeView) -> Iterator[Finding]:
    rule, before, after = view.prolongation, view.completion_on, view.proposed_on
    if rule is None or before is None or after is None or after <= before:
        return

    def found(code: str, sentence: str, of: str = "completion_on") -> Finding:
        return Finding(code, sentence, rule.clause, rule.strictness, of)

    last_day = before - timedelta(days=rule.apply_before_days)
    if rule.apply_before_days and view.asked_on > last_day:
        sentence = f"申请延期应当在完成时间{rule.apply_before_days}日前（不晚于{day_in_words(last_day)}）提出。"
        yield found("prolongs_late", sentence, "")
    if rule.at_most_times and view.prolonged >= rule.at_most_times:
        yield found("prolongs_often", f"至多延期{rule.at_most_times}次，已延期{view.prolonged}次。", "")
    furthest = furthest_day(rule, before)
    if furthest is not None and after > furthest:
        yield found("prolongs_long", f"此次延期最迟到{day_in_words(furthest)}，所填晚于该日。")


def furthest_day(rule: Prolongation, before: date) -> date | None:
    """The last day that one prolongation may reach from the present completion; None without any limit."""
    days = (
        add_months(before, rule.at_most_months) if rule.at_most_months else None,
        before + timedelta(days=rule.at_most_days) if rule.at_most_days else None,
        rule.latest_on,
    )
    return min((day for day in days if day is not None), default=None)


def brought_by(before: tuple[Finding, ...], after: tuple[Finding, ...], changed: frozenset[str]) -> tuple[Finding, ...]:
    """What the application's rules say because of the change: in its own fields, or not said of the approved text."""
    said = {(finding.code, finding.sentence) for finding in before}
    return tuple(each for each in after if each.field in changed or (each.code, each.sentence) not in said)
