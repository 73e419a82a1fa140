"""Reads and writes a pack: text to values with every fault named, values to the one canonical text."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import tomlkit
from pydantic import ConfigDict, TypeAdapter, ValidationError

from lixiang.programmes.rules import checking
from lixiang.programmes.rules.checking import Words
from lixiang.programmes.rules.exact import inexact
from lixiang.programmes.rules.kind import OF_EVERY_KIND, Kind
from lixiang.programmes.rules.kinds import About, ClauseText, Pack, TopicEntry
from lixiang.programmes.rules.lines import first_line_of, header_lines
from lixiang.programmes.rules.wording import CONTROL, texts_in

BLANK_LINES = re.compile(r"\n{3,}")
SENTENCES = {
    "missing": "缺少该项",
    "unexpected_keyword_argument": "没有这一项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为文字",
    "date_type": "应为日期",
    "date_from_datetime_parsing": "应为日期，如 2018-12-31",
    "date_from_datetime_inexact": "应为日期，不带钟点",
    "datetime_type": "应为带时区的时间",
    "datetime_from_date_parsing": "应为带时区的时间，如 2018-04-04T23:59:59+08:00",
    "tuple_type": "应为列表",
    "dict_type": "应为表，如 {A = 1}",
    "enum": "只能是 block 或 warn",
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a pack: the line it stands on, the table, the clause, the sentence."""

    line: int
    table: str
    clause: str
    sentence: str

    def as_row(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)

    def __str__(self) -> str:
        place = f"第{self.line}行 " if self.line else ""
        table = f"[{self.table}] " if self.table else ""
        clause = f"（条款{self.clause}）" if self.clause else ""
        return f"{place}{table}{self.sentence}{clause}"


