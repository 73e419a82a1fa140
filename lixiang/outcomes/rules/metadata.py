"""The metadata of an archived project as XML, in the elements of DA/T 46 that GB/T 18894 asks for."""

from collections.abc import Iterable
from datetime import date, datetime
from xml.etree import ElementTree as ET

from lixiang.outcomes.rules.items import About, Act, Packed, PackedItem

STANDARD = "GB/T 18894-2016；DA/T 46-2009"
NAME = "metadata.xml"
ALGORITHM = "SHA-256"


def metadata_of(about: About, items: Iterable[PackedItem]) -> bytes:
    """The folder as a whole first, then item by item with its files, acts and relations."""
    root = ET.Element("电子档案", {"标准": STANDARD})
    _texts(root, ("聚合层次", "案卷"), ("信息系统描述", about.program), ("归档时间", _moment(about.made_at)))
    source = _under(root, "来源")
    _texts(source, ("全宗名称", about.fonds), ("立档单位名称", about.managing))
    _texts(_under(root, "档号"), *_code(about))
    content = _under(root, "内容描述")
    _texts(content, *_content(about))
    for packed in items:
        _item(root, about, packed)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _code(about: About) -> tuple[tuple[str, str], ...]:
    return (
        ("全宗号", about.fonds_code),
        ("年度", str(about.year)),
        ("保管期限", about.retention),
        ("机构或问题", about.affair),
        ("案卷号", about.code),
    )


def _content(about: About) -> tuple[tuple[str, str], ...]:
    return (
        ("题名", about.title),
        ("文件编号", about.code),
        ("责任者", about.nominating),
        ("人名", about.leader),
        ("日期", f"{about.begun_on.isoformat()}/{about.ended_on.isoformat()}"),
        ("摘要", f"{about.programme}，{about.category}，{about.status}"),
        ("依据", " ".join(part for part in (about.notice_number, about.clause) if part)),
        ("密级", about.security),
        ("办理轨迹链头", about.head),
    )


def _item(root: ET.Element, about: About, packed: PackedItem) -> None:
    item = packed.item
    element = ET.SubElement(root, "文件", {"件号": str(packed.number)})
    _texts(
        element,
        ("聚合层次", "件"),
        ("题名", item.title),
        ("文件编号", item.code),
        ("责任者", item.responsible),
        ("日期", _day(item.on)),
        ("文种", item.form),
        ("密级", about.security),
        ("保管期限", about.retention),
        ("附注", item.note),
    )
    for file in packed.files:
        _file(element, file)
    for act in item.acts:
        _act(element, act)
    for relation in item.relations:
        _texts(_under(element, "实体关系"), ("关系类型", relation.kind), ("关系", relation.to))


def _file(element: ET.Element, file: Packed) -> None:
    _texts(
        _under(element, "电子属性"),
        ("计算机文件名", file.path),
        ("格式信息", file.media_type),
        ("计算机文件大小", str(file.size)),
        ("校验算法", ALGORITHM),
        ("校验值", file.sha256),
    )


def _act(element: ET.Element, act: Act) -> None:
    at = _moment(act.at) if act.at else ""
    _texts(
        _under(element, "业务实体"),
        ("业务行为", act.verb),
        ("行为时间", at),
        ("责任人", act.by),
        ("行为描述", act.words),
    )


def _under(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, name)


def _texts(parent: ET.Element, *pairs: tuple[str, str]) -> None:
    """One element each; what is not known stands as an empty element, so that every item has the same ones."""
    for name, text in pairs:
        ET.SubElement(parent, name).text = readable(text)


def readable(text: str) -> str:
    """Signs that XML cannot hold become the sign for what cannot be shown."""
    return "".join(sign if _is_in_xml(ord(sign)) else "\ufffd" for sign in text)


def _is_in_xml(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _day(day: date) -> str:
    return day.isoformat()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
