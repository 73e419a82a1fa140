"""The pages of an archive: plain HTML that opens from a disk, without scripts and with relative links alone."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from lixiang.outcomes.rules.items import SECTIONS, About, PackedItem, Table

NAME = "index.html"
STYLE = (
    "body{font-family:'Microsoft YaHei','Noto Sans SC',sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;"
    "line-height:1.6;color:#222}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "th,td{border:1px solid #bbb;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{background:#f4f4f4}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}code{font-size:.8rem}"
    ".text{white-space:pre-wrap}.note{color:#555}"
)
HEAD = (
    '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
)
MEDIA = {
    "application/pdf": "PDF",
    "text/html": "网页",
    "application/json": "JSON",
    "image/jpeg": "图片",
    "image/png": "图片",
}
HOW_TO_PROVE = (
    "核验：在本文件夹内运行 sha256sum -c sha256sum.txt，或者运行 lixiang verify-archive，逐个文件重算校验值。"
)


def page(title: str, parts: Iterable[str]) -> bytes:
    """One whole page; the parts are marked up already, the title is not."""
    lines = (HEAD, f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n", heading(title), *parts)
    return "".join((*lines, "</body>\n</html>\n")).encode("utf-8", "replace")


def heading(text: str, level: int = 1) -> str:
    return f"<h{level}>{escape(text)}</h{level}>\n"


def paragraph(text: str, kind: str = "text") -> str:
    return f'<p class="{kind}">{escape(text)}</p>\n'


def link(path: str, words: str) -> str:
    """Relative to the page; every sign that an address could misread is written by its number."""
    return f'<a href="{quote(path)}">{escape(words)}</a>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><th>{escape(label)}</th><td>{escape(text or '—')}</td></tr>\n" for label, text in pairs)
    return f"<table>\n{rows}</table>\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are marked up already, heads are not."""
    top = "".join(f"<th>{escape(label)}</th>" for label in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table>\n<tr>{top}</tr>\n{body}</table>\n"


def record(
    title: str,
    *,
    pairs: Iterable[tuple[str, str]] = (),
    texts: Iterable[tuple[str, str]] = (),
    tables: Iterable[Table] = (),
) -> bytes:
    """What the record holds of one thing, as a page of its own: facts, texts under headings, tables."""
    parts = [facts(pairs)] if pairs else []
    for label, text in texts:
        parts += [heading(label, 2), paragraph(text or "—")]
    for each in tables:
        parts += [heading(each.title, 2), table(each.head, ([_cell(cell) for cell in row] for row in each.rows))]
    return page(title, parts)


def _cell(text: str) -> str:
    return f'<span class="text">{escape(text)}</span>' if text else "—"


def project_index(about: About, items: Sequence[PackedItem], top: str = "../index.html") -> bytes:
    """The index of one project's folder, section by section."""
    return page(about.title or about.code, _project_parts(about, items, top))


def _project_parts(about: About, items: Sequence[PackedItem], top: str) -> Iterator[str]:
    yield f"<p>{link(top, '返回总目录')}</p>\n"
    yield facts(about.facts)
    for section, words in SECTIONS.items():
        own = [packed for packed in items if packed.item.section == section]
        if own:
            yield heading(f"{words[2:]}（{len(own)}件）", 2)
            yield table(("件号", "题名", "文件编号", "责任者", "日期", "文件"), map(_row, own))
    yield paragraph(f"元数据见 metadata.xml（{about.security}，保管期限{about.retention}）。", "note")
    yield paragraph(HOW_TO_PROVE, "note")


def _row(packed: PackedItem) -> tuple[str, ...]:
    item = packed.item
    title = escape(item.title) + (f'<br><span class="note">{escape(item.note)}</span>' if item.note else "")
    files = "<br>".join(_file(file.path, file.media_type) for file in packed.files)
    return str(packed.number), title, escape(item.code), escape(item.responsible), item.on.isoformat(), files or "—"


def _file(path: str, media_type: str) -> str:
    name = path.rpartition("/")[2]
    word = MEDIA.get(media_type)
    return link(path, name) + (f"（{word}）" if word and not name.lower().endswith(".pdf") else "")


def programme_index(title: str, pairs: Iterable[tuple[str, str]], rows: Iterable[tuple[str, ...]]) -> bytes:
    """The index of the year: a row (folder, code, title, organisation, status, number of items, bytes) per project."""
    shown = (
        (
            escape(code),
            link(f"{folder}/{NAME}", words),
            escape(organisation),
            escape(status),
            escape(items),
            escape(size),
        )
        for folder, code, words, organisation, status, items, size in rows
    )
    head = ("项目编号", "项目", "申报单位", "办结状态", "件数", "大小")
    return page(title, (facts(pairs), heading("项目", 2), table(head, shown), paragraph(HOW_TO_PROVE, "note")))
