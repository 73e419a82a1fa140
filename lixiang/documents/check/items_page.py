"""Items of the whole page: paper, margins, the grid, embedded fonts, no bold."""

from .observed import HEIGHT, WIDTH, Observed
from .roles import Roles
from .verdict import Verdict, absent, away, good, judged, short

MM = 72 / 25.4


def page_size(seen: Observed, roles: Roles) -> Verdict:
    sizes = {(round(sheet.width), round(sheet.height)) for sheet in seen.sheets}
    measured = "、".join(f"{width}×{height}毫米" for width, height in sorted(sizes))
    return good(f"A4 {measured}") if sizes <= {(210, 297), (297, 210)} else short(f"应为A4 210×297毫米（{measured}）")


def margins(seen: Observed, roles: Roles) -> Verdict:
    """天头 37±1, 订口 28±1, right 26 and foot 35; turned pages hold the same margins turned."""
    faults, measured = [], ""
    for place, sheet in enumerate(seen.sheets, start=1):
        wanted = (35, 28, 37, 26) if sheet.is_landscape else (28, 37, 26, 35)
        found = (sheet.left, sheet.top, sheet.right, sheet.bottom)
        strict = seen.medium == "Word"
        for name, value, want in zip("左上右下", found, wanted, strict=True):
            if value is not None and _is_off(name, value, want, strict):
                faults.append(f"第{place}{'节' if strict else '面'}{name}边{value:.1f}毫米，应为{want}毫米")
        if not measured and any(value is not None for value in found):
            measured = "、".join(f"{name}{v:.1f}" for name, v in zip("左上右下", found, strict=True) if v is not None)
    return judged(faults[:4], f"{measured}毫米") if measured else absent("没有可以量出版心的文字")


def _is_off(name: str, value: float, wanted: int, strict: bool) -> bool:
    """Text may end before the foot of the 版心, and before its right edge by a squeezed mark; never beyond."""
    if strict:
        return away(value, wanted, 1)
    if name == "下":
        return value < wanted - 1.5
    return away(value, wanted, 1.6 if name in "上右" else 1.1)


def lines(seen: Observed, roles: Roles) -> Verdict:
    if seen.line_pitch is None:
        return absent("正文不足五行，量不出行距")
    count = HEIGHT * MM / seen.line_pitch
    measured = f"行距{seen.line_pitch:.2f}磅，每面{count:.1f}行"
    return judged(["应为22行" if away(count, 22, 0.35) else ""], measured)


def characters(seen: Observed, roles: Roles) -> Verdict:
    if seen.cell is None:
        return absent("没有排满的行，量不出字距")
    count = WIDTH * MM / seen.cell
    measured = f"字距{seen.cell:.2f}磅，每行{count:.1f}字"
    return judged(["应为28字" if away(count, 28, 0.45) else ""], measured)


def fonts(seen: Observed, roles: Roles) -> Verdict:
    if seen.medium == "Word":
        return absent("Word 文件由打开它的电脑提供字体")
    return short(f"未嵌入：{'、'.join(seen.unembedded)}") if seen.unembedded else good("全部嵌入")


def bold(seen: Observed, roles: Roles) -> Verdict:
    return short(f"加粗：{'、'.join(seen.emboldened[:5])}") if seen.emboldened else good("没有加粗")
