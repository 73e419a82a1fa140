"""The items of the check, in the order of the standard: each looks at one thing and says what it measured."""

from collections.abc import Callable
from dataclasses import dataclass

from . import items_foot, items_head, items_page, items_text
from .observed import Observed
from .roles import Roles
from .verdict import Verdict


@dataclass(frozen=True)
class Item:
    code: str
    name: str
    judge: Callable[[Observed, Roles], Verdict]


ITEMS = (
    Item("page-size", "用纸幅面", items_page.page_size),
    Item("margins", "天头、订口与版心", items_page.margins),
    Item("lines", "每面行数", items_page.lines),
    Item("characters", "每行字数", items_page.characters),
    Item("fonts", "字体嵌入", items_page.fonts),
    Item("bold", "不另加粗", items_page.bold),
    Item("mark", "发文机关标志", items_head.mark),
    Item("mark-place", "发文机关标志位置", items_head.mark_place),
    Item("number", "发文字号形式", items_head.number),
    Item("number-place", "发文字号编排", items_head.number_place),
    Item("red-line", "红色分隔线", items_head.red_line),
    Item("title", "标题字体字号", items_head.title),
    Item("title-place", "标题编排", items_head.title_place),
    Item("addressee", "主送机关", items_head.addressee),
    Item("body", "正文字体字号", items_text.body),
    Item("indent", "正文左空二字", items_text.indent),
    Item("level-1", "一级标题“一、”", items_text.level(1)),
    Item("level-2", "二级标题“（一）”", items_text.level(2)),
    Item("level-3", "三级标题“1.”", items_text.level(3)),
    Item("level-4", "四级标题“（1）”", items_text.level(4)),
    Item("attachment-note", "附件说明", items_text.attachment_note),
    Item("attendance", "纪要出席人员名单", items_text.attendance),
    Item("sign-off", "发文机关署名", items_text.sign_off),
    Item("date", "成文日期形式", items_text.date),
    Item("date-place", "成文日期编排", items_text.date_place),
    Item("note", "附注", items_text.note),
    Item("no-text", "不标“此页无正文”", items_text.no_text),
    Item("attachment", "附件编排", items_foot.attachment),
    Item("imprint-rules", "版记分隔线", items_foot.imprint_rules),
    Item("imprint-place", "版记位置", items_foot.imprint_place),
    Item("imprint-text", "抄送与印发", items_foot.imprint_text),
    Item("page-numbers", "页码形式", items_foot.page_numbers),
    Item("page-number-side", "单页码居右、双页码居左", items_foot.page_number_side),
    Item("page-number-place", "页码距版心", items_foot.page_number_place),
    Item("landscape", "横表页码", items_foot.landscape),
)
