"""Items at the end and at the foot: attachments, 版记, page numbers."""

import re

from .items_text import names_in_note
from .observed import Observed, PageNumber
from .roles import Attached, Roles
from .verdict import Verdict, absent, away, good, judged, looks, short, wrong_face, wrong_size


def attachment(seen: Observed, roles: Roles) -> Verdict:
    """A new page; 附件n in 黑体 flush left; title centred on the third line; names equal to 附件说明."""
    if not roles.attached:
        return short("附件说明列有附件而文后没有附件") if roles.note_of_attachments else absent("没有附件")
    faults = [fault for part in roles.attached for fault in _faults_of_attachment(part)]
    listed, titles = names_in_note(roles), tuple("".join(line.text for line in part.title) for part in roles.attached)
    if listed and tuple(map(_bare, listed)) != tuple(map(_bare, titles)):
        faults.append("附件标题与附件说明不一致")
    return judged(dict.fromkeys(faults), "、".join(f"{part.label.text} {looks(part.title)}" for part in roles.attached))


def _bare(text: str) -> str:
    return re.sub(r"[\s《》]", "", text)


def _faults_of_attachment(part: Attached) -> list[str]:
    label = part.label
    faults = [
        "" if part.opens_page else f"{label.text}应当另面编排",
        wrong_face([label], "黑体"),
        wrong_size([label], 16, "3号"),
        "" if re.fullmatch(r"附件\d*", label.text) else "“附件”后不加冒号",
    ]
    if not part.title:
        return [*faults, f"{label.text}没有居中的标题"]
    if part.title[0].above is not None and away(part.title[0].above, 1, 0.5):
        faults.append(f"{label.text}标题应在第三行")
    return faults


def imprint_rules(seen: Observed, roles: Roles) -> Verdict:
    """First and last rule 0.35 mm, the others 0.25 mm, as wide as the 版心."""
    found = seen.imprint
    if found is None:
        return short("没有版记") if roles.has_head else absent("没有版记")
    wanted = 1 + max(1, _elements(seen))
    if len(found.rules) != wanted:
        return short(f"应有{wanted}条分隔线，实有{len(found.rules)}条")
    edges, inner = (found.rules[0], found.rules[-1]), found.rules[1:-1]
    faults = [
        "首末条应粗0.35毫米" if any(away(rule, 0.35, 0.06) for rule in edges) else "",
        "中间应细0.25毫米" if any(away(rule, 0.25, 0.06) for rule in inner) else "",
        "应与版心等宽156毫米" if away(found.width, 156, 1) else "",
    ]
    return judged(faults, f"{'、'.join(f'{rule:.2f}' for rule in found.rules)}毫米，宽{found.width or 0:.1f}毫米")


def _elements(seen: Observed) -> int:
    """How many parts the imprint has: copies (with what runs on), a moved addressee, the printer with the date."""
    texts = [line.text for line in seen.imprint.lines] if seen.imprint else []
    return sum(1 for text in texts if text.startswith(("抄送", "主送"))) + any(text.endswith("印发") for text in texts)


def imprint_place(seen: Observed, roles: Roles) -> Verdict:
    if seen.imprint is None or not seen.imprint.rules:
        return absent("没有版记分隔线")
    foot = seen.imprint.foot
    if foot is None:
        return short("版记没有固定在版心下边缘")
    return judged(["末条分隔线应与版心下边缘重合" if away(foot, 0, 1) else ""], f"末条距版心下边缘{foot:.1f}毫米")


def imprint_text(seen: Observed, roles: Roles) -> Verdict:
    """抄送 ends in a full stop, the printer stands left, the date ends in 印发; all 4号仿宋."""
    if seen.imprint is None:
        return absent("没有版记")
    lines = seen.imprint.lines
    faults = [wrong_face(lines, "仿宋"), wrong_size(lines, 14, "4号")]
    text = "".join(line.text for line in lines)
    copies = re.search(r"抄送[:：](.*?[。.]|.*$)", text)
    if copies and not re.match(r"抄送：.*。$", copies[0]):
        faults.append("抄送应以“抄送：”开头、以句号结尾")
    day = re.search(r"(\d+)年(\d+)月(\d+)日印发$", text)
    if day is None:
        faults.append("应以“某年某月某日印发”结尾")
    elif len(day[1]) != 4 or day[2].startswith("0") or day[3].startswith("0"):
        faults.append("印发日期年份标全称、月日不编虚位")
    return judged(faults, text[-30:])


def page_numbers(seen: Observed, roles: Roles) -> Verdict:
    """4号 half-width digits between two 一字线 on every page; a cover may go without."""
    found = {number.page for number in seen.numbers}
    missing = [page for page in seen.numbered_pages if page not in found and (page > 1 or roles.has_head)]
    if not seen.numbers:
        return short("没有页码") if missing else absent("单页无页码")
    faults = [f"第{'、'.join(map(str, missing[:5]))}面没有页码" if missing else ""]
    faults += dict.fromkeys(fault for number in seen.numbers for fault in _faults_of_number(seen, number))
    first = seen.numbers[0]
    return judged(faults, f"“{first.text}” {first.face} {first.size:g}磅")


def _faults_of_number(seen: Observed, number: PageNumber) -> list[str]:
    return [
        "" if re.fullmatch(r"—\s?[1-9]\d*\s?—", number.text) else "数字左右应各有一条一字线",
        f"应为4号14磅，实为{number.size:g}磅" if away(number.size, 14, 0.5) else "",
        f"应为宋体，实为{number.face}" if number.face not in ("宋体", "后备宋体") else "",
        "页码不连续" if seen.medium == "PDF" and _digits(number) != number.page else "",
    ]


def _digits(number: PageNumber) -> int:
    return int("".join(re.findall(r"\d", number.text)) or 0)


def page_number_side(seen: Observed, roles: Roles) -> Verdict:
    """Odd pages right, even pages left, one character in."""
    if not seen.numbers:
        return absent("没有页码")
    wrong = [n for n in seen.numbers if n.side != ("right" if n.page % 2 else "left")]
    far = [n for n in seen.numbers if n not in wrong and away(n.room, 14, 3)]
    if seen.medium == "Word" and {n.page % 2 for n in seen.numbers} == {1} and not wrong:
        return short("没有分设奇偶页页脚")
    faults = [
        f"第{'、'.join(str(n.page) for n in wrong[:5])}面位置不对" if wrong else "",
        f"第{'、'.join(str(n.page) for n in far[:5])}面没有空一字" if far else "",
    ]
    return judged(faults, f"共{len(seen.numbers)}处")


def page_number_place(seen: Observed, roles: Roles) -> Verdict:
    if not seen.numbers:
        return absent("没有页码")
    drops = [number.drop for number in seen.numbers]
    worst = max(drops, key=lambda drop: abs(drop - 7))
    return judged(["应为7毫米" if away(worst, 7, 1) else ""], f"一字线距版心下边缘{worst:.1f}毫米")


def landscape(seen: Observed, roles: Roles) -> Verdict:
    """A page that lies keeps its number where the others have it, so it stands sideways on the left edge."""
    if not any(sheet.is_landscape for sheet in seen.sheets):
        return absent("没有横表")
    turned = [number for number in seen.numbers if number.is_sideways]
    return good(f"{len(turned)}处与其他页一致") if turned else short("横表页码没有放在与其他页一致的位置")
