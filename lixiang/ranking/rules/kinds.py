"""The kinds of setting that say how scores become places and grades (R16, R17); points and shares in thousandths."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from lixiang.approvals.rules.kinds import Publicity as Period
from lixiang.approvals.rules.kinds import words_of_period
from lixiang.programmes.rules.kind import Kind, Say
from lixiang.ranking.rules.points import LARGEST, WHOLE, share_written, written

METHODS = {"mean": "平均分", "median": "中位数", "trimmed_mean": "去掉最高分、最低分后的平均分"}
BALANCING = {"none": "不作平衡", "judge": "按评委平衡", "group": "按评审组平衡"}
SCOPES = {"all": "全部项目统一排名", "track": "按类别分别排名"}
NUMBERING = {"skip": "并列之后的名次跳过", "dense": "并列之后的名次连续"}
TIE_BREAKS = {
    "source": "评分来源的得分",
    "indicator": "指标的得分",
    "median": "评分的中位数",
    "lowest": "最低的一份评分",
}
ROUNDING = {"down": "舍去小数", "half_up": "四舍五入", "up": "有小数即进一"}
AUDIENCES = {"own": "本单位项目的名次", "all": "全部排名"}
SHEETS = {"none": "不显示", "anonymous": "不显示评委姓名", "named": "显示评委姓名"}
MOST_DROPPED = 20
MOST_MONTHS = 60
MOST_DAYS = 365
MOST_SHEETS = 1000


@dataclass(frozen=True, kw_only=True)
class Method(Kind):
    """How the sheets of one source become one score, and how scores become places.

    `minimum_sheets` counts sheets that score: recusals and "n/a" are none. Standardising is the 二次平均法 of
    standardise.py, for each judge or group with at least `minimum_sample` scoring sheets.
    """

    TITLE = "排名方法"
    ONCE = True
    REFERS = {
        "name": ("ranking.method_name",),
        "standardise": ("ranking.balancing",),
        "scope": ("ranking.scope",),
        "numbering": ("ranking.numbering",),
    }

    name: str
    drop_high: int = 0
    drop_low: int = 0
    minimum_sheets: int = 1
    standardise: str = "none"
    minimum_sample: int = 0
    scope: str = "all"
    numbering: str = "skip"

    def in_words(self, say: Say) -> str:
        how = say("ranking.method_name", self.name)
        if self.name == "trimmed_mean":
            how = f"去掉{self.drop_high}个最高分、{self.drop_low}个最低分后的平均分"
        balanced = ""
        if self.standardise != "none":
            balanced = f"先{say('ranking.balancing', self.standardise)}（不足{self.minimum_sample}份评分的不平衡），"
        return (
            f"{balanced}每个项目取{how}，四舍五入到千分之一分，有效评分不少于{self.minimum_sheets}份；"
            f"{say('ranking.scope', self.scope)}，{say('ranking.numbering', self.numbering)}。"
        )

    def faults(self) -> Iterator[str]:
        dropped = self.drop_high + self.drop_low
        if not 0 <= self.drop_high <= MOST_DROPPED or not 0 <= self.drop_low <= MOST_DROPPED:
            yield f"drop_high、drop_low 应在0至{MOST_DROPPED}之间"
        if dropped and self.name != "trimmed_mean":
            yield "drop_high、drop_low 只用于 trimmed_mean"
        if not 1 <= self.minimum_sheets <= MOST_SHEETS:
            yield f"minimum_sheets 应在1至{MOST_SHEETS}之间"
        if self.name == "trimmed_mean" and self.minimum_sheets <= dropped:
            yield "minimum_sheets 应大于 drop_high 与 drop_low 之和，否则去掉之后没有评分"
        if not 0 <= self.minimum_sample <= MOST_SHEETS:
            yield f"minimum_sample 应在0至{MOST_SHEETS}之间"
        if (self.standardise == "none") != (self.minimum_sample == 0):
            yield "minimum_sample 在平衡时填写，不平衡时不填"


@dataclass(frozen=True, kw_only=True)
class TieRule(Kind):
    """What puts one of two projects with the same score first, in the order of the rows; else they share the place."""

    TITLE = "同分先后"
    REFERS = {"by": ("ranking.tie_break",), "source": ("appraisal.source",)}
    LONGEST = {"indicator": 40}

    by: str
    source: str = ""
    indicator: str = ""

    @property
    def words(self) -> str:
        return TIE_BREAKS.get(self.by, self.by) + (f"“{self.indicator}”" if self.indicator else "")

    def in_words(self, say: Say) -> str:
        named = say("appraisal.source", self.source) if self.source else self.indicator
        what = say("ranking.tie_break", self.by)
        return f"得分相同的，{f'“{named}”' if named else ''}{what}高的在前；仍相同的并列。"

    def faults(self) -> Iterator[str]:
        if (self.by == "source") != bool(self.source) or (self.by == "indicator") != bool(self.indicator):
            yield "by 为 source 的填 source，为 indicator 的填 indicator，其他的都不填"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        seen = [(row.by, row.source, row.indicator) for row in rows]
        yield from ((place, "同分先后写了两次") for place, each in enumerate(seen) if each in seen[:place])


@dataclass(frozen=True, kw_only=True)
class GradeCut(Kind):
    """A grade: from which score on, and the largest share of the ranked projects of each track that may have it.

    Rows stand from the best grade to the last, which takes whatever is left. Rows that name a track hold for it alone.
    Projects that share a place across the border of the share all go to the next grade, so that no share is exceeded.
    `rectify_months`: projects of the grade are not concluded but have so many months to rectify; 0 concludes them.
    """

    TITLE = "等次"
    CALLED_BY = "title"  # each track may have one of the same name
    REFERS = {"track": ("projects.category",), "rounding": ("ranking.rounding",)}
    LONGEST = {"title": 40}

    title: str
    minimum: int = 0
    at_most: int = WHOLE
    rounding: str = "down"
    track: str = ""
    rectify_months: int = 0

    def in_words(self, say: Say) -> str:
        whom = f"{say('projects.category', self.track)}项目" if self.track else "项目"
        least = f"得分不低于{written(self.minimum)}分" if self.minimum else "其余"
        then = f"，责令{self.rectify_months}个月内整改" if self.rectify_months else ""
        if self.at_most == WHOLE:
            return f"{whom}{least}的为{self.title}{then}。"
        how = say("ranking.rounding", self.rounding)
        return (
            f"{whom}{least}的为{self.title}，不超过同类参加排名项目数的{share_written(self.at_most)}（{how}）{then}；"
            "名额边界上并列的，一并列入下一等次。"
        )

    def faults(self) -> Iterator[str]:
        if not 0 <= self.minimum <= LARGEST:
            yield f"minimum 以千分之一分为单位，应在0至{LARGEST}之间"
        if not 1 <= self.at_most <= WHOLE:
            yield f"at_most 以千分之一为单位，应在1至{WHOLE}之间"
        if not 0 <= self.rectify_months <= MOST_MONTHS:
            yield f"rectify_months 应在0至{MOST_MONTHS}之间"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        for track in dict.fromkeys(row.track for row in rows):
            mine = [(place, row) for place, row in enumerate(rows) if row.track == track]
            for (_, better), (place, row) in zip(mine, mine[1:], strict=False):
                if row.minimum > better.minimum:
                    yield place, f"“{row.title}”的 minimum 高于排在前面的“{better.title}”"
            titles = [row.title for _, row in mine]
            yield from ((place, f"“{row.title}”重复") for n, (place, row) in enumerate(mine) if row.title in titles[:n])
            place, last = mine[-1]
            if last.minimum or last.at_most < WHOLE:
                yield place, f"“{last.title}”是最后的等次，不设 minimum 和 at_most，其余项目都归此等次"


@dataclass(frozen=True, kw_only=True)
class ConditionalBonus(Kind):
    """Points beside the sheets, with the document they rest on; given only from a score on, and never more than so."""

    TITLE = "附加分"
    NAMED_BY = "code"
    LONGEST = {"code": 40, "title": 60}

    code: str
    title: str
    at_most: int
    from_score: int = 0
    needs_document: bool = True

    @property
    def words(self) -> str:
        condition = f"加分前不低于{written(self.from_score)}分的，" if self.from_score else ""
        proof = "，须有文件依据" if self.needs_document else ""
        return f"{self.title}：{condition}每个项目最多加{written(self.at_most)}分{proof}。"

    def in_words(self, say: Say) -> str:
        return self.words

    def faults(self) -> Iterator[str]:
        if not 1 <= self.at_most <= LARGEST or not 0 <= self.from_score <= LARGEST:
            yield "at_most、from_score 以千分之一分为单位，at_most 应大于0，都不能过大"


@dataclass(frozen=True, kw_only=True)
class Publicity(Kind):
    """How long a confirmed ranking is shown (公示) before it is issued, and what the units see of it."""

    TITLE = "排名公示"
    ONCE = True
    REFERS = {"shows": ("ranking.audience",), "sheets": ("ranking.sheets",)}

    days: int
    working_days: bool = True
    shows: str = "all"
    sheets: str = "none"

    def in_words(self, say: Say) -> str:
        shown = say("ranking.audience", self.shows)
        return (
            f"排名确认后公示{words_of_period(self.period)}，期满无异议或者异议处理完毕后印发通报；"
            f"公示起申报单位、填报单位可以查看{shown}，本单位项目的逐份评分{say('ranking.sheets', self.sheets)}。"
        )

    @property
    def period(self) -> Period:
        """As the period of any other 公示."""
        return Period(clause=self.clause, days=self.days, working_days=self.working_days)

    def faults(self) -> Iterator[str]:
        if not 1 <= self.days <= MOST_DAYS:
            yield f"days 应在1至{MOST_DAYS}之间"
