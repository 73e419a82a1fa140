"""The kinds of setting that say what an application consists of and who may apply."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lixiang.programmes.rules.kind import Kind, Moment, Say, day_in_words, few_to_many, joined

WIDGETS = {
    "line": "一行文字",
    "text": "多行文字",
    "category": "选择类别",
    "topic": "选择选题",
    "organisation": "选择单位",
    "organisations": "逐项填写单位",
    "leader_post": "选择职务",
    "date": "日期",
    "phone": "电话",
    "results": "逐项填写成果",
    "goals": "逐项填写目标",
    "milestones": "逐项填写进度",
    "team": "逐项填写成员",
    "attachments": "上传附件",
}
ROW_WIDGETS = frozenset({"goals", "milestones", "team", "results", "organisations", "attachments"})


@dataclass(frozen=True, kw_only=True)
class Category(Kind):
    """A class of projects (R1)."""

    TITLE = "项目类别"
    IS_RULE = False
    NAMED_BY = "code"
    LONGEST = {"code": 20}

    code: str
    title: str

    def called(self) -> str:
        return f"{self.title}（{self.code}类）"

    def in_words(self, say: Say) -> str:
        return f"设“{self.called()}”一类。"


@dataclass(frozen=True, kw_only=True)
class Applicant(Kind):
    """Organisations that may carry out a project of a category (R2); one matching row of the category is enough."""

    TITLE = "责任单位"
    REFERS = {"category": ("projects.category",), "kinds": ("people.kind",), "minimum_rank": ("people.rank",)}

    category: str
    title: str
    kinds: tuple[str, ...]
    minimum_rank: str = "none"

    def in_words(self, say: Say) -> str:
        rank = "" if self.minimum_rank == "none" else f"，级别为{say('people.rank', self.minimum_rank)}及以上"
        kinds = joined([say("people.kind", kind) for kind in self.kinds])
        return f"{say('projects.category', self.category)}可以由{self.title}实施（类型为{kinds}{rank}）。"


@dataclass(frozen=True, kw_only=True)
class LeaderPost(Kind):
    """Posts that the leader of a project of a category generally holds (R2)."""

    TITLE = "负责人职务"
    REFERS = {"category": ("projects.category",), "posts": ("people.post",)}

    category: str
    posts: tuple[str, ...]

    def in_words(self, say: Say) -> str:
        posts = joined([say("people.post", post) for post in self.posts])
        return f"{say('projects.category', self.category)}项目负责人为{posts}。"


@dataclass(frozen=True, kw_only=True)
class TeamSize(Kind):
    """How many people a team has (R5), and whether the leader counts."""

    TITLE = "项目组人数"
    ONCE = True

    minimum: int
    maximum: int
    leader_counts: bool = True

    def in_words(self, say: Say) -> str:
        counted = "含" if self.leader_counts else "不含"
        return f"项目组成员{few_to_many(self.minimum, self.maximum, '人')}，{counted}项目负责人。"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.minimum <= self.maximum:
            yield f"minimum（{self.minimum}）应不小于0、不大于maximum（{self.maximum}）"


@dataclass(frozen=True, kw_only=True)
class PersonLimit(Kind):
    """In how many projects of the programme one person may lead or take part (R4)."""

    TITLE = "个人限项"
    ONCE = True

    lead_at_most: int
    take_part_at_most: int

    def in_words(self, say: Say) -> str:
        return f"同一人在本批次至多负责{self.lead_at_most}个项目，连同参加的至多{self.take_part_at_most}个。"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.lead_at_most <= self.take_part_at_most:
            yield f"lead_at_most（{self.lead_at_most}）应不小于0、不大于take_part_at_most（{self.take_part_at_most}）"


@dataclass(frozen=True, kw_only=True)
class TopicSource(Kind):
    """Where a topic may come from (R6)."""

    TITLE = "选题来源"
    ONCE = True

    catalogue: bool = True
    free: bool = True

    def in_words(self, say: Say) -> str:
        sources = (*(("可从参考目录选题",) if self.catalogue else ()), *(("可自主选题",) if self.free else ()))
        return f"{'，也'.join(sources)}。"

    def faults(self) -> Iterator[str]:
        if not (self.catalogue or self.free):
            yield "catalogue 和 free 不能都为 false"


@dataclass(frozen=True, kw_only=True)
class Completion(Kind):
    """The day by which a project is to be completed (二.4d of the first notice)."""

    TITLE = "完成期限"
    ONCE = True

    not_after: date

    def in_words(self, say: Say) -> str:
        return f"项目不晚于{day_in_words(self.not_after)}完成。"

    def moments(self) -> tuple[Moment, ...]:
        return (Moment(9, "项目完成期限", self.not_after),)


@dataclass(frozen=True, kw_only=True)
class Section(Kind):
    """A section of the application form: saved, sent back and compared as one."""

    TITLE = "申报书分栏"
    IS_RULE = False
    LISTED = "申报书设{rows}栏。"
    NAMED_BY = "code"
    LONGEST = {"code": 40}

    code: str
    title: str
    help: str = ""

    def in_words(self, say: Say) -> str:
        return f"申报书设“{self.title}”栏。{self.help}"


@dataclass(frozen=True, kw_only=True)
class Field(Kind):
    """One question of the form. `widget` is one of WIDGETS; rows and columns known by name keep their own tables."""

    TITLE = "申报书填报项"
    NAMED_BY = "name"
    REFERS = {"section": ("projects.section",), "widget": ("projects.widget",)}
    LONGEST = {"name": 40}

    name: str
    label: str
    section: str
    widget: str = "text"
    required: bool = True
    minimum: int = 0
    maximum: int = 0
    help: str = ""

    def called(self) -> str:
        return self.label

    def in_words(self, say: Say) -> str:
        unit = "项" if self.widget in ROW_WIDGETS else "字"
        least = f"，不少于{self.minimum}{unit}" if self.minimum else ""
        most = f"，不超过{self.maximum}{unit}" if self.maximum else ""
        need = "必填" if self.required else "选填"
        section = say("projects.section", self.section)
        return f"“{section}”栏填写“{self.label}”（{say('projects.widget', self.widget)}，{need}{least}{most}）。"

    def faults(self) -> Iterator[str]:
        if not self.section:
            yield "section：不能空白"
        if self.minimum < 0 or self.maximum < 0 or (self.maximum and self.minimum > self.maximum):
            yield f"minimum（{self.minimum}）应不小于0、不大于maximum（{self.maximum}）"
