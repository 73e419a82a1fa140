"""The kinds of setting that say how milestones are reported and what lights the lamp of a project."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from lixiang.delivery.rules.lamps import COLOUR_WORDS, COLOURS, UNITS, WATCH_WORDS
from lixiang.programmes.rules.kind import Kind, Say

LARGEST_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Progress(Kind):
    """How the milestones and goals of an agreement are reported; without it a programme keeps no plan.

    `remind_days` is how long before its day a milestone stands on the worklist, `override_days` how long at most the
    section may overrule a lamp; participants are a number per milestone, never a list of people.
    """

    TITLE = "里程碑与序时进度"
    IS_RULE = False
    ONCE = True

    remind_days: int = 7
    override_days: int = 60
    counts_participants: bool = True
    needs_evidence: bool = False

    def in_words(self, say: Say) -> str:
        participants = "，写明参与党员人次" if self.counts_participants else ""
        evidence = "，须附佐证材料" if self.needs_evidence else ""
        return (
            f"按责任书确定的里程碑报告完成情况{participants}{evidence}；到期前{self.remind_days}日提示；"
            f"主管单位可以说明理由调整红黄绿灯，每次不超过{self.override_days}日。"
        )

    def faults(self) -> Iterator[str]:
        if not 0 <= self.remind_days <= LARGEST_DAYS:
            yield f"remind_days 应在0至{LARGEST_DAYS}之间"
        if not 1 <= self.override_days <= LARGEST_DAYS:
            yield f"override_days 应在1至{LARGEST_DAYS}之间"


@dataclass(frozen=True, kw_only=True)
class LampRule(Kind):
    """What is watched, from how many days, items or percent on, and which lamp it lights."""

    TITLE = "红黄绿灯"
    IS_RULE = False
    REFERS = {"watches": ("delivery.lamp_watch",), "colour": ("delivery.lamp_colour",)}

    watches: str
    threshold: int
    colour: str

    @property
    def words(self) -> str:
        """里程碑逾期满30日的，亮红灯。"""
        watched, unit = WATCH_WORDS.get(self.watches, self.watches), UNITS.get(self.watches, "日")
        return f"{watched}满{self.threshold}{unit}的，亮{COLOUR_WORDS.get(self.colour, self.colour)}。"

    def in_words(self, say: Say) -> str:
        return self.words

    def faults(self) -> Iterator[str]:
        most = 100 if self.watches == "progress_behind" else LARGEST_DAYS
        if not 1 <= self.threshold <= most:
            yield f"threshold 应在1至{most}之间"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        """Each watch lights each colour from one threshold, and red never before yellow."""
        firsts: dict[tuple[str, str], int] = {}
        for place, row in enumerate(rows):
            what, key = WATCH_WORDS.get(row.watches, row.watches), (row.watches, row.colour)
            if key in firsts:
                yield place, f"“{what}”亮{COLOUR_WORDS.get(row.colour, row.colour)}的规则重复"
            firsts.setdefault(key, row.threshold)
        for place, row in enumerate(rows):
            if row.colour == COLOURS[2] and row.threshold < firsts.get((row.watches, COLOURS[1]), 0):
                yield place, f"“{WATCH_WORDS.get(row.watches, row.watches)}”亮红灯早于亮黄灯"
