"""The kinds of setting that say how projects are scored (R16): points in thousandths, weights in thousandths."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from lixiang.appraisal.rules.points import LARGEST, POINT, written
from lixiang.appraisal.rules.words import GROUNDS
from lixiang.programmes.rules.kind import Kind, Say

WHOLE = 1000
TAKES_AWAY = ("late_reports",)  # counted by number and taken away; the others give their share of the points
MOST_SHEETS = 99


@dataclass(frozen=True, kw_only=True)
class Indicator(Kind):
    """One line of the rubric of a category (of every category where none is named), in the order of the rows.

    `points` is the full mark of an additive or deductive item and the most that a bonus, a penalty or an automatic
    item may come to. `each`: a deduction is a multiple of it; what one late report takes away. A score below
    `reason_below` needs a reason, `floor` is the least that counts, `anchors` say what which points mean.
    """

    TITLE = "评分指标"
    REFERS = {"category": ("projects.category",), "form": ("appraisal.form",), "measure": ("appraisal.measure",)}
    LONGEST = {"code": 40, "title": 100}

    category: str = ""
    code: str
    title: str
    form: str = "additive"
    points: int
    each: int = 0
    measure: str = ""
    integers_only: bool = False
    floor: int = 0
    reason_below: int = 0
    anchors: tuple[str, ...] = ()
    help: str = ""

    @property
    def is_automatic(self) -> bool:
        return self.form == "automatic"

    @property
    def takes_away(self) -> bool:
        return self.measure in TAKES_AWAY

    @property
    def needs_document(self) -> bool:
        return self.form in ("bonus", "penalty")

    @property
    def full(self) -> int:
        """What it adds to the full mark of the sheet."""
        return 0 if self.needs_document or self.takes_away else self.points

    def in_words(self, say: Say) -> str:
        whom = say("projects.category", self.category) if self.category else "各类"
        parts = [f"{whom}项目“{self.title}”（{say('appraisal.form', self.form)}）{self._how_much(say)}"]
        if self.integers_only:
            parts.append("只打整数分")
        if self.floor:
            parts.append(f"最低计{written(self.floor)}分")
        if self.reason_below:
            parts.append(f"低于{written(self.reason_below)}分的写明理由")
        return "，".join(parts) + "。" + self.help

    def _how_much(self, say: Say) -> str:
        most = written(self.points)
        if self.form == "automatic" and self.takes_away:
            return f"按{say('appraisal.measure', self.measure)}每次减{written(self.each)}分，最多减{most}分"
        if self.form == "automatic":
            return f"按{say('appraisal.measure', self.measure)}计，满分{most}分"
        step = f"每次扣{written(self.each)}分，" if self.each else ""
        return {
            "additive": f"满分{most}分",
            "deductive": f"满分{most}分，{step}扣完为止",
            "bonus": f"最多加{most}分，写明依据的文件",
            "penalty": f"最多减{most}分，写明依据的文件",
        }.get(self.form, f"{most}分")

    def faults(self) -> Iterator[str]:
        if not 1 <= self.points <= LARGEST:
            yield f"points 以千分之一分为单位，应在1至{LARGEST}之间"
        if self.is_automatic != bool(self.measure):
            yield "measure 只在 form 为 automatic 时填写，且必须填写"
        if self.takes_away != bool(self.each) and self.form != "deductive":
            yield "each 只用于扣分项和按次数减分的自动计分项"
        for name in ("each", "floor", "reason_below"):
            if not 0 <= getattr(self, name) <= self.points:
                yield f"{name} 应在0至 points 之间"
        if self.floor and self.form not in ("additive", "deductive"):
            yield "floor 只用于得分项和扣分项"
        if self.integers_only and any(each % POINT for each in (self.points, self.floor, self.each)):
            yield f"只打整数分的，points、floor、each 应为{POINT}的倍数"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        for place, row in enumerate(rows):
            twice = [other for other in rows[:place] if other.code == row.code]
            if any(not row.category or not other.category or row.category == other.category for other in twice):
                yield place, f"同一类别的指标“{row.code}”写了两次"


@dataclass(frozen=True, kw_only=True)
class Source(Kind):
    """Where scores come from (评审组, 主管单位, 县区自评) and what each weighs, in thousandths that sum to 1000.

    `by_method`: the sheets are those of judges, which the method of the ranking condenses; else their plain mean
    counts. A project without a score of an `optional` source is weighed by the others alone; of another source, it
    gets no place.
    """

    TITLE = "评分来源"
    NAMED_BY = "code"
    REFERS = {"scored_by": ("appraisal.scorer",)}
    LONGEST = {"code": 40, "title": 40}

    code: str
    title: str
    weight: int
    by_method: bool = True
    optional: bool = False
    scored_by: str = "judge"

    @property
    def of_judges(self) -> bool:
        return self.scored_by == "judge"

    def in_words(self, say: Say) -> str:
        how = "按排名方法计算" if self.by_method else "取平均分"
        missing = "没有的，由其余来源按权重折算" if self.optional else "没有的，不参加排名"
        whole, tenth = divmod(self.weight, 10)
        share = f"{whole}.{tenth}%" if tenth else f"{whole}%"
        return f"{self.title}（{say('appraisal.scorer', self.scored_by)}评分）占{share}，{how}；{missing}。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.weight <= WHOLE:
            yield f"weight 以千分之一为单位，应在1至{WHOLE}之间"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        total = sum(row.weight for row in rows)
        if total != WHOLE:
            yield len(rows) - 1, f"各来源的 weight 合计应为{WHOLE}，现为{total}"
        if not any(row.by_method for row in rows):
            yield 0, "至少一个来源按排名方法计算（by_method）"


@dataclass(frozen=True, kw_only=True)
class Conflict(Kind):
    """A ground on which a judge has nothing to do with a project: sees, scores and counts in nothing of it."""

    TITLE = "回避情形"
    NAMED_BY = "ground"
    REFERS = {"ground": ("appraisal.ground",)}
    LISTED = "有下列情形的评委应当回避：{rows}"

    ground: str

    def called(self) -> str:
        return GROUNDS.get(self.ground, self.ground)

    def in_words(self, say: Say) -> str:
        return f"{say('appraisal.ground', self.ground)}的，应当回避。"


@dataclass(frozen=True, kw_only=True)
class Scoring(Kind):
    """How many judges score a project, how many projects a judge at most (0: as many as come), named or not.

    `on_the_spot`: the totals of a project may be shown to the meeting as soon as all its judges have handed in.
    """

    TITLE = "评分办法"
    ONCE = True
    REFERS = {"signed": ("appraisal.signed",)}

    signed: str = "named"
    sheets: int
    most: int = 0
    on_the_spot: bool = False

    def in_words(self, say: Say) -> str:
        limit = f"，每名评委最多评{self.most}个项目" if self.most else ""
        shown = "，可以当场亮分" if self.on_the_spot else ""
        return f"每个项目由{self.sheets}名评委评分{limit}，{say('appraisal.signed', self.signed)}{shown}。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.sheets <= MOST_SHEETS:
            yield f"sheets 应在1至{MOST_SHEETS}之间"
        if not 0 <= self.most <= 9999:
            yield "most 应在0至9999之间"


@dataclass(frozen=True, kw_only=True)
class Visibility(Kind):
    """What an audience sees of the scores of judges in a phase; what no row says is not seen."""

    TITLE = "评分公开范围"
    IS_RULE = False
    REFERS = {"audience": ("appraisal.audience",), "phase": ("appraisal.phase",), "sees": ("appraisal.sees",)}

    audience: str
    phase: str
    sees: str

    def in_words(self, say: Say) -> str:
        who, when = say("appraisal.audience", self.audience), say("appraisal.phase", self.phase)
        return f"{when}，{who}可以看到{say('appraisal.sees', self.sees)}。"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        seen = [(row.audience, row.phase) for row in rows]
        yield from ((place, "公开范围写了两次") for place, each in enumerate(seen) if each in seen[:place])


KINDS: dict[str, type[Kind]] = {
    "appraisal.scoring": Scoring,
    "appraisal.indicator": Indicator,
    "appraisal.source": Source,
    "appraisal.conflict": Conflict,
    "appraisal.visibility": Visibility,
}
