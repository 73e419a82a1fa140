"""Why a project has its place: every step from its sheets to place and grade, as data and sentences for a page."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.appraisal.rules.kinds import Source
from lixiang.ranking.rules.aggregate import COUNTED, USES, Score, SourceScore, source_score
from lixiang.ranking.rules.calibrated import UNIT, Advice
from lixiang.ranking.rules.firmness import Firmness
from lixiang.ranking.rules.places import Place
from lixiang.ranking.rules.points import POINT, half_up, share_written, written
from lixiang.ranking.rules.ranking import Facts, Ranking
from lixiang.ranking.rules.standardise import key_of


@dataclass(frozen=True)
class SheetRow:
    """One sheet as a page shows it: raw and adjusted points side by side, and what became of it."""

    judge: str
    raw: str
    adjusted: str
    use: str
    is_counted: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SourceStep:
    """One source: its sheets, the sum that gives its score, and the score that it would be without levelling."""

    title: str
    rows: tuple[SheetRow, ...]
    sentence: str
    score: str
    raw_score: str


@dataclass(frozen=True)
class Explanation:
    """Step by step; a sentence that does not apply is empty."""

    project: str
    title: str
    place: int | None
    sources: tuple[SourceStep, ...]
    levelling: tuple[str, ...]
    weighing: str
    bonuses: tuple[str, ...]
    placing: tuple[str, ...]
    grading: tuple[str, ...]
    firmness: str
    advice: str


def explanation(
    facts: Facts, ranking: Ranking, project: str, firmness: Firmness | None = None, advice: Advice | None = None
) -> Explanation:
    """Explain one place down to each sheet."""
    entry = facts.entry_by_project[project]
    score, place = ranking.scores[project], ranking.place_by_project[project]
    pairs = zip(facts.settings.sources, score.sources, strict=True)
    return Explanation(
        project,
        entry.title,
        place.place,
        tuple(_source(source, part, facts, project) for source, part in pairs),
        tuple(_levelling(facts, ranking, project)),
        score.why_none or _weighing(score, facts),
        tuple(_bonuses(score, facts)),
        tuple(_placing(place, ranking, facts)),
        tuple(_grading(entry.track, project, ranking)),
        _firmness(project, firmness),
        _advice(project, advice),
    )


def _source(source: Source, part: SourceScore, facts: Facts, project: str) -> SourceStep:
    sheets = {each.judge: each for each in facts.sheets_by_project.get(project, ()) if each.source == source.code}
    rows = tuple(
        SheetRow(
            use.judge,
            written(use.raw),
            written(use.adjusted),
            USES[use.use],
            use.use == COUNTED,
            tuple((line.indicator, written(line.points)) for line in sheets[use.judge].lines),
        )
        for use in part.sheets
    )
    raw = written(source_score(source, tuple(sheets.values()), facts.settings, {}).score)
    if part.score is None:
        return SourceStep(source.title, rows, f"有效评分{part.scoring}份，不足以计算。", written(None), raw)
    kept = [use.adjusted for use in part.sheets if use.use == COUNTED and use.adjusted is not None]
    sum_of = " + ".join(written(each) for each in sorted(kept))
    sentence = f"（{sum_of}）÷ {part.count} = {written(part.score)}"
    return SourceStep(source.title, rows, sentence, written(part.score), raw)


def _levelling(facts: Facts, ranking: Ranking, project: str) -> Iterator[str]:
    """The levels of those who scored the project."""
    own = {(each.source, key_of(each, facts.settings.method)) for each in facts.sheets_by_project.get(project, ())}
    for level in (each for each in ranking.levels if (each.source, each.of) in own):
        how = f"按 原始分 × {written(level.overall)} ÷ {written(level.mean)} 平衡" if level.is_adjusted else "不平衡"
        yield f"{level.of}：{level.count}份评分，平均{written(level.mean)}分，{how}。"


def _weighing(score: Score, facts: Facts) -> str:
    present = [part for part in score.sources if part.score is not None]
    if len(facts.settings.sources) == 1:
        return ""
    products = " + ".join(f"{written(part.score)} × {share_written(part.weight)}" for part in present)
    whole = sum(part.weight for part in present)
    if whole < sum(part.weight for part in score.sources):
        return f"（{products}）÷ {share_written(whole)} = {written(score.weighted)}（其余来源没有评分，按现有来源折算）"
    return f"{products} = {written(score.weighted)}"


def _bonuses(score: Score, facts: Facts) -> Iterator[str]:
    titles = {setting.code: setting.title for setting in facts.settings.bonuses}
    documents = {(bonus.project, bonus.bonus): bonus.document for bonus in facts.bonuses}
    for use in score.bonuses:
        ground = documents.get((score.project, use.bonus), "")
        proof = f"依据{ground}，" if ground else ""
        yield f"{titles[use.bonus]}：{proof}申请{written(use.asked)}分，计{written(use.counted)}分（{use.why}）。"


def _placing(place: Place, ranking: Ranking, facts: Facts) -> Iterator[str]:
    """The score, the rules that parted it from the one before, those that share the place."""
    if place.place is None:
        yield "没有得分，不参加排名。"
        return
    same = ranking.placed_by_scope[place.scope]
    within = f"“{place.scope}”类" if place.scope else "全部"
    yield f"得分{written(place.total)}，在{within}{len(same)}个参加排名的项目中列第{place.place}名。"
    first = bisect_left(same, place.place, key=lambda each: each.place or 0)
    before = same[first - 1] if first else None
    if before and place.decided_by:
        rules = facts.settings.tie_rules[: place.decided_by]
        pairs = zip(rules, before.breaks, place.breaks, strict=False)
        compared = "；".join(f"{rule.words} {written(theirs)} 比 {written(own)}" for rule, theirs, own in pairs)
        yield f"与前一名“{facts.called(before.project)}”得分相同，按同分先后的规则列其后：{compared}。"
    elif before:
        yield f"比前一名“{facts.called(before.project)}”低{written((before.total or 0) - (place.total or 0))}分。"
    if place.shared:
        sharing = same[first : first + place.shared + 1]
        others = "、".join(f"“{facts.called(each.project)}”" for each in sharing if each != place)
        yield f"与{others}并列。"


def _grading(track: str, project: str, ranking: Ranking) -> Iterator[str]:
    """The grade, and how each better one was filled."""
    grade = ranking.grades.get(project)
    if grade is None:
        return
    uses = [use for use in ranking.grade_uses if use.track == track]
    for use in uses[: [use.grade for use in uses].index(grade)]:
        yield (
            f"{use.grade}：应不低于{written(use.minimum)}分，{use.ranked}个项目中至多{use.seats}个，已评定{use.given}个，"
            "本项目不在其中。"
        )
    yield f"等次：{grade}。"


def _firmness(project: str, firmness: Firmness | None) -> str:
    found = firmness.interval_by_project.get(project) if firmness else None
    if not found or firmness is None:
        return ""
    return f"换一批同样宽严不一的评委，十次有九次列{found.words}（抽样{firmness.rounds}次，种子{firmness.seed}）。"


def _advice(project: str, advice: Advice | None) -> str:
    found = advice.effect_by_project.get(project) if advice else None
    if not found or advice is None:
        return ""
    apart = "，只与有共同评委的项目相比" if advice.components > 1 else ""
    points = written(half_up(found.effect * POINT, UNIT))
    return f"按评委宽严校准后为{points}分，列第{found.place}名{apart}；仅供参考，不作为正式名次。"
