"""Moves the dates of a shipped pack to the present, so that the demo stands in the middle of its cycle."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from lixiang.programmes.queries import read_pack
from lixiang.programmes.rules.kinds import Pack

OPENED_DAYS_AGO = 45
CLOSES_IN_DAYS = 12


@dataclass(frozen=True)
class Present:
    """The demo's own dates around a day: the notice, the deadline, the year of the programme, completion."""

    today: date

    @property
    def opened(self) -> date:
        return self.today - timedelta(days=OPENED_DAYS_AGO)

    @property
    def deadline(self) -> date:
        return self.today + timedelta(days=CLOSES_IN_DAYS)

    @property
    def year(self) -> int:
        """The year in which there is still time to carry a project out."""
        return self.deadline.year + (self.deadline.month > 9)


def pack_of_the_present(name: str, today: date) -> Pack:
    """The shipped pack with its dates moved; everything else stays as the notice says."""
    text = files("lixiang.programmes.packs").joinpath(f"{name}.toml").read_text("utf-8")
    present = Present(today)
    deadline, year = present.deadline, str(present.year)
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
        (r"(?m)^not_after = .*$", f"not_after = {year}-12-31"),
    )
    for pattern, replacement in moves:
        text = re.sub(pattern, replacement, text)
    return read_pack(text)
