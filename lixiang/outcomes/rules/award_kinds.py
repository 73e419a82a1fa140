"""The kind of setting that says which awards there are, for which projects, and how many (奖励)."""

from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.programmes.rules.kind import Kind, Say, joined

# From the lowest level of impact to the highest.
IMPACTS = {"county": "县（区）级", "city": "市级", "province": "省级", "state": "国家级"}
MOST = 999
LONGEST_GRADE = 40


@dataclass(frozen=True, kw_only=True)
class AwardTier(Kind):
    """One tier of awards: for projects of these categories, all where none is named, that came out with these grades.

    `at_most` awards of the tier are given in a programme, any number where it is 0. `least_impact` is the level that
    one piece of evidence reaches at least. `ground` is what the notice asks of the project, in its words.
    """

    TITLE = "奖励等级"
    NAMED_BY = "code"
    LONGEST = {"code": 40, "title": 60, "ground": 200}
    REFERS = {
        "categories": ("projects.category",),
        "grades": ("ranking.grade_cut",),
        "least_impact": ("outcomes.impact",),
    }

    code: str
    title: str
    ground: str
    categories: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    at_most: int = 0
    least_impact: str = ""

    def in_words(self, say: Say) -> str:
        whom = joined([say("projects.category", code) for code in self.categories]) or "各类"
        graded = f"，等次为{joined(self.grades)}" if self.grades else ""
        number = f"，不超过{self.at_most}个" if self.at_most else ""
        level = f"，依据的影响层级不低于{say('outcomes.impact', self.least_impact)}" if self.least_impact else ""
        return f"{whom}项目{self.ground}的，结项后可以评为“{self.title}”{graded}{number}{level}。"

    def faults(self) -> Iterator[str]:
        if not self.ground.strip():
            yield "ground 应写明什么样的项目给予奖励"
        if not 0 <= self.at_most <= MOST:
            yield f"at_most 应在0至{MOST}之间，0为不限"
        if any(not grade.strip() or len(grade) > LONGEST_GRADE for grade in self.grades):
            yield f"grades：每个等次不能空白，不超过{LONGEST_GRADE}字"

    def takes(self, category: str) -> bool:
        return not self.categories or category in self.categories

    def admits(self, grade: str) -> bool:
        """A project without a grade is admitted by no tier that names grades."""
        return not self.grades or grade in self.grades
