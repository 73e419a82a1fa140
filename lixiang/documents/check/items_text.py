"""Items of the text: faces by level, indents, 附件说明, sign-off, date, 附注."""

import re
from collections.abc import Callable

from lixiang.documents.dates import date_of
from lixiang.documents.numbering import attachment_lines

from .observed import Line, Observed
from .roles import Roles, is_minutes
from .verdict import Verdict, absent, away, good, judged, looks, short, wrong_face, wrong_size

_LABELS = r"(出席|请假|列席|缺席)[:：]"
_HEADING_FACES = {1: "黑体", 2: "楷体", 3: "仿宋", 4: "仿宋"}


def body(seen: Observed, roles: Roles) -> Verdict:
    if not roles.body:
        return absent("没有成段的正文")
    led = [
        line for line in roles.body if not re.match(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）", line.text)
    ]
    return judged([wrong_face(led, "仿宋"), wrong_size(roles.body, 16, "3号")], looks(roles.body))


def indent(seen: Observed, roles: Roles) -> Verdict:
    """A paragraph begins two characters in, every further line flush left."""
    places = [line.left for line in roles.body if not line.is_centred]
    if not places or not (roles.has_head or any(not away(left, 2, 0.45) for left in places)):
        return absent("没有成段的正文")
    odd = sorted({round(left, 1) for left in places if away(left, 0, 0.45) and away(left, 2, 0.45)})
    first = sum(1 for left in places if not away(left, 2, 0.45))
    faults = [f"有的行左空{'、'.join(f'{left:g}' for left in odd[:4])}字" if odd else ""]
    faults.append("" if first else "没有左空二字的段首")
    return judged(faults, f"{first}段左空二字")


def level(number: int) -> Callable[[Observed, Roles], Verdict]:
    """The item of one level of headings."""

    def judge(seen: Observed, roles: Roles) -> Verdict:
        found = roles.headings.get(number, [])
        if not found:
            return absent("没有这一级标题")
        faults = [wrong_face(found, _HEADING_FACES[number]), wrong_size(found, 16, "3号")]
        return judged(faults, f"{len(found)}处，{looks(found)}")

    return judge


def attachment_note(seen: Observed, roles: Roles) -> Verdict:
    """One empty line below the text, two characters in, 附件：1. 名称, no closing mark."""
    lines = roles.note_of_attachments
    if not lines:
        return short("有附件而没有附件说明") if roles.attached and roles.has_head else absent("没有附件")
    first = lines[0]
    faults = [
        "" if first.text.startswith("附件：") else "应以“附件：”开头",
        "应当左空二字" if away(first.left, 2, 0.5) else "",
        "名称后不加标点" if any(re.search(r"[。；，;,.]$", line.text) for line in lines) else "",
        wrong_face(lines, "仿宋"),
        wrong_size(lines, 16, "3号"),
    ]
    if first.above is not None and away(first.above, 1, 0.5):
        faults.append(f"距正文{first.above:.1f}行，应空一行")
    return judged(faults, f"“{first.text[:24]}”")


def attendance(seen: Observed, roles: Roles) -> Verdict:
    """出席, 请假, 列席 of a 纪要: one empty line below the text, two characters in, labels 黑体, names 仿宋."""
    lines = roles.attendance
    if not lines:
        return short("纪要没有标注出席人员") if is_minutes(roles) else absent("不是纪要")
    labelled = [line for line in lines if re.match(_LABELS, line.text)]
    others = [line for line in lines if line not in labelled]
    faults = [
        "应以“出席：”开头" if not lines[0].text.startswith("出席：") else "",
        "标签应为黑体" if any(line.faces.get("黑体", line.faces.get("后备黑体", 0)) != 2 for line in labelled) else "",
        "标签后应为全角冒号" if any(line.text[2:3] != "：" for line in labelled) else "",
        "应当左空二字" if any(away(line.left, 2, 0.5) for line in labelled) else "",
        "回行应与冒号后首字对齐" if any(away(line.left, 5, 0.5) for line in others) else "",
        wrong_face([Line(**{**line.__dict__, "faces": _without_label(line)}) for line in lines], "仿宋"),
        wrong_size(lines, 16, "3号"),
    ]
    if lines[0].above is not None and away(lines[0].above, 1, 0.5):
        faults.append(f"距正文{lines[0].above:.1f}行，应空一行")
    return judged(faults, "、".join(line.text[:2] for line in labelled))


def _without_label(line: Line) -> dict[str, int]:
    """The faces of the names alone: a label is two letters of 黑体."""
    labels = ("黑体", "后备黑体") if re.match(_LABELS, line.text) else ()
    return {face: count for face, count in line.faces.items() if face not in labels}


def sign_off(seen: Observed, roles: Roles) -> Verdict:
    if roles.organisation is None:
        return short("没有署名") if roles.has_head else absent("没有署名")
    line = roles.organisation
    return judged([wrong_face([line], "仿宋"), wrong_size([line], 16, "3号")], f"“{line.text}” {looks([line])}")


def date(seen: Observed, roles: Roles) -> Verdict:
    if roles.date is None:
        return short("没有成文日期") if roles.has_head else absent("没有成文日期")
    text = roles.date.text.replace(" ", "")
    form = "" if date_of(text) else "应当用阿拉伯数字、年份标全称、月日不编虚位"
    return judged([form, wrong_face([roles.date], "仿宋"), wrong_size([roles.date], 16, "3号")], roles.date.text)


def date_place(seen: Observed, roles: Roles) -> Verdict:
    """With a seal 4 characters from the right under a centred name; without, by 2 and 2."""
    if roles.date is None or roles.organisation is None:
        return absent("没有署名或者日期")
    name, day = roles.organisation, roles.date
    if name.right is None or day.right is None:
        return short("署名或者日期没有按右空编排")
    measured = f"署名右空{name.right:.1f}字，日期右空{day.right:.1f}字"
    return good(measured) if _is_sealed(name, day) or _is_unsealed(name, day) else short(f"位置不合规定（{measured}）")


def _is_sealed(name: Line, day: Line) -> bool:
    is_wide = name.right is not None and name.right < 0.6  # a long name keeps within the 版心
    return not away(day.right, 4, 0.8) and (is_wide or not away((name.middle or 0) - (day.middle or 0), 0, 0.8))


def _is_unsealed(name: Line, day: Line) -> bool:
    by_name = not away(name.right, 2, 0.8) and not away(day.left - name.left, 2, 0.8)
    by_date = not away(day.right, 2, 0.8) and not away(day.left - name.left, 2, 0.8)
    return by_name or by_date


def note(seen: Observed, roles: Roles) -> Verdict:
    line = roles.note
    if line is None:
        return absent("没有附注")
    faults = [
        "应当左空二字" if away(line.left, 2, 0.7) else "",
        "应当加全角圆括号" if not re.fullmatch(r"（.*）", line.text) else "",
        wrong_face([line], "仿宋"),
        wrong_size([line], 16, "3号"),
    ]
    return judged(faults, line.text[:24])


def no_text(seen: Observed, roles: Roles) -> Verdict:
    found = next((line.text for line in seen.lines if re.search(r"此页无正文", line.text)), None)
    return short(f"“{found}”") if found else good("没有标注")


def names_in_note(roles: Roles) -> tuple[str, ...]:
    """The names that 附件说明 lists, lines that go on joined to the name they belong to."""
    names: list[str] = []
    for line in roles.note_of_attachments:
        text = re.sub(r"^附件[:：]\s*", "", line.text)
        numbered = re.match(r"\d+[.．]\s*(.*)", text)
        if numbered or not names:
            names.append(numbered[1] if numbered else text)
        else:
            names[-1] += text
    return tuple(name for _, name in attachment_lines(tuple(names))) if names else ()
