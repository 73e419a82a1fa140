"""The kinds of setting that say which changes a programme knows, who decides on each, and how far one may prolong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lixiang.programmes.rules.kind import Kind, Say, day_in_words, joined

CHANGES = {
    "leader": "项目负责人",
    "organisation": "责任单位",
    "name": "项目名称",
    "content": "内容",
    "results": "成果形式",
    "team": "项目组成员",
    "contact": "联系方式",
    "prolong": "延期",
    "money": "经费",
    "suspend": "暂停",
    "resume": "恢复",
    "terminate": "终止",
}
# What moves the whole project and opens no field of its application.
MOVES = ("suspend", "resume", "terminate")
APPROVAL, FILING, OWN = "approval", "filing", "own"
AUTHORITIES = {APPROVAL: "主管单位审批", FILING: "报主管单位备案", OWN: "申报单位自行审批"}
# The hardest first: a request of several kinds goes where the hardest of them goes.
BY_WEIGHT = (APPROVAL, FILING, OWN)


@dataclass(frozen=True, kw_only=True)
class ChangeKind(Kind):
    """A change that may be asked for (R13): the fields it opens, who decides, whether the agreement is supplemented."""

    TITLE = "变更事项"
    IS_RULE = False
    NAMED_BY = "code"
    REFERS = {"code": ("delivery.change",), "authority": ("delivery.authority",), "opens": ("projects.field",)}
    LONGEST = {"code": 20, "title": 40}

    code: str
    title: str
    authority: str
    opens: tuple[str, ...] = ()
    supplement: bool = False

    def in_words(self, say: Say) -> str:
        opens = joined([f"“{say('projects.field', name)}”" for name in self.opens])
        may = f"，可以修改{opens}" if opens else ""
        signed = "，批准后签订补充协议" if self.supplement else ""
        return f"{self.title}：{say('delivery.authority', self.authority)}{may}{signed}。"

    @property
    def moves_project(self) -> bool:
        return self.code in MOVES

    def faults(self) -> Iterator[str]:
        if self.moves_project and (self.opens or self.supplement or self.authority != APPROVAL):
            yield f"{CHANGES[self.code]}由主管单位审批（authority = approval），不修改申报书，也不签补充协议"
        if not self.moves_project and not self.opens:
            yield "opens 应写明可以修改的填报项"
        if self.supplement and self.authority != APPROVAL:
            yield "签订补充协议的变更应由主管单位审批（authority = approval）"


@dataclass(frozen=True, kw_only=True)
class Prolongation(Kind):
    """How a later completion may be asked for (R14): days ahead, how often, how long at a time; 0 sets no limit."""

    TITLE = "延期限制"
    ONCE = True

    apply_before_days: int = 0
    at_most_times: int = 0
    at_most_months: int = 0
    at_most_days: int = 0
    latest_on: date | None = None

    def in_words(self, say: Say) -> str:
        ahead = f"应当在完成时间{self.apply_before_days}日前提出" if self.apply_before_days else ""
        times = f"至多延期{self.at_most_times}次" if self.at_most_times else ""
        months = f"每次不超过{self.at_most_months}个月" if self.at_most_months else ""
        days = f"每次不超过{self.at_most_days}日" if self.at_most_days else ""
        latest = f"最迟延至{day_in_words(self.latest_on)}" if self.latest_on else ""
        return f"申请延期{'，'.join(part for part in (ahead, times, months, days, latest) if part) or '不设限制'}。"

    def faults(self) -> Iterator[str]:
        for name in ("apply_before_days", "at_most_times", "at_most_months", "at_most_days"):
            if not 0 <= getattr(self, name) <= 9999:
                yield f"{name} 应在0至9999之间"


def hardest(kinds: tuple[ChangeKind, ...]) -> str:
    """Who decides on a request of these kinds."""
    asked = {kind.authority for kind in kinds}
    return next((authority for authority in BY_WEIGHT if authority in asked), APPROVAL)
