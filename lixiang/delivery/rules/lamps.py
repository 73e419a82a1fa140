"""The lamp of a project from stated rules: colour, reason in words, clause, and when it changes by itself; pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from lixiang.delivery.rules.shares import done_share, first_day_at, planned_share
from lixiang.documents.dates import official_date
from lixiang.programmes.rules.days import start_of

# From the best to the worst.
COLOURS = ("green", "yellow", "red")
COLOUR_WORDS = {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}
COLOUR_TONES = {"green": "good", "yellow": "attention", "red": "bad"}
WATCH_WORDS = {
    "report_overdue": "定期汇报逾期",
    "milestone_late": "里程碑逾期",
    "completion_late": "项目超过完成时间",
    "progress_behind": "完成进度落后序时进度",
    "rectification_open": "有未完成的整改",
    "rectification_overdue": "整改逾期",
    "task_overdue": "交办事项逾期",
}
UNITS = {"progress_behind": "个百分点", "rectification_open": "项"}
ALL_WELL = "按计划推进，没有需要预警的情形"
# In words that a day late and a month late share, so that the reason changes only when something happens.
LATE = {
    "report_overdue": "“{words}”应于{day}前报送，已逾期{n}日以上",
    "milestone_late": "里程碑“{words}”应于{day}前完成，已逾期{n}日以上",
    "completion_late": "项目应于{day}前完成，已超过{n}日以上",
    "rectification_overdue": "整改事项“{words}”应于{day}前完成，已逾期{n}日以上",
    "task_overdue": "交办事项“{words}”应于{day}前办结，已逾期{n}日以上",
}


class Rule(Protocol):
    """What a row of the programme says: what is watched, from how much on, which colour, on what ground."""

    @property
    def watches(self) -> str: ...
    @property
    def threshold(self) -> int: ...
    @property
    def colour(self) -> str: ...
    @property
    def clause(self) -> str: ...


@dataclass(frozen=True)
class Outstanding:
    """Something not yet done: what it is called, and the last day on which it is in time (that may still come)."""

    words: str
    due_on: date


@dataclass(frozen=True)
class LampFacts:
    """What the rules of the lamp may know of a project; what a programme does not use stays empty.

    `reports`, `rectifications` and `tasks` hold what is not yet handed in, closed, done: what is overdue and what is
    still to come, so that the day on which it becomes overdue is known beforehand.
    """

    today: date
    from_on: date | None = None
    due_on: date | None = None
    milestones_of_all: int = 0
    milestones_done: int = 0
    milestones: tuple[Outstanding, ...] = ()
    completion: tuple[Outstanding, ...] = ()
    reports: tuple[Outstanding, ...] = ()
    rectifications: tuple[Outstanding, ...] = ()
    tasks: tuple[Outstanding, ...] = ()


@dataclass(frozen=True)
class Lighting:
    """How the lamp stands, and the moment at which the passing of time alone changes it (None: it never does)."""

    colour: str
    reason: str
    clause: str
    changes_at: datetime | None = None

    @property
    def word(self) -> str:
        return COLOUR_WORDS[self.colour]


WATCHED: dict[str, Callable[[LampFacts], tuple[Outstanding, ...]]] = {
    "report_overdue": lambda facts: facts.reports,
    "milestone_late": lambda facts: facts.milestones,
    "completion_late": lambda facts: facts.completion,
    "rectification_overdue": lambda facts: facts.rectifications,
    "task_overdue": lambda facts: facts.tasks,
}


def lamp_of(facts: LampFacts, rules: Iterable[Rule]) -> Lighting:
    """The worst colour that any rule lights; among equals the order of WATCH_WORDS, then the higher threshold."""
    rules = tuple(rules)
    now = _lit(facts, rules)
    days = (day for day in _days_ahead(facts, rules) if _lit(replace(facts, today=day), rules) != now)
    first = next(days, None)
    return now if first is None else replace(now, changes_at=start_of(first))


def _lit(facts: LampFacts, rules: tuple[Rule, ...]) -> Lighting:
    lit = [(_weight(rule), reason, rule) for rule in rules if (reason := _reason(facts, rule))]
    if not lit:
        return Lighting(COLOURS[0], ALL_WELL, "")
    _, reason, rule = max(lit, key=lambda each: each[:2])
    return Lighting(rule.colour, reason, rule.clause)


def _weight(rule: Rule) -> tuple[int, int, int, str]:
    place = list(WATCH_WORDS).index(rule.watches)
    return COLOURS.index(rule.colour), -place, rule.threshold, rule.clause


def _reason(facts: LampFacts, rule: Rule) -> str:
    """Why the rule lights its colour; nothing where it does not."""
    if rule.watches == "progress_behind":
        return _behind(facts, rule.threshold)
    if rule.watches == "rectification_open":
        count = len(facts.rectifications)
        return f"有{count}项整改尚未完成" if count >= rule.threshold else ""
    late = [each for each in WATCHED[rule.watches](facts) if facts.today >= _bites_on(each, rule.threshold)]
    if not late:
        return ""
    oldest = min(late, key=lambda each: (each.due_on, each.words))
    day = official_date(oldest.due_on)
    return LATE[rule.watches].format(words=oldest.words, day=day, n=rule.threshold)


def _bites_on(each: Outstanding, days: int) -> date:
    """The day on which it is `days` days late; the last day itself is in time."""
    return each.due_on + timedelta(days=days)


def _behind(facts: LampFacts, points: int) -> str:
    if facts.from_on is None or facts.due_on is None or not facts.milestones_of_all:
        return ""
    planned = planned_share(facts.from_on, facts.due_on, facts.today)
    gap = planned - done_share(facts.milestones_done, facts.milestones_of_all)
    return f"完成进度落后序时进度{points}个百分点以上" if gap >= points * 10 else ""


def _days_ahead(facts: LampFacts, rules: tuple[Rule, ...]) -> list[date]:
    """The days after today on which a rule may begin to bite, in order."""
    return sorted({day for rule in rules for day in _days_of(facts, rule) if day > facts.today})


def _days_of(facts: LampFacts, rule: Rule) -> Iterator[date]:
    if rule.watches in WATCHED:
        yield from (_bites_on(each, rule.threshold) for each in WATCHED[rule.watches](facts))
    elif rule.watches == "progress_behind" and facts.from_on and facts.due_on:
        share = done_share(facts.milestones_done, facts.milestones_of_all) + rule.threshold * 10
        day = first_day_at(share, facts.from_on, facts.due_on)
        yield from () if day is None else (day,)
