"""A lamp that the section overrules for a while: what is shown meanwhile, and what stands against it; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lixiang.delivery.rules.lamps import COLOUR_WORDS, COLOURS, Lighting
from lixiang.programmes.rules.days import start_of
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class Override:
    """Another colour than the rules give, with its reason, until a day (that day included)."""

    colour: str
    reason: str
    until: date


def is_over(override: Override | None, today: date) -> bool:
    return override is not None and today > override.until


def shown(ruled: Lighting, override: Override | None, today: date) -> Lighting:
    """What the lamp shows: the overruling while it lasts, else what the rules give; and when to look again."""
    if override is None or is_over(override, today):
        return ruled
    ends_at = start_of(override.until + timedelta(days=1))
    return Lighting(override.colour, override.reason, ruled.clause, min(ruled.changes_at or ends_at, ends_at))


@dataclass(frozen=True)
class OverrideFacts:
    """What is asked of an overruling: the colour by rule, the longest time, the clause, and today."""

    today: date
    ruled_colour: str
    longest_days: int
    clause: str


def override_findings(facts: OverrideFacts, colour: str, until: date, reason: str) -> tuple[Finding, ...]:
    """What stands against showing another colour than the rules give until a day, that day included."""
    return tuple(_override_findings(facts, colour, until, reason))


def _override_findings(facts: OverrideFacts, colour: str, until: date, reason: str) -> Iterator[Finding]:
    if not reason.strip():
        yield Finding("reason_required", "人工调整红黄绿灯应当写明理由。", facts.clause, field="reason")
    if colour not in COLOURS:
        yield Finding("unknown_colour", "请选择红灯、黄灯或者绿灯。", facts.clause, field="colour")
    elif colour == facts.ruled_colour:
        sentence = f"按规则已是{COLOUR_WORDS[colour]}，无须人工调整。"
        yield Finding("same_colour", sentence, facts.clause, field="colour")
    if until < facts.today:
        yield Finding("until_in_the_past", "有效期应当不早于今天。", facts.clause, field="until")
    elif until > facts.today + timedelta(days=facts.longest_days):
        sentence = f"人工调整每次不超过{facts.longest_days}日，到期后按规则重新判定。"
        yield Finding("override_too_long", sentence, facts.clause, field="until")
