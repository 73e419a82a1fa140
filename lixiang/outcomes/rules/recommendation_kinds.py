"""The kind of setting that says where results are recommended upward, in which form, and when to ask for an answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.programmes.rules.kind import Kind, Say, joined

UPWARD = {"province": "省", "state": "国家"}
FORMS = {"letter": "函", "request": "请示"}
MOST_DAYS = 3660


@dataclass(frozen=True, kw_only=True)
class RecommendationTerms(Kind):
    """To which levels, of which grades, with or without an award; `answer_days` after which an answer is asked for."""

    TITLE = "向上推荐"
    ONCE = True
    REFERS = {"levels": ("outcomes.upward",), "form": ("outcomes.form",), "grades": ("ranking.grade_cut",)}

    levels: tuple[str, ...]
    form: str = "letter"
    grades: tuple[str, ...] = ()
    needs_award: bool = False
    answer_days: int = 0

    def in_words(self, say: Say) -> str:
        where = joined([say("outcomes.upward", level) for level in self.levels])
        graded = f"等次为{joined(self.grades)}的" if self.grades else ""
        awarded = "已经通报奖励的" if self.needs_award else ""
        answer = f"，报送{self.answer_days}日后催问答复" if self.answer_days else ""
        return f"{awarded}{graded}已结项项目可以向{where}有关部门推荐，用{say('outcomes.form', self.form)}{answer}。"

    def faults(self) -> Iterator[str]:
        if not self.levels:
            yield "levels：至少写明一级"
        if not 0 <= self.answer_days <= MOST_DAYS:
            yield f"answer_days 应在0至{MOST_DAYS}之间，0为不催问"
