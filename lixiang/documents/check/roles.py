"""Which line plays which part in a document, told by its place, its size, its colour and its words."""

import re
from dataclasses import dataclass, field

from lixiang.documents.numbering import heading_level

from .observed import Line, Observed

_NUMBER = re.compile(r".{1,20}[〔［\[（(【]\s*\d{2,4}\s*[〕］\])）】]\s*第?\s*\d+\s*号?$")
_DAY = re.compile(r"[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")
_LABEL = re.compile(r"附件\s*\d*\s*[:：]?$")
_ATTENDANCE = re.compile(r"(出席|请假|列席|缺席)[:：]")
_ATTACHMENTS = re.compile(r"附件?[:：]")


@dataclass
class Attached:
    """One attachment: its label, whether it opens a page, its title."""

    label: Line
    opens_page: bool
    title: tuple[Line, ...] = ()


@dataclass
class Roles:
    """The parts that were found; what a document does not have stays empty."""

    mark: tuple[Line, ...] = ()
    number: Line | None = None
    title: tuple[Line, ...] = ()
    addressee: tuple[Line, ...] = ()
    headings: dict[int, list[Line]] = field(default_factory=dict)
    body: list[Line] = field(default_factory=list)
    note_of_attachments: list[Line] = field(default_factory=list)
    attendance: list[Line] = field(default_factory=list)
    organisation: Line | None = None
    date: Line | None = None
    note: Line | None = None
    attached: list[Attached] = field(default_factory=list)

    @property
    def has_head(self) -> bool:
        return bool(self.mark) or self.number is not None


def find_roles(seen: Observed) -> Roles:
    """Read the lines from the top; tables play no part."""
    roles = Roles()
    lines = [line for line in seen.lines if not line.in_table]
    lines, attached = _parted(lines)
    roles.attached = [_attached(part) for part in attached]
    roles.mark = tuple(line for line in lines if line.is_red and line.size >= 20 and line.page == 1)
    rest = [line for line in lines if line not in roles.mark and not line.is_red]
    rest = _take_number(rest, roles, seen)
    rest = _take_title(rest, roles)
    rest = _take_addressee(rest, roles)
    if not roles.has_head:
        rest = _without_cover_and_signatures(rest, roles)
    _take_text(_take_attendance(_take_end(rest, roles), roles), roles)
    return roles


def _parted(lines: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The main part, and each attachment from its label on."""
    starts = [n for n, line in enumerate(lines) if _LABEL.match(line.text) and line.left < 1]
    if not starts:
        return lines, []
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    return lines[: starts[0]], [lines[a:b] for a, b in bounds]


def _attached(lines: list[Line]) -> Attached:
    title = []
    for line in lines[1:6]:
        if not line.is_centred or (title and abs(line.size - title[0].size) > 1):
            break
        title.append(line)
    return Attached(lines[0], lines[0].above is None, tuple(title))


def _take_number(lines: list[Line], roles: Roles, seen: Observed) -> list[Line]:
    """Below the mark the first line is the number, however it is written; elsewhere only what looks like one."""
    limit = 1 if roles.mark and seen.red_line else 3
    for n, line in enumerate(lines[:limit]):
        if _NUMBER.search(line.text) or (roles.mark and seen.red_line and line.size < 20):
            roles.number = line
            return lines[:n] + lines[n + 1 :]
    return lines


def _take_title(lines: list[Line], roles: Roles) -> list[Line]:
    if not lines:
        return lines
    first = lines[0]
    count = 1
    while count < min(len(lines), 5) and abs(lines[count].size - first.size) <= 1 and first.size > 17:
        count += 1
    if first.size <= 17 and not roles.has_head and not first.is_centred:
        return lines
    roles.title = tuple(lines[:count])
    return lines[count:]


def _take_addressee(lines: list[Line], roles: Roles) -> list[Line]:
    """Flush left right below the title, up to the colon; a first line that is indented is mostly text already."""
    if not lines or not roles.title:
        return lines
    if lines[0].left > 1:
        return _take_misplaced_addressee(lines, roles)
    for n, line in enumerate(lines[:8], start=1):
        if line.text.endswith(("：", ":")):
            roles.addressee = tuple(lines[:n])
            return lines[n:]
        if line.left > 1:
            break
    if roles.has_head:
        roles.addressee = (lines[0],)
        return lines[1:]
    return lines


def _take_misplaced_addressee(lines: list[Line], roles: Roles) -> list[Line]:
    """A short first line with a colon that announces nothing is an addressee in the wrong place."""
    text = lines[0].text
    if roles.has_head and text.endswith(("：", ":")) and len(text) <= 26 and "如下" not in text:
        roles.addressee = (lines[0],)
        return lines[1:]
    return lines


def _without_cover_and_signatures(lines: list[Line], roles: Roles) -> list[Line]:
    """The cover of a form and the foot of an agreement are no running text."""
    if roles.title and roles.title[0].size > 23:
        return [line for line in lines if heading_level(line.text)]
    signed = next((n for n, line in enumerate(lines) if "（盖章）" in line.text), len(lines))
    return lines[:signed]


def _take_end(lines: list[Line], roles: Roles) -> list[Line]:
    """Note, date and organisation from below; a date counts only as a line of its own right of the middle."""
    for n in range(len(lines) - 1, -1, -1):
        line = lines[n]
        if _DAY.fullmatch(re.sub(r"\s", "", line.text)) and line.left > 8:
            roles.date = line
            if n and len(lines[n - 1].text) <= 40 and lines[n - 1].left > 2.5:
                roles.organisation = lines[n - 1]
            roles.note = next((item for item in lines[n + 1 :] if re.fullmatch(r"[（(].*[）)]", item.text)), None)
            return lines[: n - 1 if roles.organisation else n]
    return lines


def _take_attendance(lines: list[Line], roles: Roles) -> list[Line]:
    """Who was at the meeting, from the first label on; only a 纪要 lists it below its text."""
    if not is_minutes(roles):
        return lines
    start = next((n for n, line in enumerate(lines) if _ATTENDANCE.match(line.text) and line.left > 1), len(lines))
    roles.attendance = lines[start:]
    return lines[:start]


def is_minutes(roles: Roles) -> bool:
    return "".join(line.text for line in roles.mark).endswith("纪要")


def _take_text(lines: list[Line], roles: Roles) -> None:
    note = next((n for n, line in enumerate(lines) if _ATTACHMENTS.match(line.text) and line.left > 1), len(lines))
    roles.note_of_attachments = lines[note:]
    for line, follower in zip(lines[:note], (*lines[1:note], None), strict=True):
        level = heading_level(line.text) if 1 < line.left < 3.5 else None
        if level and _is_heading(line, follower):
            roles.headings.setdefault(level, []).append(line)
        else:
            roles.body.append(line)


def _is_heading(line: Line, follower: Line | None) -> bool:
    """A heading stands alone in a short line; a number that opens a paragraph is part of the text."""
    runs_on = follower is not None and follower.left < 1 and line.right is not None and line.right < 1.5
    return len(line.text) <= 30 and not re.search(r"[。；]", line.text) and not runs_on
