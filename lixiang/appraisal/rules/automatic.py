"""Points that nobody gives: counted from the record of the project, with the workings that a person can check."""

from collections.abc import Callable
from dataclasses import dataclass

from lixiang.appraisal.rules.kinds import Indicator
from lixiang.appraisal.rules.points import half_up, written


@dataclass(frozen=True)
class RecordFacts:
    """What the record says of a project: reports owed, on time and late, tasks, milestones that count."""

    reports: int = 0
    reports_on_time: int = 0
    late_reports: int = 0
    tasks: int = 0
    tasks_closed: int = 0
    milestones: int = 0
    milestones_reached: int = 0


@dataclass(frozen=True)
class Working:
    """The points of one automatic item as they count, and how they come about, in a sentence."""

    indicator: str
    points: int
    words: str


# What is counted, out of what, and both in words.
SHARES: dict[str, tuple[Callable[[RecordFacts], tuple[int, int]], str]] = {
    "reports_on_time": (lambda record: (record.reports_on_time, record.reports), "应汇报{all}次，按期{part}次"),
    "tasks_closed": (lambda record: (record.tasks_closed, record.tasks), "交办事项{all}件，办结{part}件"),
    "milestones_reached": (
        lambda record: (record.milestones_reached, record.milestones),
        "里程碑{all}个，完成{part}个",
    ),
}


def working_of(indicator: Indicator, record: RecordFacts) -> Working:
    """Its share of the points, rounded half up; full points where there is nothing to count; or so much per time."""
    if indicator.takes_away:
        return _taken_away(indicator, record)
    count, words = SHARES[indicator.measure]
    part, whole = count(record)
    said, most = words.format(all=whole, part=part), written(indicator.points)
    if not whole:
        return Working(indicator.code, indicator.points, f"{said}，没有可计的，按满分{most}分计。")
    points = half_up(indicator.points * part, whole)
    return Working(indicator.code, points, f"{said}：{most}×{part}÷{whole}＝{written(points)}分。")


def _taken_away(indicator: Indicator, record: RecordFacts) -> Working:
    asked = indicator.each * record.late_reports
    taken = min(asked, indicator.points)
    capped = f"，最多减{written(indicator.points)}分" if asked > taken else ""
    sentence = f"逾期汇报{record.late_reports}次：每次减{written(indicator.each)}分{capped}，减{written(taken)}分。"
    return Working(indicator.code, -taken, sentence)
