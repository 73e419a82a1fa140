"""The kinds of setting that say how a year's result enters the annual assessment (年度党建考核), in thousandths."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from lixiang.programmes.rules.kind import Kind, Say
from lixiang.ranking.rules.points import LARGEST, written

AUDIENCES = {"own": "本单位的结果", "summary": "各单位的汇总和本单位的逐项依据", "all": "各单位的汇总和逐项依据"}
# Where the record holds what may be added for.
SOURCES = {"award": "奖励", "recommendation": "向上推荐被采纳", "adoption": "被其他单位采用"}
# What the level of a source is: a tier of awards, how far up it was recommended.
LEVELS = {"award": "outcomes.award_tier", "recommendation": "outcomes.upward"}
MOST_COUNTED = 1000
LAST_PLACE = 100_000


@dataclass(frozen=True, kw_only=True)
class AssessmentTerms(Kind):
    """That the result is handed to the annual assessment, the limits per organisation, and who sees what of it.

    Without rows of conversion or addition it is a table of projects, grades and places, and nobody gets points.
    `at_most` bounds the points of an organisation, `counts` how many of its projects count, the best first; 0 is
    no limit.
    """

    TITLE = "年度考核参考"
    ONCE = True
    REFERS = {"shows": ("outcomes.assessment_audience",)}

    at_most: int = 0
    counts: int = 0
    shows: str = "own"

    def in_words(self, say: Say) -> str:
        counted = f"每个单位只计折算得分最高的{self.counts}个项目，" if self.counts else ""
        limit = f"每个单位最多计{written(self.at_most)}分，" if self.at_most else ""
        return (
            f"年度排名通报后，按申报单位汇总项目、名次和等次，供年度党建考核参考；{counted}{limit}"
            f"结果印发后，申报单位可以查看{say('outcomes.assessment_audience', self.shows)}。"
        )

    def faults(self) -> Iterator[str]:
        if not 0 <= self.at_most <= LARGEST:
            yield f"at_most 以千分之一分为单位，应在0至{LARGEST}之间"
        if not 0 <= self.counts <= MOST_COUNTED:
            yield f"counts 应在0至{MOST_COUNTED}之间"


@dataclass(frozen=True, kw_only=True)
class Conversion(Kind):
    """A row of the conversion table: the points of a project that reached a grade, or a place from the first on.

    Rows stand from the most points to the fewest, and the first that a project meets gives its points: so a better
    grade or place never gives fewer. Rows that name a track hold for it alone, in the place of those that name none.
    """

    TITLE = "考核折算"
    REFERS = {"grade": ("ranking.grade_cut",), "track": ("projects.category",)}
    LONGEST = {"grade": 40}

    points: int
    grade: str = ""
    up_to_place: int = 0
    track: str = ""

    def in_words(self, say: Say) -> str:
        whom = f"{say('projects.category', self.track)}项目" if self.track else "项目"
        return f"{whom}{self.condition}的，每个折算{written(self.points)}分；同时符合几项的，取排在最前的一项。"

    @property
    def condition(self) -> str:
        """等次为优秀; 名次在前3名."""
        return f"等次达到{self.grade}" if self.grade else f"名次在前{self.up_to_place}名"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.points <= LARGEST:
            yield f"points 以千分之一分为单位，应在0至{LARGEST}之间"
        if bool(self.grade) == bool(self.up_to_place):
            yield "grade、up_to_place 只填一项"
        if not 0 <= self.up_to_place <= LAST_PLACE:
            yield f"up_to_place 应在1至{LAST_PLACE}之间"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        for track in dict.fromkeys(row.track for row in rows):
            mine = [(place, row) for place, row in enumerate(rows) if row.track == track]
            for (_, before), (place, row) in zip(mine, mine[1:], strict=False):
                if row.points > before.points:
                    yield place, f"“{row.condition}”的折算得分高于排在前面的“{before.condition}”"
            said = [row.condition for _, row in mine]
            yield from ((place, f"“{row.condition}”重复") for n, (place, row) in enumerate(mine) if said[n] in said[:n])


@dataclass(frozen=True, kw_only=True)
class Addition(Kind):
    """Points beside the conversion for what the record of a project has: an award, a recommendation, an adoption.

    Each one counts by the first row that it meets; `at_most` bounds what an organisation gets by this row, 0 does not.
    """

    TITLE = "考核加分"
    REFERS = {"source": ("outcomes.addition_source",), "level": ("outcomes.award_tier", "outcomes.upward")}
    LONGEST = {"level": 40}

    source: str
    points: int
    level: str = ""
    at_most: int = 0

    def in_words(self, say: Say) -> str:
        level = f"（{say(LEVELS[self.source], self.level)}）" if self.level and self.source in LEVELS else ""
        limit = f"，每个单位最多{written(self.at_most)}分" if self.at_most else ""
        return f"{say('outcomes.addition_source', self.source)}{level}，每项加{written(self.points)}分{limit}。"

    @property
    def called_by(self) -> tuple[str, str]:
        return self.source, self.level

    def faults(self) -> Iterator[str]:
        if not 1 <= self.points <= LARGEST or not 0 <= self.at_most <= LARGEST:
            yield f"points、at_most 以千分之一分为单位，points 应在1至{LARGEST}之间，at_most 应在0至{LARGEST}之间"
        if self.level and self.source not in LEVELS:
            yield f"level 只用于{'、'.join(LEVELS)}"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        said = [row.called_by for row in rows]
        yield from ((n, "考核加分写了两次") for n, each in enumerate(said) if each in said[:n])


KINDS: dict[str, type[Kind]] = {
    "outcomes.assessment": AssessmentTerms,
    "outcomes.conversion": Conversion,
    "outcomes.addition": Addition,
}
LISTS = {"outcomes.assessment_audience": AUDIENCES, "outcomes.addition_source": SOURCES}
