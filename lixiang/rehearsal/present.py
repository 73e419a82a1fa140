"""Moves the dates of a shipped pack to the present, so that the demo stands in the middle of its cycle."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files

from lixiang.agreements.rules import ELECTRONIC, Terms
from lixiang.approvals.rules import Publicity
from lixiang.nominations.rules import Quota
from lixiang.programmes.queries import read_pack
from lixiang.programmes.rules.kinds import Pack
from lixiang.programmes.rules.signing import Signing

OPENED_DAYS_AGO = 53
CLOSES_IN_DAYS = 12
SECOND_OPENED_DAYS_AGO = 44
SECOND_CLOSED_DAYS_AGO = 27


FINISHED_OPENED_BEFORE, FINISHED_OPEN_FOR, FINISHED_BY = 330, 20, 110


@dataclass(frozen=True)
class Present:
    """The demo's own dates: when the notice was issued, the deadline, and the year they lead to and end with."""

    opened: date
    deadline: date
    completed: date | None = None

    @property
    def year(self) -> int:
        """The year in which there is still time to carry a project out."""
        return self.deadline.year + (self.deadline.month > 9)

    @property
    def ends_on(self) -> date:
        return self.completed or date(self.year, 12, 31)


def pack_of_the_present(name: str, today: date) -> Pack:
    """The shipped pack in mid-cycle today; but for its dates it says what the notice says."""
    return _moved(name, Present(today - timedelta(days=OPENED_DAYS_AGO), today + timedelta(days=CLOSES_IN_DAYS)))


def finished_year(name: str, today: date) -> Pack:
    """The batch before, of one project at least from everybody: all of it was over when the running one was opened."""
    running = pack_of_the_present(name, today).about
    after = today - timedelta(days=OPENED_DAYS_AGO)
    opened, completed = (after - timedelta(days=days) for days in (FINISHED_OPENED_BEFORE, FINISHED_BY))
    moved = Present(opened, opened + timedelta(days=FINISHED_OPEN_FOR), completed)
    pack = _moved(name, moved, year=running.year - 1, more=((r"2-3个", "1-2个"),))
    fewer = {"minimum": 1, "maximum": 2}
    rows = ((kind, replace(row, **fewer) if isinstance(row, Quota) else row) for kind, row in pack.settings)
    return replace(pack, settings=tuple(rows))


def second_batch(name: str, today: date) -> Pack:
    """A second batch that asks for 公示, is in it today, and signs electronically: the demo shows these ways too."""
    opened, closed = (today - timedelta(days=days) for days in (SECOND_OPENED_DAYS_AGO, SECOND_CLOSED_DAYS_AGO))
    pack = _moved(name, Present(opened, closed))
    about = replace(pack.about, code=f"{pack.about.code}-2", title=f"{pack.about.title}（第二批）")
    publicity = Publicity(clause="二.3e", days=5, working_days=True, note="第二批试行公示")
    papers = ("opening_notice", "approval_list", "reply", "decline")
    signing = Signing(clause="二.3e", papers=papers, note="第二批试行电子签名，示例使用测试证书")
    rows = ((kind, replace(row, signing=ELECTRONIC) if isinstance(row, Terms) else row) for kind, row in pack.settings)
    added = (("approvals.publicity", publicity), ("programmes.signing", signing))
    return replace(pack, about=about, settings=(*rows, *added))


def _moved(name: str, present: Present, *, year: int | None = None, more: tuple[tuple[str, str], ...] = ()) -> Pack:
    """The shipped pack with its dates moved; everything else stays as it is."""
    text = files("lixiang.programmes.packs").joinpath(f"{name}.toml").read_text("utf-8")
    deadline, year = present.deadline, year or present.year
    spoken = f"{deadline.year}年{deadline.month}月{deadline.day}日"
    moves = (
        (r"(?m)^year = \d{4}$", f"year = {year}"),
        (r'(?m)^code = "(huainan)-\d{4}"$', rf'code = "\1-{year}"'),
        (r"(?m)^title = \"\d{4}年度", f'title = "{year}年度'),
        (r"〔\d{4}〕", f"〔{present.opened.year}〕"),
        (r"\d{4}年\d{1,2}月\d{1,2}日前", f"{spoken}前"),
        (r"“4月4日前”", f"“{deadline.month}月{deadline.day}日前”"),
        (r"(?m)^issued_on = .*$", f"issued_on = {present.opened.isoformat()}"),
        (r"(?m)^in_force_from = .*$", f"in_force_from = {present.opened.isoformat()}T00:00:00+08:00"),
        (r"(?m)^until = .*$", f"until = {deadline.isoformat()}T23:59:59+08:00"),
        (r"(?m)^first_on = .*$", f"first_on = {quarter_of(present.opened).isoformat()}"),
        (r"(?m)^not_after = .*$", f"not_after = {present.ends_on.isoformat()}"),
        (r"(?m)^spend_by = .*$", f"spend_by = {present.ends_on.isoformat()}"),
        (r"(?m)^latest_on = .*$", f"latest_on = {year + 1}-06-30"),
    )
    for pattern, replacement in (*moves, *more):
        text = re.sub(pattern, replacement, text)
    return read_pack(text)


def quarter_of(day: date) -> date:
    """The first day of the quarter that a day belongs to."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