class WrongPack(Exception):  # noqa: N818 - a refusal is no error of the program
    """A text that is no pack, with every fault found."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("；".join(map(str, faults)))
        self.faults = faults


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Made once per kind: building one costs more than reading a whole pack."""
    if kind not in _adapters:
        kind.__pydantic_config__ = ConfigDict(extra="forbid", strict=False)
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def read(text: str, kinds: Mapping[str, type[Kind]], words: Words) -> Pack:
    """A pack from TOML text. Raises WrongPack: a syntax fault with its line, else every fault with its table.

    Faults within the tables come first; what the tables say of each other is looked at when each reads well.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else len(text.splitlines())
        raise WrongPack(Fault(number, "", "", f"不是合法的 TOML：{error}")) from error
    return _Reader(text, tables, kinds).pack(words)


class _Reader:
    """Walks the parsed tables in the order of the text and collects faults instead of stopping at the first."""

    def __init__(self, text: str, tables: dict[str, Any], kinds: Mapping[str, type[Kind]]) -> None:
        self.tables, self.kinds = tables, kinds
        self.text, self.lines = text, header_lines(text)
        self.faults: list[Fault] = []

    def pack(self, words: Words) -> Pack:
        tables = dict(self.tables)
        about = self._one("programme", About, tables.pop("programme", {}))
        clauses = tuple(self._each("clause", ClauseText, tables.pop("clause", [])))
        topics = tuple(self._each("topic", TopicEntry, tables.pop("topic", [])))
        settings = tuple(self._settings(tables))
        if not self.faults:
            pack = Pack(about, clauses, topics, settings)
            for wrong in checking.faults(pack, words):
                self._fault(wrong.table, wrong.place, wrong.clause, wrong.sentence)
        if self.faults:
            raise WrongPack(*sorted(self.faults, key=lambda fault: fault.line))
        return pack

    def _settings(self, tables: dict[str, Any]) -> list[tuple[str, Kind]]:
        found = []
        for stage, groups in tables.items():
            if not isinstance(groups, dict):
                self._fault(stage, 0, "", "不是设置表")
                continue
            for name, rows in groups.items():
                kind = f"{stage}.{name}"
                if kind not in self.kinds:
                    self._fault(kind, 0, "", "没有这种设置")
                    continue
                found += [(kind, setting) for setting in self._each(kind, self.kinds[kind], rows)]
        return found

    def _each(self, table: str, kind: type, rows: Any) -> list[Any]:
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            clause = str(rows.get("clause", "")) if isinstance(rows, dict) else ""
            self._fault(table, 0, clause, f"应写成 [[{table}]]")
            return []
        values = [self._one(table, kind, row, place) for place, row in enumerate(rows)]
        return [value for value in values if value is not None]

    def _one(self, table: str, kind: type, row: Any, place: int = 0) -> Any:
        if not isinstance(row, dict):
            self._fault(table, 0, "", f"应写成 [{table}]")
            return None
        unprintable = sorted({name for name, value in row.items() for text in texts_in(value) if CONTROL.search(text)})
        if unprintable:
            clause = CONTROL.sub("", str(row.get("clause", "")))
            self._fault(table, place, clause, f"{'、'.join(unprintable)}：含有不可见的控制字符，请删去")
            return None
        try:
            value, wrong = _adapter(kind).validate_python(row), list(inexact(kind, row))
        except ValidationError as error:
            value, wrong = None, [_sentence(fault, table) for fault in error.errors()]
        for sentence in wrong:
            self._fault(table, place, str(row.get("clause", "")), sentence)
        return None if wrong else value

    def _fault(self, table: str, place: int, clause: str, sentence: str) -> None:
        lines = self.lines.get(table, [])
        line = lines[place] if place < len(lines) else first_line_of(table, self.text)
        self.faults.append(Fault(line, table, clause, sentence))


def _sentence(fault: Any, table: str) -> str:
    name = ".".join(str(part) for part in fault["loc"]) or table
    return f"{name}：{SENTENCES.get(fault['type'], fault['msg'])}"


def write(pack: Pack) -> str:
    """The canonical TOML text of a pack: read(write(p)) == p, and write(read(t)) == t for canonical t."""
    document = tomlkit.document()
    document.add("programme", _table(pack.about))
    for head, values in (("clause", pack.clauses), ("topic", pack.topics)):
        if values:
            document.add(head, _tables(values))
    stages: dict[str, dict[str, list[Kind]]] = {}
    for kind, setting in pack.settings:
        stage, _, name = kind.partition(".")
        stages.setdefault(stage, {}).setdefault(name, []).append(setting)
    for stage, groups in stages.items():
        table = tomlkit.table(is_super_table=True)
        for name, rows in groups.items():
            table.add(name, _tables(rows))
        document.add(stage, table)
    return BLANK_LINES.sub("\n\n", tomlkit.dumps(document)).strip() + "\n"


def _tables(rows: Iterable[Any]) -> Any:
    tables = tomlkit.aot()
    for row in rows:
        tables.append(_table(row))
    return tables


def _table(value: Any) -> Any:
    """The fields of a value in the order of its class, defaults left out."""
    table = tomlkit.table()
    for field in fields(value):
        item = getattr(value, field.name)
        default = field.default_factory() if callable(field.default_factory) else field.default
        if item != default:
            table.add(field.name, _item(item))
    table.add(tomlkit.nl())
    return table


def _item(item: Any) -> Any:
    if isinstance(item, tuple):
        array = tomlkit.array()
        array.extend(_item(part) for part in item)
        return array.multiline(len(item) > 1 and any(len(str(part)) > 20 for part in item))
    if isinstance(item, dict):
        table = tomlkit.inline_table()
        table.update(item)
        return table
    return str(item) if isinstance(item, str) else item


def parameters(setting: Kind) -> dict[str, Any]:
    """The parameters of a setting as JSON-safe values, without clause, strictness and note."""
    values = _adapter(type(setting)).dump_python(setting, mode="json")
    return {name: value for name, value in values.items() if name not in OF_EVERY_KIND}


def about_values(about: About) -> dict[str, Any]:
    """The head of a pack as JSON-safe values; `about_of` reads them back."""
    values: dict[str, Any] = _adapter(About).dump_python(about, mode="json")
    return values


def about_of(values: dict[str, Any]) -> About:
    about: About = _adapter(About).validate_python(values)
    return about


def setting(kind: type[Kind], values: dict[str, Any]) -> Kind:
    """A setting from the values of its row; a row that was checked on its way in cannot fail here."""
    found: Kind = _adapter(kind).validate_python(values)
    return found
