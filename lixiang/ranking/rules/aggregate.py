"""From the sheets of a project to its score: mean, median, trimmed mean, weighted sources, conditional bonuses.

What comes back are workings, each step with the figures that somebody needs who does it again by hand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lixiang.appraisal.rules.kinds import Source
from lixiang.ranking.rules.kinds import ConditionalBonus, Method
from lixiang.ranking.rules.points import half_up, mean_of, written
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.sheets import Bonus, Entry, Sheet
from lixiang.ranking.rules.standardise import Levels, key_of

COUNTED, HIGH, LOW = "counted", "high", "low"
USES = {
    COUNTED: "计入",
    HIGH: "偏高，去掉",
    LOW: "偏低，去掉",
    "recused": "回避，不计",
    "not_applicable": "不适用，不计",
    "unscored": "没有评分，不计",
}


@dataclass(frozen=True)
class SheetUse:
    """What became of one sheet: its raw total, what it is after levelling, and whether it counts."""

    judge: str
    raw: int | None
    adjusted: int | None
    use: str


@dataclass(frozen=True)
class SourceScore:
    """The score of one source: `total` ÷ `count` of the sheets that count; none where there are too few."""

    source: str
    weight: int
    sheets: tuple[SheetUse, ...]
    scoring: int
    total: int
    count: int
    score: int | None


@dataclass(frozen=True)
class BonusUse:
    """A bonus as asked and as it counts."""

    bonus: str
    asked: int
    counted: int
    why: str


@dataclass(frozen=True)
class Score:
    """The score of a project: Σ weight × score of the sources ÷ Σ weight, and the bonuses; or why there is none."""

    project: str
    sources: tuple[SourceScore, ...]
    weighted: int | None
    bonuses: tuple[BonusUse, ...]
    total: int | None
    why_none: str = ""


def drops(method: Method, count: int) -> tuple[int, int]:
    """How many of the lowest and the highest of so many sheets do not count; the median keeps the middle one or two."""
    if method.name == "median":
        return max(0, (count - 1) // 2), max(0, (count - 1) // 2)
    return (method.drop_low, method.drop_high) if method.name == "trimmed_mean" else (0, 0)


def score_of(
    entry: Entry, sheets: Sequence[Sheet], bonuses: Iterable[Bonus], settings: Settings, levels: Levels
) -> Score:
    """The score of one project from its own sheets and bonuses."""
    by_source: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_source.setdefault(sheet.source, []).append(sheet)
    parts = tuple(source_score(each, by_source.get(each.code, ()), settings, levels) for each in settings.sources)
    why = "；".join(_missing(parts, settings))
    weighted = None if why else _weighted(parts)
    added = tuple(_bonus_uses(weighted, tuple(bonuses), settings.bonuses))
    total = None if weighted is None else weighted + sum(bonus.counted for bonus in added)
    return Score(entry.project, parts, weighted, added, total, why)


def source_score(source: Source, sheets: Sequence[Sheet], settings: Settings, levels: Levels) -> SourceScore:
    """One source of one project; the order of the sheets does not matter."""
    method = settings.method
    values: dict[str, int] = {}
    for sheet in sheets:
        if sheet.scores and sheet.total is not None:
            level = levels.get((source.code, key_of(sheet, method)))
            values[sheet.judge] = level.adjusted(sheet.total) if level else sheet.total
    in_order = sorted(values, key=lambda judge: (values[judge], judge))
    low, high = drops(method, len(in_order)) if source.by_method else (0, 0)
    minimum = max(method.minimum_sheets if source.by_method else 1, low + high + 1)
    kept = in_order[low : len(in_order) - high] if len(in_order) >= minimum else []
    total = sum(values[judge] for judge in kept)
    uses = {judge: LOW if place < low else HIGH for place, judge in enumerate(in_order)} | dict.fromkeys(kept, COUNTED)
    if not kept:
        uses = dict.fromkeys(in_order, COUNTED)
    rows = tuple(
        SheetUse(sheet.judge, sheet.total, values.get(sheet.judge), uses.get(sheet.judge) or _neutral(sheet))
        for sheet in sorted(sheets, key=lambda sheet: sheet.judge)
    )
    score = mean_of(total, len(kept)) if kept else None
    return SourceScore(source.code, source.weight, rows, len(in_order), total, len(kept), score)


def _neutral(sheet: Sheet) -> str:
    if sheet.is_recused:
        return "recused"
    return "not_applicable" if sheet.is_not_applicable else "unscored"


def _missing(parts: tuple[SourceScore, ...], settings: Settings) -> Iterator[str]:
    """Why a project has no score: a source that it must have, or all of them."""
    for source, part in zip(settings.sources, parts, strict=True):
        if part.score is None and not source.optional:
            least = settings.method.minimum_sheets if source.by_method else 1
            yield f"{source.title}有效评分{part.scoring}份，少于{least}份"
    if all(source.optional for source in settings.sources) and all(part.score is None for part in parts):
        yield "没有任何来源的评分"


def _weighted(parts: tuple[SourceScore, ...]) -> int:
    present = [(part.weight, part.score) for part in parts if part.score is not None]
    return half_up(sum(weight * score for weight, score in present), sum(weight for weight, _ in present))


def _bonus_uses(
    weighted: int | None, given: tuple[Bonus, ...], settings: tuple[ConditionalBonus, ...]
) -> Iterator[BonusUse]:
    asked: Mapping[str, int] = {bonus.bonus: bonus.points for bonus in given}
    for setting in settings:
        if setting.code in asked:
            points = asked[setting.code]
            if weighted is None:
                yield BonusUse(setting.code, points, 0, "没有得分，不加分")
            elif weighted < setting.from_score:
                yield BonusUse(setting.code, points, 0, f"加分前低于{written(setting.from_score)}分，不加分")
            elif points > setting.at_most:
                yield BonusUse(setting.code, points, setting.at_most, f"最多加{written(setting.at_most)}分")
            else:
                yield BonusUse(setting.code, points, points, "全部计入")
