"""Claims against the record: what a dossier says that milestones, progress and reports say otherwise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lixiang.closing.rules.matrix import shortened
from lixiang.workflow.findings import Finding, Strictness

WHOLE = 100
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SENTENCE = re.compile(r"[^。；;！？\n]+")
MOST_NAMED = 3


@dataclass(frozen=True)
class Figure:
    """What the dossier says a goal has reached; `share` is the part of it in hundredths, None where not said."""

    key: str
    indicator: str
    baseline: str
    target: str
    reached: str = ""
    share: int | None = None
    note: str = ""

    @property
    def is_stated(self) -> bool:
        return bool(self.reached.strip()) or self.share is not None


@dataclass(frozen=True)
class ReportText:
    """What was handed in of one report."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """What the record of the project says: milestones still open, values reported of goals, the last report."""

    open_milestones: tuple[str, ...] = ()
    reached: tuple[tuple[str, str], ...] = ()
    report: ReportText | None = None

    def reported(self, indicator: str) -> str:
        return next((value for name, value in self.reached if name == indicator), "")


def claim_findings(figures: tuple[Figure, ...], record: Record, clause: str) -> Iterator[Finding]:
    """Four questions to each figure; each answer is a warning, which a written word of explanation overrides."""
    for figure in figures:
        if figure.is_stated:
            for sentence, code in _contradictions(figure, record):
                yield Finding(code, sentence, clause, Strictness.WARN, f"reached-{figure.key}")


def _contradictions(figure: Figure, record: Record) -> Iterator[tuple[str, str]]:
    name = f"目标“{shortened(figure.indicator)}”"
    if figure.share is not None and figure.share >= WHOLE and record.open_milestones:
        named = "、".join(f"“{shortened(title)}”" for title in record.open_milestones[:MOST_NAMED])
        more = "等" if len(record.open_milestones) > MOST_NAMED else ""
        count = len(record.open_milestones)
        yield f"{name}填报完成率{figure.share}%，但{named}{more}{count}个里程碑尚未报告完成。", "milestones_open"
    reported = record.reported(figure.indicator)
    if reported and figure.reached.strip() and not same_value(reported, figure.reached):
        yield f"{name}填报完成值“{figure.reached}”，但实施进度中报告的是“{reported}”。", "differs_from_progress"
    computed = computed_share(figure)
    if computed is not None and figure.share is not None and computed != figure.share:
        yield f"{name}填报完成率{figure.share}%，但按完成值、基线和目标值计算为{computed}%。", "share_differs"
    said = said_in_report(figure, record.report)
    if said and record.report:
        yield f"{name}填报完成值“{figure.reached}”，但“{record.report.title}”写的是“{said}”。", "differs_from_report"


def numbers_in(text: str) -> tuple[Decimal, ...]:
    """The numbers of a text, thousands written with commas or not."""
    return tuple(Decimal(each) for each in NUMBER.findall(text.replace(",", "").replace("，", " ")))


def same_value(one: str, other: str) -> bool:
    """Equal numbers, or equal words where there are none."""
    numbers = numbers_in(one), numbers_in(other)
    if numbers[0] and numbers[1]:
        return numbers[0][0] == numbers[1][0]
    return "".join(one.split()) == "".join(other.split())


def computed_share(figure: Figure) -> int | None:
    """The part of the way from the baseline to the target, rounded down; None where one of them is no plain number."""
    found = [numbers_in(text) for text in (figure.reached, figure.target)]
    base = numbers_in(figure.baseline)
    if any(len(numbers) != 1 for numbers in found) or len(base) > 1:
        return None
    (reached,), (target,) = found
    start = base[0] if base else Decimal(0)
    if target == start:
        return None
    return int((reached - start) * WHOLE // (target - start))


def said_in_report(figure: Figure, report: ReportText | None) -> str:
    """The sentence of the report that names the goal with numbers, none of which is the value stated; else nothing."""
    stated = numbers_in(figure.reached)
    if report is None or not stated:
        return ""
    for text in report.texts:
        for sentence in SENTENCE.findall(text):
            before, found, after = sentence.partition(figure.indicator)
            if found and numbers_in(after) and stated[0] not in numbers_in(after):
                return sentence.strip()
    return ""
