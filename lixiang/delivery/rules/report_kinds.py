"""The kinds of setting that say when reports are due, what they ask, and what follows when one is overdue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lixiang.programmes.rules.kind import Kind, Say, day_in_words, joined

RHYTHMS = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "none": "不定期"}
MONTHS = {"month": 1, "quarter": 3, "half_year": 6}
DAY_UNITS = {"days": "日", "working_days": "个工作日"}
EVIDENCE = {"required": "必须附佐证材料", "reason": "不附佐证材料的应当说明理由", "optional": "佐证材料可附可不附"}
WIDGETS = {"line": "一行文字", "text": "多行文字"}
AUDIENCES = {
    "clerk": "提醒填报员",
    "nominator": "提醒申报单位经办",
    "nominator_leader": "提醒申报单位主要负责同志",
    "circular": "列入通报",
}
LARGEST_DAYS = 366
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # a part of addresses


@dataclass(frozen=True, kw_only=True)
class ReportSchedule(Kind):
    """One rhythm of reports (R11); several stand side by side.

    A period ends on the last day of its months; it is due on `due_day` of its last month, or on its last day where
    that is 0, and `due_after` days or working days later. `periods` is how many there are, 0 for as long as a project
    runs. `midterm` makes it a 中期检查 with a self-rating and a result.
    """

    TITLE = "定期汇报"
    NAMED_BY = "code"
    LONGEST = {"code": 40, "title": 60}
    REFERS = {
        "rhythm": ("delivery.rhythm",),
        "due_unit": ("delivery.day_unit",),
        "categories": ("projects.category",),
        "evidence": ("delivery.evidence",),
    }

    code: str
    title: str
    rhythm: str
    first_on: date | None = None
    periods: int = 0
    due_day: int = 0
    due_after: int = 0
    due_unit: str = "working_days"
    opens_days_before: int = 15
    categories: tuple[str, ...] = ()
    midterm: bool = False
    self_ratings: tuple[str, ...] = ()
    evidence: str = "reason"

    def in_words(self, say: Say) -> str:
        whom = joined([say("projects.category", code) for code in self.categories]) or "各类"
        evidence = say("delivery.evidence", self.evidence)
        if self.first_on is None:
            return f"{whom}项目按要求报送“{self.title}”，{evidence}。"
        rhythm = say("delivery.rhythm", self.rhythm)
        times = f"，共{self.periods}次" if self.periods else ""
        midterm = "，单位自评，主管单位给出中期检查结果" if self.midterm else ""
        return (
            f"{whom}项目自{day_in_words(self.first_on)}起{rhythm}报送“{self.title}”{times}，"
            f"{self._due_in_words(say)}，{evidence}{midterm}。"
        )

    def _due_in_words(self, say: Say) -> str:
        day = f"期末当月{self.due_day}日" if self.due_day else "期末"
        after = f"后{self.due_after}{say('delivery.day_unit', self.due_unit)}内" if self.due_after else "当日"
        return f"{day}{after}报送"

    def faults(self) -> Iterator[str]:
        if not CODE.fullmatch(self.code):
            yield "code：由小写字母、数字和短横线组成"
        if (self.rhythm in MONTHS) != (self.first_on is not None):
            yield "first_on：按期汇报的写明第一期的起始日，不定期的不写"
        if self.first_on is not None and self.first_on.day != 1:
            yield "first_on：第一期应从某月1日起"
        if not 0 <= self.due_day <= 31 or not 0 <= self.due_after <= LARGEST_DAYS:
            yield f"due_day 应在0至31之间，due_after 应在0至{LARGEST_DAYS}之间"
        if self.periods < 0 or not 0 <= self.opens_days_before <= LARGEST_DAYS:
            yield f"periods 不能为负数，opens_days_before 应在0至{LARGEST_DAYS}之间"
        if self.self_ratings and not self.midterm:
            yield "self_ratings：只有中期检查才有自评等次"


@dataclass(frozen=True, kw_only=True)
class ReportField(Kind):
    """One question of a report; `schedules` are those that ask it, all where none is named."""

    TITLE = "汇报填报项"
    NAMED_BY = "name"
    LONGEST = {"name": 40}
    REFERS = {"widget": ("delivery.widget",), "schedules": ("delivery.report_schedule",)}

    name: str
    label: str
    widget: str = "text"
    required: bool = True
    help: str = ""
    schedules: tuple[str, ...] = ()

    def called(self) -> str:
        return self.label

    def in_words(self, say: Say) -> str:
        named = joined([f"“{say('delivery.report_schedule', code)}”" for code in self.schedules]) or "各项汇报"
        return f"{named}填写“{self.label}”（{'必填' if self.required else '选填'}）。"

    def question(self) -> "Question":
        return Question(self.name, self.label, self.widget, self.required, self.help)


@dataclass(frozen=True, kw_only=True)
class LadderRung(Kind):
    """What happens when a report is so many days overdue; each rung once per report."""

    TITLE = "逾期未报的处理"
    REFERS = {"audience": ("delivery.audience",)}

    days: int
    audience: str

    def in_words(self, say: Say) -> str:
        return f"汇报逾期满{self.days}日的，{say('delivery.audience', self.audience)}。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.days <= LARGEST_DAYS:
            yield f"days 应在1至{LARGEST_DAYS}之间"


@dataclass(frozen=True)
class Question:
    """One question as a report keeps it: a row of the programme, or asked ad hoc."""

    name: str
    label: str
    widget: str = "text"
    required: bool = True
    help: str = ""
