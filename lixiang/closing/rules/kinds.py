"""The kinds of setting that say what a dossier holds, how its text is measured, and who checks it first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lixiang.programmes.rules.kind import Kind, Say, joined

CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
ENDINGS = {each: f".{each}" for each in ("pdf", "doc", "docx", "wps", "xls", "xlsx", "pptx", "jpg", "png")}
PICTURE_ENDINGS = frozenset({"jpg", "png"})
PROMISES = {"goal": "目标", "measure": "措施", "result": "成果形式"}
MOST_OF_A_KIND = 50
LARGEST_DAYS = 3660


@dataclass(frozen=True, kw_only=True)
class EvidenceKind(Kind):
    """One kind of evidence that a dossier holds: at least so many files of it, none where that is 0.

    `categories` are those it is asked of, all where none is named; `endings` narrows the files it takes.
    `asks_where`: each file says when and where it was made, read from the picture itself or typed.
    """

    TITLE = "结项佐证材料"
    NAMED_BY = "code"
    LONGEST = {"code": 40, "title": 60}
    REFERS = {"categories": ("projects.category",), "endings": ("closing.ending",)}

    code: str
    title: str
    categories: tuple[str, ...] = ()
    at_least: int = 1
    endings: tuple[str, ...] = ()
    asks_where: bool = False
    help: str = ""

    def in_words(self, say: Say) -> str:
        whom = joined([say("projects.category", code) for code in self.categories]) or "各类"
        least = f"至少{self.at_least}件" if self.at_least else "可附可不附"
        types = f"，限{'、'.join(say('closing.ending', each) for each in self.endings)}文件" if self.endings else ""
        where = "，注明时间、地点" if self.asks_where else ""
        return f"{whom}项目结项附“{self.title}”，{least}{types}{where}。"

    def faults(self) -> Iterator[str]:
        if not CODE.fullmatch(self.code):
            yield "code：由小写字母、数字和下划线组成"
        if not 0 <= self.at_least <= MOST_OF_A_KIND:
            yield f"at_least 应在0至{MOST_OF_A_KIND}之间"


@dataclass(frozen=True, kw_only=True)
class WrittenPart(Kind):
    """One part of what a dossier says in words: 意义, 做法, 成效, 经验, 问题."""

    TITLE = "结项总结的填报项"
    NAMED_BY = "name"
    LONGEST = {"name": 40, "label": 60}
    REFERS = {"categories": ("projects.category",)}

    name: str
    label: str
    required: bool = True
    help: str = ""
    categories: tuple[str, ...] = ()

    def called(self) -> str:
        return self.label

    def in_words(self, say: Say) -> str:
        whom = joined([say("projects.category", code) for code in self.categories]) or "各类"
        return f"{whom}项目结项填写“{self.label}”（{'必填' if self.required else '选填'}）。"

    def faults(self) -> Iterator[str]:
        if not CODE.fullmatch(self.name):
            yield "name：由小写字母、数字和下划线组成"


@dataclass(frozen=True, kw_only=True)
class TextRule(Kind):
    """How long a written part is at least, or all of them where `field` is empty; how many files there are at least."""

    TITLE = "结项材料篇幅"
    REFERS = {"field": ("closing.field",)}

    field: str = ""
    minimum: int = 0
    attachments: int = 0

    def in_words(self, say: Say) -> str:
        what = f"“{say('closing.field', self.field)}”" if self.field else "结项总结"
        text = f"{what}不少于{self.minimum}字" if self.minimum else ""
        files = f"佐证材料合计不少于{self.attachments}件" if self.attachments else ""
        return f"{'，'.join(each for each in (text, files) if each)}。"

    def faults(self) -> Iterator[str]:
        if not (self.minimum or self.attachments):
            yield "minimum、attachments：至少写明一项"
        if self.minimum < 0 or not 0 <= self.attachments <= MOST_OF_A_KIND:
            yield f"minimum 不能为负数，attachments 应在0至{MOST_OF_A_KIND}之间"


@dataclass(frozen=True, kw_only=True)
class FirstCheck(Kind):
    """That the 申报单位 checks a dossier before the managing organisation has it; without the setting it does not."""

    TITLE = "结项材料初核"
    ONCE = True

    def in_words(self, say: Say) -> str:
        return "结项材料先由申报单位初核，再报主管单位。"


@dataclass(frozen=True, kw_only=True)
class MatrixTerms(Kind):
    """Of which promises of the approved application each needs its proof, or a word why there is none."""

    TITLE = "佐证材料对应表"
    ONCE = True
    REFERS = {"promises": ("closing.promise",)}

    promises: tuple[str, ...]

    def in_words(self, say: Say) -> str:
        named = joined([say("closing.promise", each) for each in self.promises])
        return f"批准的申报书中每项{named}都有佐证材料对应；确无材料的，逐项写明原因。"

    def faults(self) -> Iterator[str]:
        if not self.promises:
            yield "promises：至少写明一类"


@dataclass(frozen=True, kw_only=True)
class HandInTime(Kind):
    """How many days after completion a dossier is 及时; the strictness says whether a later one is refused."""

    TITLE = "结项材料报送时间"
    ONCE = True

    within_days: int

    def in_words(self, say: Say) -> str:
        then = "逾期不再受理" if self.strictness == "block" else "逾期的记为逾期报送，写明原因"
        return f"项目完结后{self.within_days}日内报送结项材料，{then}。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.within_days <= LARGEST_DAYS:
            yield f"within_days 应在1至{LARGEST_DAYS}之间"


@dataclass(frozen=True, kw_only=True)
class ResultRegister(Kind):
    """That results are registered by kind, 理论, 制度, 实践: each that was promised, and so many at least."""

    TITLE = "成果登记"
    ONCE = True

    at_least: int = 1

    def in_words(self, say: Say) -> str:
        return f"结项时登记理论、制度、实践成果，至少{self.at_least}项；申报书承诺的成果逐项登记。"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.at_least <= MOST_OF_A_KIND:
            yield f"at_least 应在0至{MOST_OF_A_KIND}之间"
