"""The kinds of meeting of a programme, its minutes, and what may stand against its verbs; pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lixiang.programmes.rules.kind import Kind, Say
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Finding, Strictness

MOST_NAMED = 6  # organisations that a notice names one by one; more are 各有关单位


@dataclass(frozen=True, kw_only=True)
class MeetingKind(Kind):
    """推进会, 现场会, 调度会, 观摩, 路演 (R12): how many days ahead it is announced, and until when units reply."""

    TITLE = "会议形式"
    LISTED = "会议形式有{rows}。"
    NAMED_BY = "code"
    LONGEST = {"code": 20, "title": 20}

    code: str
    title: str
    notice_days: int = 0
    reply_days: int = 0

    def in_words(self, say: Say) -> str:
        notice = f"提前{self.notice_days}日通知" if self.notice_days else "随时通知"
        reply = f"会前{self.reply_days}日报送参会人员" if self.reply_days else "开会前报送参会人员"
        return f"{self.title}{notice}，{reply}。"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.notice_days <= 60:
            yield "notice_days 应在0至60之间"
        if not 0 <= self.reply_days <= 60:
            yield "reply_days 应在0至60之间"


@dataclass(frozen=True, kw_only=True)
class Minutes(Kind):
    """会议纪要: its red 标志, and the series that its numbers come from."""

    TITLE = "会议纪要"
    IS_RULE = False
    ONCE = True
    LONGEST = {"series": 20}

    mark: str
    series: str
    first_number: int = 1

    def in_words(self, say: Say) -> str:
        return f"会后印发纪要，标志“{self.mark}”，编号从{self.series}第{self.first_number}号起，不加盖印章。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.first_number <= 9999:
            yield "first_number 应在1至9999之间"
        if not self.mark.endswith("纪要"):
            yield "mark 应以“纪要”结尾"


@dataclass(frozen=True)
class MeetingFacts:
    """What the rules know of a meeting at a moment; `attended` counts rows of attendance, `worded` says it has text."""

    at: datetime
    title: str = ""
    place: str = ""
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    invited: int = 0
    attended: int = 0
    worded: bool = False
    notice_days: int = 0
    clause: str = ""
    strictness: Strictness = Strictness.WARN

    @property
    def has_begun(self) -> bool:
        return self.begins_at is not None and self.at >= self.begins_at


def blockers_to_announce(facts: MeetingFacts) -> tuple[Finding, ...]:
    """What the notice must say, and that it leaves before the meeting, early enough by the kind's own days."""
    found = [
        Finding(code, sentence, facts.clause, field=field)
        for is_missing, code, sentence, field in (
            (not facts.title.strip(), "no_title", "请填写会议名称。", "title"),
            (not facts.place.strip(), "no_place", "请填写会议地点。", "place"),
            (facts.begins_at is None, "no_date", "请填写会议时间。", "begins_at"),
            (not facts.invited, "nobody_invited", "请选择参会单位。", "organisations"),
        )
        if is_missing
    ]
    return (*found, *_untimely(facts))


def _untimely(facts: MeetingFacts) -> Iterator[Finding]:
    if facts.begins_at is None:
        return
    if facts.has_begun:
        yield Finding("in_the_past", "会议时间已过，请改为今后的时间再发通知。", facts.clause, field="begins_at")
        return
    yield from times_out_of_order(facts.begins_at, facts.ends_at, facts.clause)
    if days_between(facts.at, facts.begins_at) < facts.notice_days:
        sentence = f"距会议不足{facts.notice_days}日；仍要通知的，请写明理由。"
        yield Finding("short_notice", sentence, facts.clause, facts.strictness, "begins_at")


def times_out_of_order(begins_at: datetime | None, ends_at: datetime | None, clause: str) -> tuple[Finding, ...]:
    """A meeting ends after it begins; one without a beginning has no end."""
    if ends_at is None or (begins_at is not None and ends_at > begins_at):
        return ()
    return (Finding("ends_before_it_begins", "结束时间应晚于开始时间。", clause, field="ends_at"),)


def blockers_to_hold(facts: MeetingFacts) -> tuple[Finding, ...]:
    if facts.has_begun:
        return ()
    return (Finding("not_begun", "会议时间未到，不能登记为已召开。", facts.clause),)


def blockers_to_minutes(facts: MeetingFacts) -> tuple[Finding, ...]:
    """Minutes say who was there and what was agreed."""
    found = []
    if not facts.attended:
        found.append(Finding("no_attendance", "请先登记参会人员。", facts.clause))
    if not facts.worded:
        found.append(Finding("no_words", "请填写会议议定事项。", facts.clause, field="summary"))
    return tuple(found)


def hash_of_words(summary: str, conclusions: Mapping[int, str]) -> str:
    """SHA-256 of what minutes say, so that a page can name the words it rests on."""
    words = [summary.strip(), *(f"{pk} {conclusions[pk].strip()}" for pk in sorted(conclusions))]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def standing_against_reply(
    is_open: bool, has_begun: bool, names: int, leave_reason: str, clause: str
) -> tuple[Finding, ...]:
    """A reply names who comes, or asks leave with a reason, while the meeting is still to come."""
    if not is_open or has_begun:
        return (Finding("too_late_to_reply", "会议已经开始或者不再召开，不能再报送参会人员。", clause),)
    if names and leave_reason.strip():
        return (Finding("coming_and_on_leave", "报送了参会人员的，不必再写请假理由。", clause, field="leave_reason"),)
    if not names and not leave_reason.strip():
        sentence = "请填写参会人员；不能参会的，请写明请假理由。"
        return (Finding("empty_reply", sentence, clause, field="leave_reason"),)
    return ()


def reply_by(begins_at: datetime, days: int) -> datetime:
    """Until when units are asked to reply: so many days before, at the same hour."""
    return begins_at - timedelta(days=days)


def addressed(names: tuple[str, ...]) -> str:
    """主送机关 in a notice: few by name, many as 各有关单位."""
    return "、".join(names) if len(names) <= MOST_NAMED else "各有关单位"


def days_between(start: datetime, end: datetime) -> int:
    """Days as the calendar of Shanghai counts them."""
    return (end.astimezone(SHANGHAI).date() - start.astimezone(SHANGHAI).date()).days


def span_in_words(begins_at: datetime, ends_at: datetime | None) -> str:
    """2018年6月12日9:00至11:30; with both days where it ends on another."""
    begin = begins_at.astimezone(SHANGHAI)
    words = f"{begin.year}年{begin.month}月{begin.day}日{begin.hour}:{begin:%M}"
    if ends_at is None:
        return words
    end = ends_at.astimezone(SHANGHAI)
    day = "" if end.date() == begin.date() else f"{end.month}月{end.day}日"
    return f"{words}至{day}{end.hour}:{end:%M}"
