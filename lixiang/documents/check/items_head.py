"""Items of 版头 and the first lines of 主体: mark, number, red line, title, addressee."""

from lixiang.documents.numbers import faults_of_number

from .observed import Observed
from .roles import Roles
from .verdict import Verdict, absent, away, judged, looks, short, wrong_face, wrong_size

NO_HEAD = "没有版头（责任书、公示、表格等）"


def mark(seen: Observed, roles: Roles) -> Verdict:
    if not roles.mark:
        return short("没有红色的发文机关标志") if roles.number or seen.red_line else absent(NO_HEAD)
    off_centre = any(not line.is_centred and away((line.left or 0) - (line.right or 0), 0, 1.2) for line in roles.mark)
    text = "".join(line.text for line in roles.mark)
    measured = f"“{text}” {looks(roles.mark)}，红色"
    return judged([wrong_face(roles.mark, "小标宋"), "应当居中" if off_centre else ""], measured)


def mark_place(seen: Observed, roles: Roles) -> Verdict:
    if seen.mark_top is None:
        return absent(NO_HEAD)
    measured = f"上边缘距版心上边缘{seen.mark_top:.1f}毫米"
    return judged(["应为35毫米" if away(seen.mark_top, 35, 1.5) else ""], measured)


def number(seen: Observed, roles: Roles) -> Verdict:
    if roles.number is None:
        return short("没有发文字号") if roles.mark or seen.red_line else absent(NO_HEAD)
    return judged(faults_of_number(roles.number.text), roles.number.text)


def number_place(seen: Observed, roles: Roles) -> Verdict:
    """Two empty lines below the mark, centred, 3号仿宋."""
    line = roles.number
    if line is None:
        return absent(NO_HEAD)
    faults = [wrong_face([line], "仿宋"), wrong_size([line], 16, "3号"), "" if line.is_centred else "应当居中"]
    if roles.mark and line.above is not None and away(line.above, 2, 0.6):
        faults.append(f"距标志{line.above:.1f}行，应为二行")
    return judged(faults, looks([line]))


def red_line(seen: Observed, roles: Roles) -> Verdict:
    rule = seen.red_line
    if rule is None:
        return short("没有红色分隔线") if roles.has_head else absent(NO_HEAD)
    faults = [
        f"宽{rule.width:.1f}毫米，应与版心等宽156毫米" if away(rule.width, 156, 1) else "",
        f"左端距纸边{rule.left:.1f}毫米，应为28毫米" if away(rule.left, 28, 1) else "",
        f"粗{rule.thickness:.2f}毫米，应为0.35至0.5毫米" if away(rule.thickness, 0.43, 0.13) else "",
    ]
    gap = rule.below_number
    if gap is not None and away(gap, 4, 1):
        faults.append(f"在发文字号下{gap:.1f}毫米，应为4毫米")
    below = "" if gap is None else f"，发文字号下{gap:.1f}毫米"
    return judged(faults, f"宽{rule.width:.1f}毫米，粗{rule.thickness:.2f}毫米{below}")


def title(seen: Observed, roles: Roles) -> Verdict:
    if not roles.title:
        return short("没有标题") if roles.has_head else absent("没有居中的标题")
    faults = [wrong_face(roles.title, "小标宋")]
    if roles.has_head or roles.title[0].size < 22:  # the cover of a form may be larger
        faults.append(wrong_size(roles.title, 22, "2号"))
    return judged(faults, looks(roles.title))


def title_place(seen: Observed, roles: Roles) -> Verdict:
    if not roles.title:
        return absent("没有标题")
    lines = roles.title
    faults = ["" if all(line.is_centred for line in lines) else "应当居中"]
    above = lines[0].above
    if seen.red_line is not None and away(above, 2, 0.6):
        faults.append("应在红色分隔线下空二行")
    gap = "" if above is None or seen.red_line is None else f"，红线下空{above:.1f}行"
    return judged(faults, f"“{''.join(line.text for line in lines)}” 分{len(lines)}行{gap}")


def addressee(seen: Observed, roles: Roles) -> Verdict:
    """Below the title after one empty line, flush left, closed by a full-width colon."""
    if not roles.addressee:
        return absent("没有主送机关")
    first, last = roles.addressee[0], roles.addressee[-1]
    faults = [
        "应当居左顶格" if away(first.left, 0, 0.4) else "",
        "" if last.text.endswith("：") else "末尾应为全角冒号",
        wrong_face(roles.addressee, "仿宋"),
        wrong_size(roles.addressee, 16, "3号"),
    ]
    if first.above is not None and away(first.above, 1, 0.5):
        faults.append(f"距标题{first.above:.1f}行，应空一行")
    return judged(faults, f"“{first.text[:20]}” {looks(roles.addressee)}")
